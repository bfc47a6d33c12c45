"""Transactions of several tenants, interleaved over a small pool: none sees a row of another."""

import asyncio
import random
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from tenants.database import Database
from tests.builders.databases import Urls
from tests.builders.district import District, make_district

CALLERS = 24
SEEN = text("select distinct tenant_id from units union select distinct tenant_id from officials")


class Upset(Exception):  # noqa: N818 - the tests' own way out of a transaction
    """Ends a transaction in the middle."""


@pytest.fixture
async def narrow(urls: Urls) -> AsyncIterator[Database]:
    """Give a pool much smaller than its callers are many."""
    opened = Database.open(urls.runtime, urls.platform, pool_size=3)
    yield opened
    await opened.dispose()


async def leaks(database: Database, districts: list[District], transactions: int, luck: float = 1) -> int:
    """Run so many transactions, some broken off or cancelled, and count those that saw a foreign row.

    With little `luck` to draw from, none is broken off, which would end its connection.
    """
    chance = random.Random(20221120)
    turns = iter([(chance.choice(districts), chance.uniform(0, luck)) for _ in range(transactions)])
    leaked = 0

    async def look(district: District, luck: float) -> None:
        nonlocal leaked
        view = database.of(district.tenant)
        async with view.read() if luck < 0.5 else view.begin() as session:
            seen = set(await session.scalars(SEEN))
            leaked += seen != {district.tenant.id}
            if luck > 0.9:
                raise Upset
            if luck > 0.8:
                await session.execute(text("select pg_sleep(0.05)"))

    async def caller() -> None:
        for district, luck in turns:
            try:
                async with asyncio.timeout(0.02 if 0.8 < luck <= 0.9 else None):
                    await look(district, luck)
            except (Upset, TimeoutError):
                continue
            async with database.register() as session:
                leaked_here = bool((await session.scalars(SEEN)).all())
            nonlocal leaked
            leaked += leaked_here

    async with asyncio.TaskGroup() as group:
        for _ in range(CALLERS):
            group.create_task(caller())
    return leaked


async def test_interleaved_transactions_leak_nothing(database: Database, narrow: Database) -> None:
    """500 transactions of four tenants over a handful of connections, with rollbacks and cancellations."""
    districts = [await make_district(database) for _ in range(4)]
    assert await leaks(narrow, districts, 500) == 0


@pytest.mark.campaign
async def test_campaign_interleaved_transactions_leak_nothing(database: Database, narrow: Database) -> None:
    districts = [await make_district(database) for _ in range(8)]
    assert await leaks(narrow, districts, 10_000) == 0


async def test_the_count_of_leaks_counts(database: Database, narrow: Database) -> None:
    """The twin: a session-wide setting, as it must never be made, is seen as leaks."""
    one, two = [await make_district(database) for _ in range(2)]
    async with narrow.runtime.connect() as connection:
        await connection.execute(
            text("select set_config('app.tenant_id', :id, false)"), {"id": str(one.tenant.id)}
        )
        await connection.commit()
    async with narrow.register() as session:
        assert set(await session.scalars(SEEN)) == {one.tenant.id}
    assert await leaks(narrow, [two], 50, luck=0.5) > 0
