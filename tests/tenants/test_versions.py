"""Versions: what was read is trusted while nothing changed, and while somebody still tells."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from tenants.connections import connect_as
from tenants.database import RUNTIME_ROLE, Database
from tenants.kept import Kept, Reading
from tenants.tables import Tenant
from tenants.versions import (
    ACCESS_TABLES,
    REGISTER,
    Versions,
    access_of,
    appending,
    forget_versions,
)
from tests.builders.databases import Urls
from tests.builders.district import District, make_district

NOW = datetime(2022, 11, 20, 4, tzinfo=UTC)
TOUCH = text("update units set revision = revision")


class Watch:
    """A clock of seconds that goes when told."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def elsewhere(watch: Watch) -> Versions:
    """Give the versions of another process."""
    return Versions(watch)


@pytest.fixture
async def line(urls: Urls) -> AsyncIterator[asyncpg.Connection]:
    """Give the connection of another process that asks for versions."""
    connection = await connect_as(urls.runtime, RUNTIME_ROLE)
    yield connection
    await connection.close()


@pytest.fixture
async def district(database: Database) -> District:
    return await make_district(database)


async def test_another_process_learns_of_a_commit_by_asking(
    district: District, elsewhere: Versions, line: asyncpg.Connection
) -> None:
    mine = district.tenant.id
    await elsewhere.poll(line)
    before, other = elsewhere.of(mine), elsewhere.of(uuid.uuid4())
    async with district.database.begin(district.tenant.id) as session:
        await session.execute(TOUCH)
    assert elsewhere.of(mine) == before
    await elsewhere.poll(line)
    assert elsewhere.of(mine) != before
    assert elsewhere.of(uuid.uuid4()) == other
    again = elsewhere.of(mine)
    await elsewhere.poll(line)
    assert elsewhere.of(mine) == again, "told once"


async def test_the_writing_process_knows_at_once(district: District) -> None:
    versions = district.database.versions
    before = versions._changes[district.tenant.id]
    async with district.database.begin(district.tenant.id) as session:
        await session.execute(TOUCH)
    assert versions._changes[district.tenant.id] > before


@pytest.mark.parametrize("table", [None, *sorted(ACCESS_TABLES)])
async def test_who_may_do_what_has_a_version_of_its_own(
    district: District, elsewhere: Versions, line: asyncpg.Connection, table: str | None
) -> None:
    """It stands through all other work of the district, and falls with whatever a caller is told by."""
    access, own = access_of(district.tenant.id), district.database.versions
    await elsewhere.poll(line)
    before = elsewhere.of(access), own._changes[access]
    async with district.database.begin(district.tenant.id) as session:
        await session.execute(TOUCH)
        if table is not None:
            ended = {"memberships": "valid_until", "officials": "disabled_at"}.get(table, "revoked_at")
            await session.execute(text(f"update {table} set {ended} = {ended}"))
    await elsewhere.poll(line)
    after = elsewhere.of(access), own._changes[access]
    assert (before[0] != after[0], before[1] != after[1]) == (table is not None,) * 2


@pytest.mark.parametrize("ending", ["reads only", "is undone"])
async def test_nothing_is_told_of_a_transaction_that(
    district: District, elsewhere: Versions, line: asyncpg.Connection, ending: str
) -> None:
    await elsewhere.poll(line)
    before = elsewhere.of(district.tenant.id)
    try:
        async with district.database.begin(district.tenant.id) as session:
            await session.execute(text("select count(*) from units"))
            if ending == "is undone":
                await session.execute(TOUCH)
                raise LookupError
    except LookupError:
        pass
    await elsewhere.poll(line)
    assert elsewhere.of(district.tenant.id) == before


async def test_a_commit_that_comes_late_is_not_missed(
    database: Database, elsewhere: Versions, line: asyncpg.Connection
) -> None:
    """The first to begin commits last, and others committed and were told of in between: its number is lower."""
    early, late = [await make_district(database) for _ in range(2)]
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with early.database.begin(early.tenant.id) as session:
            await session.execute(TOUCH)
            begun.set()
            await go_on.wait()

    writing = asyncio.create_task(slow())
    await begun.wait()
    await elsewhere.poll(line)
    for _ in range(3):
        async with late.database.begin(late.tenant.id) as session:
            await session.execute(TOUCH)
        told = elsewhere.of(late.tenant.id)
        await elsewhere.poll(line)
        assert elsewhere.of(late.tenant.id) != told
    before = elsewhere.of(early.tenant.id)
    go_on.set()
    await writing
    await elsewhere.poll(line)
    assert elsewhere.of(early.tenant.id) != before


async def test_the_register_has_a_version_of_its_own(
    database: Database, district: District, elsewhere: Versions, line: asyncpg.Connection
) -> None:
    await elsewhere.poll(line)
    before = elsewhere.of(REGISTER), elsewhere.of(district.tenant.id)
    async with database.begin_platform() as session:
        await session.get(Tenant, district.tenant.id, with_for_update=True)
    await elsewhere.poll(line)
    assert elsewhere.of(REGISTER) != before[0]
    assert elsewhere.of(district.tenant.id) == before[1]


async def test_silence_is_not_trusted(elsewhere: Versions, watch: Watch, line: asyncpg.Connection) -> None:
    """Frozen, cut off or never asked: after a second nothing that was kept is believed."""
    assert elsewhere.of(REGISTER) is None, "nobody has asked yet"
    await elsewhere.poll(line)
    known = elsewhere.of(REGISTER)
    assert known is not None
    watch.seconds += 0.9
    assert elsewhere.of(REGISTER) == known
    watch.seconds += 0.2
    assert elsewhere.of(REGISTER) is None
    await elsewhere.poll(line)
    assert elsewhere.of(REGISTER) == known, "nothing changed meanwhile, and rows tell so"
    watch.seconds += 3_600
    await elsewhere.poll(line)
    assert elsewhere.of(REGISTER) != known, "after an hour the rows may be gone"


async def test_an_answer_counts_from_when_it_was_asked_for(elsewhere: Versions, watch: Watch) -> None:
    class Slow:
        async def fetch(self, *_: object) -> list[dict[str, object]]:
            watch.seconds += 5
            return [{"horizon": 10, "xid": None, "subject": None}]

    await elsewhere.poll(Slow())
    assert elsewhere.of(REGISTER) is None


async def test_a_database_restored_from_a_copy_is_noticed(elsewhere: Versions) -> None:
    class Answers:
        horizon = 100

        async def fetch(self, *_: object) -> list[dict[str, object]]:
            return [{"horizon": self.horizon, "xid": None, "subject": None}]

    answers = Answers()
    await elsewhere.poll(answers)
    before = elsewhere.of(REGISTER)
    await elsewhere.poll(answers)
    assert elsewhere.of(REGISTER) == before
    answers.horizon = 40
    await elsewhere.poll(answers)
    assert elsewhere.of(REGISTER) != before


async def test_following_outlives_an_outage(
    elsewhere: Versions, line: asyncpg.Connection, urls: Urls
) -> None:
    tries = 0

    async def connect() -> asyncpg.Connection:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise ConnectionRefusedError
        return await connect_as(urls.runtime, RUNTIME_ROLE)

    following = asyncio.create_task(elsewhere.follow(connect))
    while elsewhere.of(REGISTER) is None:  # noqa: ASYNC110 - it tells by being trusted
        await asyncio.sleep(0.01)
    following.cancel()
    assert isinstance((await asyncio.gather(following, return_exceptions=True))[0], asyncio.CancelledError)
    assert tries == 2


async def test_old_rows_are_forgotten_and_the_latest_stay(
    database: Database, district: District, owner: AsyncEngine
) -> None:
    async with district.database.begin(district.tenant.id) as session:
        await session.execute(TOUCH)
    async with owner.begin() as connection:
        await connection.execute(text(appending([REGISTER])))
        await connection.execute(
            text("insert into versions (xid, subject, at) values (1, :id, now() - interval '2 hours')"),
            {"id": district.tenant.id},
        )
    async with database.begin_platform() as session:
        await forget_versions(session, datetime.now(UTC) - timedelta(hours=1))
    async with owner.connect() as connection:
        rows = await connection.scalars(
            text("select xid from versions where subject = :id"), {"id": district.tenant.id}
        )
        kept = list(rows)
    assert kept
    assert 1 not in kept


async def test_what_is_kept_ends_with_its_version_or_its_hour(
    elsewhere: Versions, watch: Watch, line: asyncpg.Connection
) -> None:
    kept: Kept[int] = Kept(elsewhere, 2)
    read = 0

    async def look() -> Reading[int]:
        nonlocal read
        read += 1
        return Reading(read, NOW + timedelta(hours=1))

    tenant = uuid.uuid4()

    async def ask(now: datetime = NOW) -> int:
        return await kept.get(tenant, "key", now, look)

    assert [await ask(), await ask()] == [1, 2], "nothing is trusted before somebody asked for versions"
    await elsewhere.poll(line)
    assert [await ask(), await ask()] == [3, 3]
    elsewhere.changed(uuid.uuid4())
    assert await ask() == 3
    elsewhere.changed(tenant)
    assert await ask() == 4
    assert await ask(NOW + timedelta(hours=1)) == 5, "its hour has come"
    watch.seconds += 2
    assert await ask() == 6
