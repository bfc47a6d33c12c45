"""Bulk at 1,000,000 units: import, roll-up, sweep and subtree; a zone over 10,000 names and a what-if beside them.

`python -m benchmarks.bulk [UNITS]` prints figures. The last four are benchmarks of their own, each with a database
that it throws away; import and roll-up use a copy of the kept one.
"""

import asyncio
import logging
import subprocess
import sys
import uuid
from collections.abc import Iterator
from time import perf_counter, process_time

import asyncpg
import structlog

from authz.actions import Role
from authz.context import Actor, Grant, OperationContext
from benchmarks import recipes
from benchmarks.asking import District, districts_of
from benchmarks.bars import say
from benchmarks.cluster import Place, cluster, copy_of
from benchmarks.districts import session_of
from benchmarks.folder import REPOSITORY, keep_figures
from benchmarks.recipes import LARGE_UNITS
from benchmarks.rounds import Contestant, Spread, alternate, request, summary
from benchmarks.servers import wuyi
from schema.units.operations import ImportUnits, import_units
from schema.units.rules import UnitRow
from tenants.database import Database, TenantInfo

PART = "bulk"
LARGEST, SLUG = LARGE_UNITS["largest"], "largest"
ROWS, IMPORTS = 2_000, 5
ROUNDS, SECONDS = 3, 1.0
_FLOOR = """
    insert into units (tenant_id, id, code, name, kind, parent_id, path, created_at, revision)
    select p.tenant_id, uuidv7(), $2 || n, $2 || n, 'building', p.id, p.path || '.' || $2 || n, now(), 1
    from generate_series(1, $3::int) n join units p on p.tenant_id = $1 and p.code = 'X0'
"""
_COVERAGE = {
    "today, from counters": '{ coverage(kind: "building") { total titled } }',
    "on an earlier day, counted": '{ coverage(kind: "building", asOf: "2026-11-10") { total titled } }',
}


async def imports(place: Place, district: District) -> dict[str, dict[str, float]]:
    """Import buildings into the largest district as officials do, and as many rows by one statement; in turn."""
    database = Database.open(
        place.url("wuyi_runtime"), place.url("wuyi_platform"), statement_timeout_ms=600_000
    )
    owner = await place.connect()
    context = await _administrator(owner, database, district)
    taken = {"import": Spread(), "import, our own work": Spread(), "bare insert": Spread()}
    for number in range(IMPORTS):
        command = ImportUnits(idempotency_key=str(uuid.uuid4()), units=tuple(_rows(number)))
        started, used = perf_counter(), process_time()
        await import_units(context, command)
        taken["import"].samples.append(perf_counter() - started)
        taken["import, our own work"].samples.append(process_time() - used)
        started = perf_counter()
        await owner.execute(_FLOOR, uuid.UUID(district.id), f"F{number}-", ROWS)
        taken["bare insert"].samples.append(perf_counter() - started)
    await owner.close()
    await database.dispose()
    for name, spread in taken.items():
        half = spread.shown["median"]
        say(f"{name}: {ROWS} units into {LARGEST} in {half:.2f} s, {ROWS / half:,.0f} a second")
    return {name: spread.shown for name, spread in taken.items()}


def rollup(place: Place, district: District) -> dict[str, object]:
    """Ask how many buildings of the largest district bear a name, today and on an earlier day."""
    found: dict[str, object] = {}
    headers = {"authorization": f"Bearer {session_of(district.id)}"}
    with wuyi("bulk", place) as server:
        for name, document in _COVERAGE.items():
            text = request(f"/t/{district.slug}/graphql", {"query": document}, headers)
            taken = summary(alternate({name: Contestant(server, [text], 2)}, ROUNDS, SECONDS, place.sessions))
            figures = taken[name]
            server_us, database_us = figures["server_us"]["median"], figures["database_us"]["median"]
            say(
                f"roll-up of {LARGEST} {name}: p50 {figures['p50_ms']['median']:.1f} ms, {server_us:.0f} µs of CPU, "
                f"the database's {database_us:.0f} µs"
            )
            found[name] = figures
    return found


def others(units: int) -> dict[str, list[str]]:
    """Run the benchmarks that bring a database of their own; keep what they say."""
    return {
        "sweep": _ran("sweep", str(units)),
        "subtree": _ran("subtree", str(units)),
        "consequences": _ran("consequences"),
        "rule change": _ran("rule_changes"),
        "what-if": _ran("simulate"),
    }


def _rows(number: int) -> Iterator[UnitRow]:
    for row in range(ROWS):
        code = f"N{number}-{row}"
        yield UnitRow(code, f"新楼{code}", "building", f"X{row % 20}")


async def _administrator(
    owner: asyncpg.Connection, database: Database, district: District
) -> OperationContext:
    row = await owner.fetchrow(
        "select official_id, unit_id, scope_path from memberships where tenant_id = $1 and role = $2",
        uuid.UUID(district.id),
        Role.TENANT_ADMINISTRATOR.value,
    )
    if row is None:
        raise RuntimeError("a district has an administrator")
    grant = Grant(uuid.uuid4(), Role.TENANT_ADMINISTRATOR, row["unit_id"], row["scope_path"])
    tenant = TenantInfo(uuid.UUID(district.id), district.slug, "区", None, "Asia/Shanghai")
    return OperationContext(Actor("official", row["official_id"], "管理员", (grant,)), database.of(tenant))


def _ran(name: str, *arguments: str) -> list[str]:
    command = [sys.executable, "-m", f"benchmarks.{name}", *arguments]
    ran = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    lines = ran.stdout.strip().splitlines()
    for line in lines:
        say(f"{name}: {line}")
    return lines


def main() -> int:
    """Run all of it; the sweep and the subtree over so many units."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    units = int(sys.argv[1]) if len(sys.argv) > 1 else LARGEST
    figures: dict[str, object] = {}
    with cluster() as server, copy_of(recipes.growth(server), "bulk") as place:
        district = asyncio.run(districts_of(place, SLUG, LARGEST))[0]
        figures["rollup"] = rollup(place, district)
        figures["import"] = asyncio.run(imports(place, district))
    figures["said"] = others(units)
    keep_figures(PART, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
