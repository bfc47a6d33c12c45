"""How long the nightly sweep of names takes where some of very many run out: prints figures, asserts nothing.

`python -m benchmarks.sweep [UNITS] [CHANGING]` names so many units, 1,000,000 unless told, of which so many run out,
50,000 unless told, in a database of its own that is thrown away.
"""

import asyncio
import logging
import sys
import tempfile
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import structlog
from sqlalchemy import event, text

from api.embedded import embedded_postgres
from authz.context import OperationContext
from benchmarks.simulate import NOW, say
from schema.background import SYSTEM
from schema.districts.operations import Administrator, onboard_district
from schema.districts.rules import District
from schema.migrations import upgrade
from schema.operation import Transaction
from schema.supervision.jobs import sweep_names
from tenants.database import Database, TenantInfo, create_engine
from tenants.register import info_of

SCHEME = """
format: 1
id: bench
title: 无疫楼栋创建方案
source: 某区
issued_on: 2022-11-20
unit_kinds:
  - {id: district, name: 区, parents: []}
  - {id: community, name: 社区, parents: [district]}
  - {id: building, name: 楼栋, parents: [community], title: 无疫楼栋}
criteria:
  - id: S-a
    title: 无风险区
    guidance: 没有风险区。
    applies_to: [building]
    check: {kind: none_of, events: [risk_zone]}
    on_loss: suspend
processes:
  - id: S-W1
    name: 申报命名
    unit_kinds: [building]
    applicants: [community]
    steps:
      - {id: intake, name: 街道收件, kind: forward, role: street, actions: [forward, return]}
      - {id: naming, name: 命名, kind: decide, role: headquarters, actions: [name, return, reject]}
naming: {prefix: WY}
validity:
  - {unit_kinds: [building], days: 30}
duties:
  - {id: S-9, title: 每周消杀, unit_kinds: [building], log: disinfection, every_days: 7}
"""
PER_COMMUNITY = 1_000
_FOUND = (
    """insert into units (tenant_id, id, code, name, kind, parent_id, path, created_at, revision)
       select r.tenant_id, gen_random_uuid(), 'C' || n, 'C' || n, 'community', r.id, r.path || '.C' || n, :now, 1
       from units r, generate_series(0, :communities - 1) n where r.tenant_id = :tenant and r.parent_id is null""",
    """insert into units (tenant_id, id, code, name, kind, parent_id, path, created_at, revision)
       select c.tenant_id, gen_random_uuid(), 'B' || n, 'B' || n, 'building', c.id, c.path || '.B' || n, :now, 1
       from generate_series(0, :units - 1) n join units c
       on c.tenant_id = :tenant and c.code = 'C' || (n / :per)""",
    """insert into designations (tenant_id, id, unit_id, origin, clause, guideline_version_id, number, title,
           status, named_on, public_from, valid_until, warned_for, suspended_for, revision)
       select u.tenant_id, gen_random_uuid(), u.id, 'derived', 'bench', v.id, u.code, '无疫楼栋', 'active', :today,
           :today, cast(:today as date)
           + case when substr(u.code, 2)::int < :changing then 0 else 300 end, '{}', '{}', 1
       from units u, guideline_versions v
       where u.tenant_id = :tenant and u.kind = 'building' and v.tenant_id = :tenant""",
    """insert into designation_changes (tenant_id, id, designation_id, ordinal, change, cause, effective_on, at)
       select tenant_id, gen_random_uuid(), id, 1, 'named', 'NAMED', named_on, :now
       from designations where tenant_id = :tenant""",
    """insert into unit_counters (tenant_id, id, unit_id, kind, total, held, in_force)
       select c.tenant_id, gen_random_uuid(), c.id, 'building', n.total, n.total, n.total
       from units c join lateral (
           select count(*) as total from units u where u.tenant_id = c.tenant_id and u.kind = 'building'
           and (u.parent_id = c.id or c.parent_id is null)
       ) n on true where c.tenant_id = :tenant and c.kind <> 'building'""",
)


@dataclass(slots=True)
class Meter:
    """Time spent waiting for the database, and the statements it took."""

    statements: int = 0
    seconds: float = 0.0
    begun: list[float] = field(default_factory=list)

    def before(self, *_: Any) -> None:
        """Note that a statement is sent."""
        self.begun.append(perf_counter())

    def after(self, *_: Any) -> None:
        """Note that it was answered."""
        self.statements += 1
        self.seconds += perf_counter() - self.begun.pop()


async def found(database: Database, count: int, changing: int) -> TenantInfo:
    """Bring a district on board with so many named units, of which so many run out today."""
    administrator = Administrator(
        username="admin",
        display_name="管理员",
        password="a benchmark's own password",  # noqa: S106 - of a database thrown away
    )
    district = District(slug="bench", name="区", guideline=SCHEME, division_code="500110")
    tenant = info_of(await onboard_district(database, uuid.uuid4(), district, administrator, NOW))
    given = {
        "tenant": tenant.id,
        "now": NOW,
        "today": NOW.date(),
        "units": count,
        "changing": changing,
        "per": PER_COMMUNITY,
        "communities": -(-count // PER_COMMUNITY),
    }
    async with database.of(tenant).begin() as session:
        for statement in _FOUND:
            asked = text(statement)
            await session.execute(asked, {name: given[name] for name in asked.compile().params})
    return tenant


async def measure(database: Database, count: int, changing: int) -> None:
    """Sweep the day after, and again; say how long each took in all and in the database."""
    tenant = await found(database, count, changing)
    meter = Meter()
    event.listen(database.runtime.sync_engine, "before_cursor_execute", meter.before)
    event.listen(database.runtime.sync_engine, "after_cursor_execute", meter.after)
    day_after = NOW.replace(day=NOW.day + 1)
    context = OperationContext(SYSTEM, database.of(tenant), clock=lambda: day_after)
    for what in ("swept", "swept again"):
        meter.statements, meter.seconds, started = 0, 0.0, perf_counter()
        async with context.begin() as session:
            changed = await sweep_names(
                Transaction(session, context, day_after, context.today()), context.today()
            )
        took = perf_counter() - started
        say(
            f"{what}: {changed} of {count} names changed in {took:.2f} s, "
            f"{meter.seconds:.2f} s of them in the database, {meter.statements} statements"
        )
    await database.dispose()


def main() -> None:
    """Run the benchmark on as many units as told."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    count, changing = (
        int(given) if given else usual
        for given, usual in zip([*sys.argv[1:3], "", ""][:2], (1_000_000, 50_000), strict=True)
    )
    with (
        tempfile.TemporaryDirectory(prefix="wuyi-bench-") as folder,
        embedded_postgres(Path(folder), durable=False) as server,
    ):
        upgrade(server.url("postgres"))
        runtime, platform = (create_engine(server.url(user)) for user in ("wuyi_runtime", "wuyi_platform"))
        database = Database(runtime=runtime, platform=platform, statement_timeout_ms=600_000)
        asyncio.run(measure(database, count, changing))


if __name__ == "__main__":
    main()
