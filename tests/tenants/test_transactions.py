"""Transactions: begun and bound in one message, on a connection that lives, and never left open in the pool."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from asyncpg import ReadOnlySQLTransactionError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from tenants.database import Database
from tests.builders.databases import Urls
from tests.builders.district import District, make_district

SETTINGS = text(
    "select current_setting('app.tenant_id', true), current_setting('timezone'), current_setting('jit'),"
    " current_setting('statement_timeout'), current_setting('transaction_isolation'),"
    " current_setting('transaction_read_only')"
)
BACKEND = text("select pg_backend_pid()")


class Upset(Exception):  # noqa: N818 - the tests' own way out of a transaction
    """Ends a transaction in the middle."""


@pytest.fixture
async def narrow(urls: Urls) -> AsyncIterator[Database]:
    """Give pools of two connections."""
    opened = Database.open(urls.runtime, urls.platform, pool_size=2, statement_timeout_ms=60_000)
    yield opened
    await opened.dispose()


@pytest.fixture
async def district(database: Database) -> District:
    return await make_district(database)


async def test_settings_are_those_of_the_transaction_and_end_with_it(
    narrow: Database, district: District
) -> None:
    bound = str(district.tenant.id)
    async with narrow.read(district.tenant.id) as session:
        assert (await session.execute(SETTINGS)).one() == (
            bound,
            "UTC",
            "off",
            "1min",
            "repeatable read",
            "on",
        )
    async with narrow.begin(district.tenant.id) as session:
        assert (await session.execute(SETTINGS)).one() == (
            bound,
            "UTC",
            "off",
            "1min",
            "read committed",
            "off",
        )
    async with narrow.register() as session:
        assert (await session.execute(SETTINGS)).one()[0] in ("", None)


async def test_a_reading_refuses_writes(narrow: Database, district: District) -> None:

    async def write() -> None:
        async with narrow.read(district.tenant.id) as session:
            await session.execute(text("update units set name = 'x'"))

    with pytest.raises(DBAPIError) as refused:
        await write()
    assert isinstance(refused.value.__cause__.__cause__, ReadOnlySQLTransactionError)  # type: ignore[union-attr]
    async with narrow.begin(district.tenant.id) as session:
        await session.execute(text("update units set name = name"))


async def kill(owner: AsyncEngine, *backends: int) -> None:
    """End connections from outside, and wait until they are gone."""
    async with owner.connect() as connection:
        await connection.execute(
            text("select pg_terminate_backend(pid, 5000) from unnest(cast(:pids as int[])) pid"),
            {"pids": list(backends)},
        )


async def backends(database: Database, district: District) -> list[int]:
    """Open two transactions at once and tell who serves them."""
    async with database.read(district.tenant.id) as one, database.read(district.tenant.id) as two:
        return [await one.scalar(BACKEND), await two.scalar(BACKEND)]


async def test_dead_connections_are_noticed_when_a_transaction_begins(
    narrow: Database, district: District, owner: AsyncEngine
) -> None:
    """Both connections of the pool die while nobody uses them: nobody who comes after notices."""
    dead = await backends(narrow, district)
    await kill(owner, *dead)
    async with narrow.begin(district.tenant.id) as session:
        assert await session.scalar(BACKEND) not in dead
    await kill(owner, *await backends(narrow, district))
    alive = await backends(narrow, district)
    assert not set(alive) & set(dead)


async def test_a_connection_that_dies_in_the_middle_is_no_reason_to_begin_anew(
    narrow: Database, district: District, owner: AsyncEngine
) -> None:
    """What was done may depend on what was read: the caller is told, and the next finds a good connection."""

    async def die() -> None:
        async with narrow.begin(district.tenant.id) as session:
            await kill(owner, await session.scalar(BACKEND))
            await session.execute(BACKEND)

    with pytest.raises(DBAPIError):
        await die()
    async with narrow.read(district.tenant.id) as session:
        assert await session.scalar(BACKEND)


async def test_whatever_ends_a_transaction_leaves_none_open(narrow: Database, district: District) -> None:
    async def upset() -> None:
        async with narrow.begin(district.tenant.id) as session:
            await session.execute(text("update units set name = 'never'"))
            raise Upset

    async def cancelled() -> None:
        async with asyncio.timeout(0.05), narrow.begin(district.tenant.id) as session:
            await session.execute(text("update units set name = 'never'"))
            await session.execute(text("select pg_sleep(5)"))

    for _ in range(3):
        with pytest.raises(Upset):
            await upset()
        with pytest.raises(TimeoutError):
            await cancelled()
    seen = await backends(narrow, district)
    assert len(set(seen)) == 2
    async with narrow.read(district.tenant.id) as session:
        assert not await session.scalar(text("select count(*) from units where name = 'never'"))


async def test_a_connection_that_comes_back_amid_a_transaction_is_closed(
    narrow: Database, district: District
) -> None:
    """The twin of all above: even code that begins by itself and forgets to end leaves nothing behind."""
    async with narrow.runtime.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute(f"begin; set local app.tenant_id = '{district.tenant.id}'")
        forgotten = await connection.scalar(BACKEND)
    async with narrow.register() as session:
        assert await session.scalar(BACKEND) != forgotten
