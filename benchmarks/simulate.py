"""How long a what-if takes over a whole district: prints figures, asserts nothing.

`python -m benchmarks.simulate [BUILDINGS]` makes a district of its own in an embedded PostgreSQL and throws it away.
"""

import asyncio
import sys
import tempfile
import uuid
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from sqlalchemy import insert

from api.embedded import embedded_postgres
from schema.consequences.simulation import simulate_guideline
from schema.criteria.census import load_census
from schema.districts.operations import Administrator, onboard_district
from schema.districts.rules import District
from schema.guidelines.rules import check
from schema.guidelines.templates import load_template
from schema.migrations import upgrade
from schema.units import repository as units
from schema.units.tables import Unit
from tenants.base import new_id
from tenants.database import Database, TenantInfo, create_engine
from tenants.register import info_of

NOW = datetime(2022, 11, 20, 4, tzinfo=UTC)
PER_COMMUNITY = 100
PROGRESS_EVERY = 2_000


async def found(database: Database, buildings: int) -> TenantInfo:
    """Bring a district on board with one street, and a community for each hundred buildings."""
    administrator = Administrator(
        username="admin",
        display_name="管理员",
        password="a benchmark's own password",  # noqa: S106 - of a database thrown away
    )
    district = District(slug="bench", name="区", template="wenlong", division_code="500110")
    tenant = info_of(await onboard_district(database, uuid.uuid4(), district, administrator, NOW))
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


async def measure(database: Database, buildings: int) -> None:
    """Load all facts, judge every unit under two guidelines, and say how long each took."""
    tenant = await found(database, buildings)
    current = load_template("wenlong")
    other = check(current.text.replace("days: 8, basis", "days: 14, basis")).guideline
    if other is None:
        raise RuntimeError("the other guideline is valid")
    started = perf_counter()
    async with database.of(tenant).read() as session:
        census = await load_census(session, NOW.date())
    loaded = perf_counter()
    for number, _ in enumerate(simulate_guideline(census, current.guideline, other), 1):
        if number % PROGRESS_EVERY == 0:
            say(f"  {number} units, {perf_counter() - loaded:.1f} s")
    judged = perf_counter()
    say(f"{len(census)} units: facts {loaded - started:.1f} s, evaluations {judged - loaded:.1f} s,")
    say(f"{(judged - loaded) / len(census) / 2 * 1_000:.2f} ms an evaluation")
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
        runtime, platform = (create_engine(server.url(user)) for user in ("wuyi_runtime", "wuyi_platform"))
        asyncio.run(measure(Database(runtime=runtime, platform=platform), buildings))


if __name__ == "__main__":
    main()
