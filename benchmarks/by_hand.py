"""Writes once more by hand what an operation read and wrote: what an operation is measured by.

Statements that went in one message are told apart again, for nobody writes them so by hand. Rows the operation
inserted are read back and inserted anew under other ids, one statement a table; what it changed is changed again.
Afterwards the copies are deleted.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import Engine, event

from tenants import reading
from tenants.base import new_id
from tenants.bundles import Asked
from tenants.bundles import bundle as together
from tenants.versions import appending

Said = tuple[str, tuple[Any, ...]]
"""A statement with what it is given."""
Rows = dict[str, list[dict[str, Any]]]
TABLES = (
    "idempotency_keys",
    "assessments",
    "assessment_results",
    "application_transitions",
    "reviews",
    "notifications",
    "outbox_messages",
    "audit_entries",
)
"""Tables that reviews and signatures append to, each after those it refers to."""


@dataclass(slots=True)
class Heard:
    """What is read and locked, statement by statement, as the driver is told it."""

    statements: list[Said] = field(default_factory=list)

    def take(self) -> list[Said]:
        """Give what was heard, and begin anew."""
        heard, self.statements = self.statements, []
        return heard


@contextmanager
def reads_heard() -> Iterator[Heard]:
    """Keep what is read meanwhile."""
    heard = Heard()

    def alone(_connection: Any, _cursor: Any, statement: str, given: Any, *_rest: Any) -> None:
        told = statement.lower()
        reads = told.startswith(("select ", "with ")) and "insert into" not in told
        if reads and not told.startswith("select array(select row("):
            heard.statements.append((statement, tuple(given)))

    def bundled(asked: Sequence[Asked]) -> tuple[str, tuple[Any, ...]]:
        heard.statements += [(each.text, tuple(each.values)) for each in asked]
        return together(asked)

    event.listen(Engine, "before_cursor_execute", alone)
    reading.bundle = bundled
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", alone)
        reading.bundle = together


@dataclass(slots=True)
class ByHand:
    """Two connections: one writes as the platform's runtime role does, one looks and clears up."""

    runtime: asyncpg.Connection
    owner: asyncpg.Connection
    tenant: UUID
    turn: int = field(default=0)
    told: Sequence[Said] = ()
    copies: Rows = field(default_factory=dict)

    async def written_since(self, marker: UUID) -> Rows:
        """Read what was appended since an id was made."""
        return {
            table: [
                dict(row)
                for row in await self.owner.fetch(
                    f"select * from {table} where tenant_id = $1 and id > $2 order by id",  # noqa: S608 - names and text of our own
                    self.tenant,
                    marker,
                )
            ]
            for table in TABLES
        }

    def prepare(self, written: Rows, told: Sequence[Said]) -> None:
        """Have copies of rows ready to be written, and what else an operation told the database."""
        self.copies, self.told = self._copies(written), told

    async def write(self) -> None:
        """Do what was prepared in one transaction, which tells other processes of its tenant as ours do."""
        runtime, claims = self.runtime, self.copies.get("idempotency_keys", [])
        await runtime.execute(f"begin; set local app.tenant_id = '{self.tenant}'")
        await self._insert("idempotency_keys", claims)
        for statement, given in self.told:
            await runtime.fetch(statement, *given)
        for table, rows in self.copies.items():
            if table != "idempotency_keys":
                await self._insert(table, rows)
        for claim in claims:
            await runtime.execute(
                "update idempotency_keys set result_id = $3 where tenant_id = $1 and id = $2",
                self.tenant,
                claim["id"],
                new_id(),
            )
        await runtime.execute(f"{appending([self.tenant])}; commit")

    async def clear_up(self) -> None:
        """Delete the copies."""
        for table, rows in reversed(self.copies.items()):
            ids = [row["id"] for row in rows]
            gone = f"delete from {table} where tenant_id = $1 and id = any($2)"  # noqa: S608 - names and text of our own
            await self.owner.execute(gone, self.tenant, ids)

    def _copies(self, written: Rows) -> Rows:
        self.turn += 1
        fresh: Mapping[Any, UUID] = {row["id"]: new_id() for rows in written.values() for row in rows}
        own = {"key": f"by hand {self.turn}", "result_id": None, "ordinal": 1_000 + self.turn}
        return {
            table: [
                {
                    name: own[name]
                    if name in own
                    else fresh.get(value, value)
                    if isinstance(value, UUID)
                    else value
                    for name, value in row.items()
                }
                for row in rows
            ]
            for table, rows in written.items()
            if rows
        }

    async def _insert(self, table: str, rows: list[dict[str, Any]]) -> None:
        names = list(rows[0])
        places = ", ".join(f"${number}" for number in range(1, len(names) + 1))
        await self.runtime.executemany(
            f"insert into {table} ({', '.join(names)}) values ({places})",  # noqa: S608 - names and text of our own
            [tuple(row.values()) for row in rows],
        )
