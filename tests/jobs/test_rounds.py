"""The worker: numbers the outbox, forgets what served its time, lets one tenant's trouble be its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.testing import capture_logs

from api.worker import CLEANING_INTERVAL, Worker
from authz.sign_in import sign_in
from authz.tables import AccessToken
from schema.units.tables import Unit, UnitCounter, UnitCounterDelta
from tenants.base import new_id, utc_now
from tenants.database import Database, TenantDatabase, TenantInfo
from tenants.idempotency import IdempotencyKey
from tenants.outbox import OutboxMessage
from tests.api.conftest import Place, make_place, make_settings
from tests.api.test_tenancy import change
from tests.authz.district import PASSWORD
from tests.builders.databases import Urls
from tests.jobs.desk import work


@pytest.fixture
async def fresh_place(database: Database) -> Place:
    return await make_place(database)


@pytest.fixture
def worker(database: Database, urls: Urls) -> Worker:
    return Worker(database, make_settings(urls, worker_seconds=0.01))


async def publish(place: Place, *topics: str) -> None:
    async with place.district.view.begin() as session:
        for topic in topics:
            session.add(OutboxMessage(id=new_id(), created_at=utc_now(), topic=topic, payload={}))


async def sequences(place: Place) -> list[tuple[str, int | None]]:
    async with place.district.view.read() as session:
        rows = await session.execute(
            select(OutboxMessage.topic, OutboxMessage.sequence).order_by(OutboxMessage.created_at)
        )
    return [(row.topic, row.sequence) for row in rows]


async def count(place: Place, table: type[Any]) -> int:
    async with place.district.view.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_what_was_counted_is_added_to_the_counters(worker: Worker, fresh_place: Place) -> None:
    async with fresh_place.district.view.begin() as session:
        unit = await session.scalar(select(Unit).limit(1))
        assert unit is not None
        session.add(UnitCounter(unit_id=unit.id, kind="group", total=2))
        session.add_all(
            UnitCounterDelta(unit_id=unit.id, kind="group", held=1, in_force=shown) for shown in (1, 0)
        )
    await worker.run_once()
    async with fresh_place.district.view.read() as session:
        counter = (await session.scalars(select(UnitCounter).where(UnitCounter.kind == "group"))).one()
    assert (counter.total, counter.held, counter.in_force) == (2, 2, 1)
    assert await count(fresh_place, UnitCounterDelta) == 0


async def test_messages_are_numbered_in_order(worker: Worker, fresh_place: Place) -> None:
    await publish(fresh_place, "a", "b")
    assert (await worker.run_once()).numbered >= 2
    await publish(fresh_place, "c")
    await worker.run_once()
    assert await sequences(fresh_place) == [("a", 1), ("b", 2), ("c", 3)]


async def test_suspended_tenants_are_left_alone(
    worker: Worker, database: Database, fresh_place: Place
) -> None:
    await publish(fresh_place, "a")
    await change(database, fresh_place, status="suspended")
    await worker.run_once()
    assert await sequences(fresh_place) == [("a", None)]
    await change(database, fresh_place, status="active")
    await worker.run_once()
    assert await sequences(fresh_place) == [("a", 1)]


async def test_what_served_its_time_is_forgotten_and_nothing_else(
    database: Database, urls: Urls, fresh_place: Place
) -> None:
    now = utc_now()
    district = fresh_place.district
    district.clock.now = now - timedelta(hours=13)
    await sign_in(district.context(), "li.wei", PASSWORD)
    async with district.view.begin() as session:
        for key, age in (("old", 31), ("young", 29)):
            session.add(
                IdempotencyKey(
                    id=new_id(),
                    actor_id=new_id(),
                    key=key,
                    operation="x",
                    input_digest=b"x",
                    created_at=now - timedelta(days=age),
                )
            )
    assert (await count(fresh_place, AccessToken), await count(fresh_place, IdempotencyKey)) == (2, 2)
    worker = Worker(database, make_settings(urls), lambda: now)
    await work(worker)
    assert (await count(fresh_place, AccessToken), await count(fresh_place, IdempotencyKey)) == (1, 1)
    async with district.view.read() as session:
        assert await session.scalar(select(IdempotencyKey.key)) == "young"


async def test_operators_sessions_are_forgotten_once_an_hour(
    database: Database, urls: Urls, fresh_place: Place
) -> None:
    times = [utc_now()]
    worker = Worker(database, make_settings(urls), lambda: times[0])
    await worker.run_once()
    first = worker.cleaned_at
    for passed, cleaned in ((CLEANING_INTERVAL / 2, False), (CLEANING_INTERVAL, True)):
        assert first is not None
        times[0] = first + passed
        await worker.run_once()
        assert (worker.cleaned_at != first) is cleaned


async def test_one_tenants_failure_is_its_own(
    worker: Worker, database: Database, fresh_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = await make_place(database)
    for place in (broken, fresh_place):
        await publish(place, "a")
    begin = TenantDatabase.begin

    @asynccontextmanager
    async def failing(self: TenantDatabase) -> AsyncIterator[AsyncSession]:
        tenant: TenantInfo = self.tenant
        if tenant.slug == broken.slug:
            raise RuntimeError("out of order")
        async with begin(self) as session:
            yield session

    monkeypatch.setattr(TenantDatabase, "begin", failing)
    with capture_logs() as logs:
        result = await worker.run_once()
    monkeypatch.undo()
    assert set(result.failed) == {broken.slug}
    assert {entry["tenant"] for entry in logs if entry["event"] == "tenant failed"} == {broken.slug}
    assert await sequences(fresh_place) == [("a", 1)]
    assert await sequences(broken) == [("a", None)]
    await worker.run_once()
    assert await sequences(broken) == [("a", 1)]


async def test_it_works_on_until_cancelled(worker: Worker, fresh_place: Place) -> None:
    working = asyncio.create_task(worker.run())
    for topic in ("a", "b"):
        await publish(fresh_place, topic)
        while (await sequences(fresh_place))[-1][1] is None:  # noqa: ASYNC110 - the database tells no event
            await asyncio.sleep(0.01)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working


async def test_it_outlives_an_outage(urls: Urls) -> None:
    worker = Worker(
        Database.open(*["postgresql+asyncpg://x@127.0.0.1:1/none"] * 2),
        make_settings(urls, worker_seconds=0.001),
    )
    with capture_logs() as logs:
        working = asyncio.create_task(worker.run())
        while len(logs) < 3:  # noqa: ASYNC110 - the log tells no event
            await asyncio.sleep(0.01)
        working.cancel()
    assert {entry["event"] for entry in logs} == {"round failed"}
