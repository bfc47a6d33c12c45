"""Sweeps: each comes round at a local time, once however many workers there are, and catches up."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from api.jobs import sweeps_for
from api.worker import Worker
from schema.frame.background import Sweep
from schema.frame.operation import Transaction
from tenants.audit import AuditEntry
from tenants.base import utc_now
from tenants.database import Database, TenantDatabase
from tests.api.conftest import make_settings
from tests.authz.district import District, make_district
from tests.builders.databases import Urls
from tests.jobs.desk import jobs, told, work

SHANGHAI = "Asia/Shanghai"


async def _nothing(_tx: Transaction, _today: date) -> int:
    return 0


async def _tell(tx: Transaction, today: date) -> int:
    tx.publish("told", {"on": today.isoformat()})
    return 1


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(SHANGHAI)).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "occurrence"),
    [
        ("2022-11-20T01:59", "2022-11-19T02:00"),
        ("2022-11-20T02:00", "2022-11-20T02:00"),
        ("2022-11-20T23:59", "2022-11-20T02:00"),
    ],
)
def test_daily_it_comes_round_at_a_local_time(now: str, occurrence: str) -> None:
    assert Sweep("x", _nothing).occurrence(local(now), SHANGHAI) == occurrence


def test_hourly_it_counts_from_the_same_time() -> None:
    sweep = Sweep("x", _nothing, every=timedelta(hours=1), at=time(0, 30))
    assert sweep.occurrence(local("2022-11-20T00:10"), SHANGHAI) == "2022-11-19T23:30"
    assert sweep.occurrence(local("2022-11-20T13:30"), SHANGHAI) == "2022-11-20T13:30"


@given(
    st.datetimes(timezones=st.just(UTC)),
    st.sampled_from([timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)]),
    st.times(),
)
def test_the_latest_occurrence_is_at_most_one_period_old(now: datetime, every: timedelta, at: time) -> None:
    at = at.replace(second=0, microsecond=0)
    occurred = datetime.fromisoformat(Sweep("x", _nothing, every, at).occurrence(now, "UTC")).replace(
        tzinfo=UTC
    )
    assert timedelta(0) <= now - occurred < every
    if every == timedelta(days=1):
        assert occurred.time() == at


def workers(database: Database, urls: Urls, times: list[datetime], number: int = 1) -> list[Worker]:
    return [
        Worker(database, make_settings(urls), lambda: times[0], kinds=(), sweeps=[Sweep("tell", _tell)])
        for _ in range(number)
    ]


async def told_days(view: TenantDatabase) -> list[str]:
    return [message["on"] for message in await told(view)]


async def test_it_comes_round_once_however_many_workers(database: Database, urls: Urls) -> None:
    district = await make_district(database)
    times = [local("2022-11-20T02:00")]
    many = workers(database, urls, times, 3)
    await work(*many)
    assert await told_days(district.view) == ["2022-11-20"]
    times[0] += timedelta(hours=23, minutes=59)
    await work(many[0])
    assert await told_days(district.view) == ["2022-11-20"]
    times[0] += timedelta(minutes=1)
    await work(many[0])
    assert await told_days(district.view) == ["2022-11-20", "2022-11-21"]


async def test_after_an_outage_one_run_catches_up(database: Database, urls: Urls) -> None:
    district = await make_district(database)
    times = [local("2022-11-20T03:00")]
    for days in (0, 5):
        times[0] += timedelta(days=days)
        (worker,) = workers(database, urls, times)
        await work(worker)
    assert await told_days(district.view) == ["2022-11-20", "2022-11-25"]


async def test_what_it_did_is_audited(database: Database, urls: Urls) -> None:
    district = await make_district(database)
    (worker,) = workers(database, urls, [utc_now()])
    await work(worker)
    (job,) = await jobs(district.view)
    async with district.view.read() as session:
        (entry,) = (await session.scalars(select(AuditEntry))).all()
    assert (entry.action, entry.actor_kind, entry.actor_id, entry.detail, entry.entity_id) == (
        "sweep.tell",
        "system",
        None,
        {"count": 1},
        job.id,
    )


async def test_every_registered_sweep_runs(database: Database, urls: Urls) -> None:
    """In a district with nothing to do each succeeds and writes nothing but its own end."""
    district: District = await make_district(database)
    worker = Worker(database, make_settings(urls), kinds=())
    await work(worker)
    found = {job.kind: (job.state, job.error) for job in await jobs(district.view)}
    assert found == {f"sweep.{sweep.name}": ("succeeded", None) for sweep in sweeps_for(make_settings(urls))}
