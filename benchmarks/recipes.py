"""The two seeded databases: ten equal districts for reads, and for growth many small ones and three large."""

from pathlib import Path

from api.embedded import EmbeddedPostgres
from benchmarks import districts
from benchmarks.cluster import Place, seeded
from benchmarks.districts import admit, copy_district, found

READ_DISTRICTS, READ_UNITS = 10, 30_000
SMALL_DISTRICTS, SMALL_UNITS = 3_000, 40
LARGE_UNITS = {"large": 10_000, "larger": 100_000, "largest": 1_000_000}


def reads(server: EmbeddedPostgres) -> Place:
    """Give the database of ten districts, of 30,000 buildings each."""
    return seeded(server, "reads", _reads, Path(__file__), districts.SOURCE)


def growth(server: EmbeddedPostgres) -> Place:
    """Give the database of 3,000 districts of 40 buildings, and of 10⁴, 10⁵ and 10⁶ in one district each."""
    return seeded(server, "growth", _growth, Path(__file__), districts.SOURCE)


async def _reads(place: Place) -> None:
    await found(place, "bench", READ_UNITS)
    owner = await place.connect()
    await owner.execute("set session_replication_role = replica")
    await copy_district(owner, "bench", READ_DISTRICTS - 1)
    # Else PostGraphile hides the condition (PgIndexBehaviorsPlugin), and cannot ask for names that are borne.
    await owner.execute(
        "create index ix_designations_bench_status on designations (tenant_id, unit_id, status)"
    )
    await admit(owner)
    await owner.close()


async def _growth(place: Place) -> None:
    await found(place, "small", SMALL_UNITS)
    for slug, units in LARGE_UNITS.items():
        await found(place, slug, units)
    owner = await place.connect()
    await owner.execute("set session_replication_role = replica")
    await copy_district(owner, "small", SMALL_DISTRICTS - 1)
    await admit(owner)
    await owner.close()
