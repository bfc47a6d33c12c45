"""How long the nightly sweep of names takes where some of very many change: prints figures, asserts nothing.

`python -m benchmarks.sweep [UNITS] [CHANGING]` names so many units, 1,000,000 unless told, in a database of its own
that is thrown away. Half of CHANGING, 50,000 unless told, run out; for the others the weekly disinfection was missed.
Beside it the floor: the same rows changed and written once more, by three statements that work nothing out.
"""

import asyncio
import logging
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import psutil
import structlog
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from api.embedded import embedded_postgres
from authz.context import OperationContext
from benchmarks.onboarding import onboard
from benchmarks.simulate import NOW, say
from schema.frame.background import SYSTEM
from schema.frame.operation import Transaction
from schema.migrations import upgrade
from schema.supervision.jobs import sweep_names
from tenants.database import Database, TenantInfo
from tenants.pools import create_engine

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
naming: {prefix: 无疫}
validity:
  - {unit_kinds: [building], days: 30}
duties:
  - {id: S-9, title: 每周消杀, unit_kinds: [building], log: disinfection, every_days: 7}
"""
PER_COMMUNITY = 1_000
_FOUND = (
    "set local session_replication_role = replica",  # no key is checked: there are no applications behind these names
    """insert into units (tenant_id, id, code, name, kind, parent_id, path, created_at, revision)
       select r.tenant_id, uuidv7(), 'C' || n, 'C' || n, 'community', r.id, r.path || '.C' || n, :now, 1
       from units r, generate_series(0, :communities - 1) n where r.tenant_id = :tenant and r.parent_id is null""",
    """insert into units (tenant_id, id, code, name, kind, parent_id, path, created_at, revision)
       select c.tenant_id, uuidv7(), 'B' || n, 'B' || n, 'building', c.id, c.path || '.B' || n, :now, 1
       from generate_series(0, :units - 1) n join units c
       on c.tenant_id = :tenant and c.code = 'C' || (n / :per)""",
    """insert into unit_logs (tenant_id, id, unit_id, kind, performed_on, recorded_by, recorded_at)
       select tenant_id, uuidv7(), id, 'disinfection', :today, id, :now from units
       where tenant_id = :tenant and kind = 'community' and substr(code, 2)::int < :disinfected""",
    """insert into designations (tenant_id, id, unit_id, origin, application_id, guideline_version_id, number, title,
           status, named_on, public_from, valid_until, warned_for, suspended_for, revision)
       select u.tenant_id, uuidv7(), u.id, 'application', uuidv7(), v.id, u.code, '无疫楼栋', 'active',
           cast(:today as date) - 30, cast(:today as date) - 30, cast(:today as date)
           + case when substr(u.code, 2)::int < :expiring then 0 else 300 end, '{}', '{}', 1
       from units u, guideline_versions v
       where u.tenant_id = :tenant and u.kind = 'building' and v.tenant_id = :tenant""",
    """insert into designation_changes (tenant_id, id, designation_id, ordinal, change, cause, effective_on, at)
       select tenant_id, uuidv7(), id, 1, 'named', 'NAMED', named_on, :now
       from designations where tenant_id = :tenant""",
    """insert into unit_counters (tenant_id, id, unit_id, kind, total, held, in_force)
       select c.tenant_id, uuidv7(), c.id, 'building', n.total, n.total, n.total
       from units c join (
           select coalesce(p.id, r.id) as id, count(*) as total
           from units u join units r on r.tenant_id = u.tenant_id and r.parent_id is null
           join units p on p.tenant_id = u.tenant_id and p.id = u.parent_id
           where u.tenant_id = :tenant and u.kind = 'building' group by grouping sets (p.id, r.id)
       ) n on n.id = c.id where c.tenant_id = :tenant""",
    "analyze",
)


_FLOOR = (
    """update designations set status = 'active', warned_for = '{}', ended_on = null, revision = revision + 1
       where tenant_id = :tenant and status <> 'active'""",
    """insert into designation_changes (tenant_id, id, designation_id, ordinal, change, cause, effective_on, at)
       select tenant_id, uuidv7(), designation_id, ordinal + 1, change, cause, effective_on, at
       from designation_changes where tenant_id = :tenant and ordinal = 2""",
    """insert into outbox_messages (tenant_id, id, created_at, topic, payload)
       select tenant_id, uuidv7(), created_at, topic, payload from outbox_messages where tenant_id = :tenant""",
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


async def backend(session: AsyncSession) -> psutil.Process:
    """Find the process of the server that works for a session."""
    return psutil.Process((await session.execute(text("select pg_backend_pid()"))).scalar_one())


def cpu(process: psutil.Process) -> float:
    """Tell the seconds of processor a process has used."""
    times = process.cpu_times()
    return float(times.user + times.system)


async def found(
    database: Database, owner: AsyncEngine, count: int, changing: int
) -> tuple[TenantInfo, datetime]:
    """Bring a district on board with so many named units, of which so many change the day after."""
    tenant = await onboard(database, NOW, SCHEME)
    given = {
        "tenant": tenant.id,
        "now": NOW,
        "today": NOW.date(),
        "units": count,
        "expiring": changing // 2,
        "disinfected": (count - changing + changing // 2) // PER_COMMUNITY,
        "per": PER_COMMUNITY,
        "communities": -(-count // PER_COMMUNITY),
    }
    async with owner.begin() as connection:
        for statement in _FOUND:
            asked = text(statement)
            await connection.execute(asked, {name: given[name] for name in asked.compile().params})
    return tenant, NOW + timedelta(days=1)


async def measure(database: Database, owner: AsyncEngine, count: int, changing: int) -> None:
    """Sweep the day after, and again; say how long each took in all and in the database."""
    tenant, day_after = await found(database, owner, count, changing)
    meter = Meter()
    event.listen(database.runtime.sync_engine, "before_cursor_execute", meter.before)
    event.listen(database.runtime.sync_engine, "after_cursor_execute", meter.after)
    context = OperationContext(SYSTEM, database.of(tenant), clock=lambda: day_after)
    for what in ("swept", "swept again"):
        async with context.begin() as session:
            server = await backend(session)
            meter.statements, meter.seconds, started, used = 0, 0.0, perf_counter(), cpu(server)
            tx = Transaction(session, context, day_after, context.today())
            changed = await sweep_names(tx, context.today())
            await tx.records.write()
            took, used = perf_counter() - started, cpu(server) - used
        say(
            f"{what}: {changed} of {count} names changed in {took:.2f} s, {meter.seconds:.2f} s of them waiting for "
            f"the database, which worked {used:.2f} s on {meter.statements} statements"
        )
    async with context.begin() as session:
        server, written = await backend(session), 0
        started, used = perf_counter(), cpu(server)
        for statement in _FLOOR:
            written += (await session.execute(text(statement), {"tenant": tenant.id})).rowcount
        took, used = perf_counter() - started, cpu(server) - used
        say(f"the floor: {written} rows in {took:.2f} s, the database worked {used:.2f} s")
    await database.dispose()
    await owner.dispose()


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
        runtime, platform = (server.url(user) for user in ("wuyi_runtime", "wuyi_platform"))
        database = Database.open(runtime, platform, statement_timeout_ms=600_000)
        asyncio.run(measure(database, create_engine(server.url()), count, changing))


if __name__ == "__main__":
    main()
