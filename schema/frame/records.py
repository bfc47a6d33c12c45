"""What a transaction keeps of itself: rows that are appended and that nobody reads before its end.

They wait here and are written together, in one statement, with the last thing the transaction does. Whoever reads
such rows earlier, or refers to one from a row the session writes, has them written first.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from tenants.base import TenantScoped
from tenants.bulk import Batch, Closing, Row, insert_together, row_of
from tenants.database import Session

Columns = tuple[str, ...]


@dataclass(slots=True)
class Records:
    """The rows that wait, by table and columns."""

    session: Session
    waiting: dict[tuple[type[TenantScoped], Columns], list[Row]] = field(
        default_factory=lambda: defaultdict(list)
    )
    changes: list[Closing] = field(default_factory=list)

    def append(self, *records: TenantScoped) -> None:
        """Have records written that belong to no session; they may be looked at as if they were."""
        for record in records:
            record.tenant_id = self.session.info["tenant_id"]
            self.extend(type(record), [row_of(record)])

    def extend(self, entity: type[TenantScoped], rows: Sequence[Row]) -> None:
        """Have rows written, each given by the same columns, `id` among them."""
        if rows:
            self.waiting[entity, tuple(rows[0])] += rows

    def change(self, closing: Closing) -> None:
        """Have rows changed by the statement that writes what waits; rows it adds are not among them."""
        self.changes.append(closing)

    def holds(self, *entities: type[TenantScoped]) -> bool:
        """Tell whether rows of one of these tables wait."""
        return any(entity in entities for entity, _ in self.waiting)

    async def write(self, closing: Closing | None = None) -> None:
        """Write what waits, after what the session has to write, and the closing change with it."""
        await self.session.flush()
        batches = [Batch(entity, rows) for (entity, _), rows in self.waiting.items()]
        changes = [*self.changes, *([closing] if closing is not None else [])]
        self.waiting.clear()
        self.changes.clear()
        await insert_together(self.session, batches, *changes)
