"""How long reads of a subtree take among very many units: prints figures, asserts nothing.

`python -m benchmarks.subtree [UNITS]` makes so many units, 1,000,000 unless told, four levels deep, in a database of
its own that is thrown away. A tenth of the compounds moved, so that the tree as it was is another one. The database's
time is what it says it took to plan and execute the statements, under row security; the round trip is what a worker
waits for them.
"""

import asyncio
import logging
import random
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

import structlog
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from api.embedded import embedded_postgres
from benchmarks.onboarding import onboard
from benchmarks.simulate import NOW, say
from benchmarks.sweep import Meter
from schema.frame.pagination import Page
from schema.migrations import upgrade
from schema.units.repository import UnitFilter, by_codes, count_units, list_children, list_units
from schema.units.repository.lines import list_line
from schema.units.repository.placements import Then, list_children_then
from schema.units.tables import Unit
from tenants.database import Database, TenantInfo
from tenants.pools import create_engine

ROUNDS = 300
PER_COMPOUND, PER_COMMUNITY, PER_STREET = 50, 20, 50
"""Buildings of a compound, compounds of a community, communities of a street."""
KINDS = ("district", "street", "community", "compound", "building")
_LEVEL = """
    insert into units (tenant_id, id, code, name, kind, parent_id, path, created_at, revision)
    select p.tenant_id, uuidv7(), :prefix || n, :prefix || n, :kind, p.id, p.path || '.' || :prefix || n, :now, 1
    from generate_series(0, :units - 1) n join units p on p.tenant_id = :tenant
        and p.code = case when :above = '' then :root else :above || (n / :per) end
"""
_PLACED = """
    insert into unit_placements (tenant_id, id, unit_id, parent_id, path, recorded_at, cause)
    select tenant_id, uuidv7(), id, parent_id, path, :now, 'registered' from units
    where tenant_id = :tenant and parent_id is not null
"""
_MOVED = """
    insert into unit_placements (tenant_id, id, unit_id, parent_id, path, valid_from, recorded_at, cause)
    select u.tenant_id, uuidv7(), u.id, c.id, c.path || '.' || u.code, :today, :later, 'moved'
    from units u join units c on c.tenant_id = :tenant and c.code = 'C0'
    where u.tenant_id = :tenant and u.kind = 'compound' and u.code like '%7'
"""
Read = Callable[[AsyncSession, Unit, Unit], Awaitable[object]]


async def found(database: Database, owner: AsyncEngine, count: int) -> TenantInfo:
    """Bring a district on board with so many buildings and the levels above them, and let some have moved."""
    tenant = await onboard(database, NOW)
    compounds = -(-count // PER_COMPOUND)
    communities = -(-compounds // PER_COMMUNITY)
    streets = -(-communities // PER_STREET)
    levels = (
        ("street", "S", streets, "", 1),
        ("community", "C", communities, "S", PER_STREET),
        ("compound", "X", compounds, "C", PER_COMMUNITY),
        ("building", "B", count, "X", PER_COMPOUND),
    )
    given = {"tenant": tenant.id, "now": NOW, "later": NOW + timedelta(hours=1), "today": NOW.date()}
    async with owner.begin() as connection:
        await connection.execute(text("set local session_replication_role = replica"))
        for kind, prefix, units, above, per in levels:
            level = {"kind": kind, "prefix": prefix, "units": units, "above": above, "per": per}
            await _run(connection, _LEVEL, {**given, **level, "root": "500110"})
        for statement in (_PLACED, _MOVED, "analyze"):
            await _run(connection, statement, given)
    return tenant


async def _run(connection: AsyncConnection, statement: str, given: dict[str, object]) -> None:
    asked = text(statement)
    await connection.execute(asked, {name: given[name] for name in asked.compile().params})


async def page_below(session: AsyncSession, street: Unit, _: Unit) -> object:
    """Read the first page of all below a street: 50,000 units or so."""
    return await list_units(session, UnitFilter(scopes=(street.path,)), Page())


async def last_page_below(session: AsyncSession, street: Unit, _: Unit) -> object:
    """Read the last page of the buildings below a street."""
    return await list_units(session, UnitFilter(scopes=(street.path,), kind="building"), Page(backward=True))


async def children(session: AsyncSession, _: Unit, community: Unit) -> object:
    """Read the units directly below a community."""
    return await list_children(session, community.id, ("",), Page())


async def children_then(session: AsyncSession, _: Unit, community: Unit) -> object:
    """Read the units that lay directly below a community the day before."""
    then = Then(NOW.date() - timedelta(1), NOW + timedelta(days=1))
    return await list_children_then(session, community.id, ("",), then, Page())


async def whole_line(session: AsyncSession, _: Unit, community: Unit) -> object:
    """Read a community with all above and all below it: 1,000 units or so."""
    return await list_line(session, [community.path], KINDS, lock=False)


async def count_below(session: AsyncSession, _: Unit, community: Unit) -> object:
    """Count what lies below a community."""
    return await count_units(session, UnitFilter(scopes=(community.path,)))


READS: tuple[Read, ...] = (page_below, last_page_below, children, children_then, whole_line, count_below)


@dataclass(slots=True)
class Statements:
    """What is sent to the database, to be asked about again."""

    sent: list[tuple[str, Any]] = field(default_factory=list)

    def note(self, _connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        """Note a statement that is about to be sent."""
        self.sent.append((statement, parameters))


async def explained(session: AsyncSession, sent: list[tuple[str, Any]]) -> float:
    """Run statements again and tell how many milliseconds the database says it took for them."""
    connection, spent = await session.connection(), 0.0
    for statement, parameters in sent:
        asked = f"explain (analyze, timing off, format json) {statement}"
        plan = (await connection.exec_driver_sql(asked, parameters)).scalar_one()[0]
        spent += plan["Planning Time"] + plan["Execution Time"]
    return spent


async def measure(database: Database, owner: AsyncEngine, count: int) -> None:
    """Read many subtrees in every way there is, and say how long it took."""
    tenant = await found(database, owner, count)
    meter, statements = Meter(), Statements()
    chance = random.Random(1)  # noqa: S311 - a sample
    event.listen(database.runtime.sync_engine, "before_cursor_execute", meter.before)
    event.listen(database.runtime.sync_engine, "before_cursor_execute", statements.note)
    event.listen(database.runtime.sync_engine, "after_cursor_execute", meter.after)
    communities = -(-count // (PER_COMPOUND * PER_COMMUNITY))
    for read in READS:
        waited, worked = [], []
        for _ in range(ROUNDS):
            number = chance.randrange(communities)
            codes = {"street": f"S{number // PER_STREET}", "community": f"C{number}"}
            async with database.of(tenant).read() as session:
                found_units = await by_codes(session, codes.values())
                meter.seconds = 0.0
                statements.sent.clear()
                await read(session, *(found_units[code] for code in codes.values()))
                waited.append(meter.seconds * 1_000)
                worked.append(await explained(session, list(statements.sent)))
        figures = [quantiles(times, n=20) for times in (worked, waited)]
        (half, most), (half_waited, most_waited) = ((cuts[9], cuts[18]) for cuts in figures)
        say(
            f"{read.__name__}: database p50 {half:.2f} ms, p95 {most:.2f} ms; "
            f"round trip p50 {half_waited:.2f} ms, p95 {most_waited:.2f} ms"
        )
    await database.dispose()
    await owner.dispose()


def main() -> None:
    """Run the benchmark on as many units as told."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with (
        tempfile.TemporaryDirectory(prefix="wuyi-bench-") as folder,
        embedded_postgres(Path(folder), durable=False) as server,
    ):
        upgrade(server.url("postgres"))
        runtime, platform = (server.url(user) for user in ("wuyi_runtime", "wuyi_platform"))
        database = Database.open(runtime, platform, statement_timeout_ms=600_000)
        asyncio.run(measure(database, create_engine(server.url()), count))


if __name__ == "__main__":
    main()
