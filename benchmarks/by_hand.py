"""Writes once more, with bare SQL in one transaction, what an operation wrote: what an operation is measured by.

Rows the operation inserted are read back and inserted anew under other ids, one statement a table, on a connection
of the driver; what it changed is changed again, and what it read, read again where that is asked for. Afterwards the
copies are deleted.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import event

from tenants.base import new_id
from tenants.database import Database

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


@contextmanager
def reads_of(database: Database) -> Iterator[list[Said]]:
    """Keep what is read and locked meanwhile, statement by statement, as the driver is told it."""
    heard: list[Said] = []

    def keep(_connection: Any, _cursor: Any, statement: str, given: Any, *_rest: Any) -> None:
        told = statement.lower().lstrip()
        if told.startswith(("select", "with")) and "set_config" not in told and "insert into" not in told:
            heard.append((statement, tuple(given)))

    engine = database.runtime.sync_engine
    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", keep)


@dataclass(slots=True)
class ByHand:
    """Two connections: one writes as the platform's runtime role does, one looks and clears up."""

    runtime: asyncpg.Connection
    owner: asyncpg.Connection
    tenant: UUID
    turn: int = field(default=0)

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

    async def write_again(self, written: Rows, told: Sequence[Said]) -> float:
        """Write copies of rows, with what else an operation told the database; give the seconds it took."""
        copies = self._copies(written)
        started = perf_counter()
        async with self.runtime.transaction():
            await self.runtime.fetchval("select set_config('app.tenant_id', $1, true)", str(self.tenant))
            for statement, given in told:
                await self.runtime.fetch(statement, *given)
            for table, rows in copies.items():
                await self._insert(table, rows)
            for key in copies.get("idempotency_keys", ()):
                await self.runtime.execute(
                    "update idempotency_keys set result_id = $3 where tenant_id = $1 and id = $2",
                    self.tenant,
                    key["id"],
                    new_id(),
                )
        took = perf_counter() - started
        for table, rows in reversed(copies.items()):
            ids = [row["id"] for row in rows]
            gone = f"delete from {table} where tenant_id = $1 and id = any($2)"  # noqa: S608 - names and text of our own
            await self.owner.execute(gone, self.tenant, ids)
        return took

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
