"""How long a what-if over a whole district takes, as a worker does it: prints figures, asserts nothing.

`python -m benchmarks.simulate [BUILDINGS]` makes a district of its own in an embedded PostgreSQL, has a real worker run
`startSimulation` over it, watches its progress, and throws the district away. Beside it: the CPU one evaluation
takes with its facts loaded.
"""

import asyncio
import sys
import tempfile
import uuid
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy import insert, select

from api.embedded import embedded_postgres
from api.settings import Settings
from api.worker import Worker
from authz.actions import Role
from authz.context import Actor, Grant, OperationContext
from authz.tables import Official
from benchmarks.onboarding import onboard
from schema.criteria.loading import load_census
from schema.criteria.rules import evaluate_against
from schema.guidelines.repository.templates import load_template
from schema.migrations import upgrade
from schema.simulations.operations import StartSimulation, start_simulation
from schema.simulations.repository import get
from schema.units import repository as units
from schema.units.tables import Unit
from tenants.base import new_id
from tenants.database import Database, TenantDatabase, TenantInfo
from tenants.jobs import Job

NOW = datetime(2022, 11, 20, 4, tzinfo=UTC)
PER_COMMUNITY = 100
SAMPLE = 2_000


async def found(database: Database, buildings: int) -> TenantInfo:
    """Bring a district on board with one street, and a community for each hundred buildings."""
    tenant = await onboard(database, NOW)
    async with database.of(tenant).begin() as session:
        root = await units.get_root(session)
        if root is None:
            raise RuntimeError("a district has a root")
        street = _row(tenant, "S", "street", root.id, root.path)
        communities = [
            _row(tenant, f"C{number}", "community", street["id"], street["path"])
            for number in range(-(-buildings // PER_COMMUNITY))
        ]
        rows = [
            _row(tenant, f"B{number}", "building", at["id"], at["path"])
            for number in range(buildings)
            for at in (communities[number // PER_COMMUNITY],)
        ]
        for batch in ([street], communities, rows):
            await session.execute(insert(Unit), batch)
    return tenant


def _row(tenant: TenantInfo, code: str, kind: str, parent: uuid.UUID, above: str) -> dict[str, object]:
    return {
        "tenant_id": tenant.id,
        "id": new_id(),
        "code": code,
        "name": code,
        "kind": kind,
        "parent_id": parent,
        "path": f"{above}.{code}",
        "created_at": NOW,
        "revision": 1,
    }


async def commission(view: TenantDatabase) -> OperationContext:
    """Let the district's administrator act as its health commission."""
    async with view.read() as session:
        official = (await session.scalars(select(Official))).one()
        root = await units.get_root(session)
    if root is None:
        raise RuntimeError("a district has a root")
    grant = Grant(new_id(), Role.COMMISSION, root.id, root.path)
    return OperationContext(
        Actor("official", official.id, grants=(grant,)), view, trace_id="bench", clock=lambda: NOW
    )


async def simulate(database: Database, tenant: TenantInfo, settings: Settings) -> None:
    """Have a worker put a longer window to every unit, and tell its progress while it does."""
    view = database.of(tenant)
    source = load_template("wenlong").text.replace("days: 8, basis", "days: 14, basis")
    command = StartSimulation(idempotency_key="bench", source=source)
    simulation = await start_simulation(await commission(view), command)
    worker = Worker(database, settings, lambda: NOW)
    started = perf_counter()
    await worker.run_once()
    while worker.turns:
        await asyncio.sleep(2)
        async with view.read() as session:
            job = (await session.scalars(select(Job).where(Job.kind == "simulation"))).one()
        say(f"  {job.state}: {job.done} of {job.total} units, {perf_counter() - started:.1f} s")
    async with view.read() as session:
        row = await get(session, simulation.id)
    say(f"simulation by a worker: {perf_counter() - started:.1f} s (goal: 60 s for 10,000 buildings)")
    say(f"  passing {row.passing}, failing {row.failing}, gaining {row.gaining}, losing {row.losing}")


async def evaluate(database: Database, tenant: TenantInfo) -> None:
    """Judge units with their facts loaded, and tell the CPU each took."""
    async with database.of(tenant).read() as session:
        started = perf_counter()
        census = await load_census(session, NOW.date())
        say(f"facts of {len(census)} units in a fixed number of statements: {perf_counter() - started:.1f} s")
    guideline = load_template("wenlong").guideline
    judged = [unit for unit in census if unit.kind == "building"][:SAMPLE]
    began = process_time()
    for unit in judged:
        evaluate_against(guideline, unit.facts)
    milliseconds = (process_time() - began) / len(judged) * 1_000
    say(f"one building against wenlong, facts loaded: {milliseconds:.2f} ms of CPU (goal: 5 ms)")


async def measure(runtime: str, platform: str, buildings: int) -> None:
    """Found the district and print all figures."""
    database = Database.open(runtime, platform)
    settings = Settings(runtime_database_url=runtime, platform_database_url=platform, secret="0" * 32)
    tenant = await found(database, buildings)
    await simulate(database, tenant, settings)
    await evaluate(database, tenant)
    await database.dispose()


def say(line: str) -> None:
    """Print a figure as soon as it is known."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Run the benchmark on as many buildings as told, 10,000 unless told."""
    buildings = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with (
        tempfile.TemporaryDirectory(prefix="wuyi-bench-") as folder,
        embedded_postgres(Path(folder), durable=False) as server,
    ):
        upgrade(server.url("postgres"))
        asyncio.run(measure(server.url("wuyi_runtime"), server.url("wuyi_platform"), buildings))


if __name__ == "__main__":
    main()
