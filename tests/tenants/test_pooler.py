"""Behind a pooler of transactions (PgBouncer 1.18): no statement has a name, and all that is done works."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import text

from api.database import open_database
from api.embedded import EmbeddedPostgres
from authz.actions import Role
from authz.context import ANONYMOUS
from schema.unit_logs.operations import RecordUnitLog, record_unit_log
from tenants.database import Database
from tests.api.conftest import make_settings
from tests.builders.databases import Urls, database, owner, urls
from tests.builders.district import District, key, make_district
from tests.builders.pooler import pgbouncer
from tests.consequences.titled import make_compound, standings
from tests.plans.both import OFFICIAL, PLANNED, PUBLIC
from tests.plans.test_pages import document
from tests.tenants.test_pool import leaks

__all__ = ["database", "owner", "urls"]
NAMED = text("select count(*) from pg_prepared_statements")
KEPT = "select convert_to(count(*)::text, 'UTF8') from pg_prepared_statements"
STATUS = "query($code: String!) { unitStatus(code: $code) { code name titled number } }"


@pytest.fixture
def pooled(server: EmbeddedPostgres, urls: Urls) -> Iterator[Urls]:
    """Address the fresh database through PgBouncer, which has two connections for each role."""
    with pgbouncer(server, urls) as through:
        yield through


@pytest.fixture
async def through(pooled: Urls, urls: Urls) -> AsyncIterator[Database]:
    """Open what is behind it as a deployment does, which tells where the changes are told of."""
    settings = make_settings(pooled, direct_database_url=urls.runtime, statement_timeout_ms=60_000)
    opened = open_database(settings)
    yield opened
    await opened.dispose()


@pytest.mark.parametrize("prepared", [True, False])
async def test_statements_have_names_only_where_they_may(urls: Urls, prepared: bool) -> None:
    direct = None if prepared else urls.runtime
    for told, settings in (
        (None, make_settings(urls, direct_database_url=direct, pool_size=1)),
        (prepared, make_settings(urls, prepared_statements=prepared, pool_size=1)),
    ):
        assert settings.prepared_statements is told
        opened = open_database(settings)
        assert opened.readers is not None
        district = await make_district(opened)
        async with district.database.of(district.tenant).read() as session:
            found = [await session.scalar(NAMED) for _ in range(2)]
        assert bool(found[1]) is prepared
        kept = [await opened.readers.read(KEPT, []) for _ in range(2)]
        assert (kept[1] != b"0") is prepared
        await opened.dispose()


async def test_transactions_of_many_tenants_leak_nothing(through: Database) -> None:
    """500 over two connections, with rollbacks and cancellations; more callers than connections of either side."""
    districts = [await make_district(through) for _ in range(4)]
    assert await leaks(through, districts, 500) == 0


async def test_reads_writes_plans_and_bundles_work(through: Database) -> None:
    """Names are given, a page is read by plans and by resolvers at once, and work is logged meanwhile."""
    district = await make_compound(through)
    assert await standings(district, "B1", "B2", "X1") == {"B1": "active", "B2": "active", "X1": "active"}
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    community = await district.official(Role.COMMUNITY, "C1")
    page, unit = document("unit"), await district.unit("B1")

    async def read(code: str) -> bool:
        asked = {"code": code, "childrenFirst": 50, "householdsFirst": 20}
        planned, resolved = await OFFICIAL.ask(headquarters, page, **asked)
        return planned.decoded["data"]["unit"]["code"] == resolved.decoded["data"]["unit"]["code"] == code

    async def status(code: str) -> bool:
        planned, resolved = await PUBLIC.ask(district.context(ANONYMOUS), STATUS, code=code)
        return planned.plan in PLANNED and planned.encoded == resolved.encoded

    async def log(kind: str) -> bool:
        command = RecordUnitLog(
            idempotency_key=key(), unit_id=unit.id, kind=kind, performed_on=community.today()
        )
        return (await record_unit_log(community, command)).kind == kind

    codes = ("B1", "B2", "X1", "C1") * 5
    done = [*map(read, codes), *map(status, codes), *(log("disinfection") for _ in codes)]
    assert all(await asyncio.gather(*done))


async def test_two_tenants_never_mix_in_plans(through: Database) -> None:
    """A thousand interleaved reads of units with the same codes."""
    pair: list[tuple[str, District]] = []
    for name in ("甲", "乙"):
        district = await make_district(through)
        rows = [(f"S{number}", f"{name}{number}街", "street", "500110") for number in range(20)]
        await district.import_units(*rows)
        pair.append((name, district))

    async def read(number: int) -> bool:
        name, district = pair[number % 2]
        told = await PUBLIC.plan_alone(district.context(ANONYMOUS), STATUS, code=f"S{number % 20}")
        found: bool = told["unitStatus"]["name"] == f"{name}{number % 20}街"
        return found

    assert all(await asyncio.gather(*[read(number) for number in range(1_000)]))
