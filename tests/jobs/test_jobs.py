"""Jobs: wanted with the transaction or not at all, done once, tried again, given up, each tenant's for itself."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, update

from api.worker import Worker
from schema.frame.background import FIRST_PAUSE, LONGEST_PAUSE, pause_after
from tenants.base import utc_now
from tenants.database import Database
from tenants.jobs import Job, enqueue
from tests.api.conftest import make_settings
from tests.authz.district import District, make_district
from tests.builders.databases import Urls
from tests.jobs.desk import KINDS, jobs, order, told, work

OVERDUE = update(Job).where(Job.state == "running").values(leased_until=func.now() - timedelta(seconds=1))
"""As if the lease had passed."""


@pytest.fixture
async def district(database: Database) -> District:
    return await make_district(database)


@pytest.fixture
def worker(database: Database, urls: Urls) -> Worker:
    return Worker(database, make_settings(urls), kinds=KINDS, sweeps=())


async def test_a_job_is_done_and_says_when(worker: Worker, district: District) -> None:
    await order(district.view, "tell", utc_now(), n=1)
    await work(worker)
    assert await told(district.view) == [{"n": 1}]
    (job,) = await jobs(district.view)
    assert (job.state, job.attempts, job.error) == ("succeeded", 1, None)
    assert job.created_at <= job.due_at <= job.started_at <= job.finished_at  # type: ignore[operator]
    assert job.claim is None


async def test_rolled_back_it_was_never_wanted(worker: Worker, district: District) -> None:
    async def undone() -> None:
        async with district.view.begin() as session:
            await enqueue(session, "tell", {}, utc_now())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await undone()
    await work(worker)
    assert (await jobs(district.view), await told(district.view)) == ([], [])


async def test_a_key_names_one_occurrence(worker: Worker, district: District) -> None:
    news = []
    for _ in range(2):
        async with district.view.begin() as session:
            news.append(await enqueue(session, "tell", {}, utc_now(), key="2022-11-20"))
    await work(worker)
    async with district.view.begin() as session:
        news.append(await enqueue(session, "tell", {}, utc_now(), key="2022-11-20"))
    assert (news, len(await told(district.view))) == ([True, False, False], 1)


async def test_what_is_not_due_waits(database: Database, urls: Urls, district: District) -> None:
    now = utc_now()
    times = [now]
    worker = Worker(database, make_settings(urls), lambda: times[0], kinds=KINDS, sweeps=())
    async with district.view.begin() as session:
        await enqueue(session, "tell", {}, now, due_at=now + timedelta(hours=1))
    await work(worker)
    assert await told(district.view) == []
    times[0] = now + timedelta(hours=1)
    await work(worker)
    assert len(await told(district.view)) == 1


@pytest.mark.parametrize(
    ("kind", "attempts", "code"), [("refuse", 3, "NOT_FOUND"), ("break_down", 2, "INTERNAL")]
)
async def test_a_failure_is_tried_again_and_then_given_up(
    database: Database, urls: Urls, district: District, kind: str, attempts: int, code: str
) -> None:
    """Later each time; nothing of an attempt that failed is left, and its code names no person."""
    times = [utc_now()]
    worker = Worker(database, make_settings(urls), lambda: times[0], kinds=KINDS, sweeps=())
    await order(district.view, kind, times[0])
    for number in range(1, attempts):
        await work(worker)
        (job,) = await jobs(district.view)
        assert (job.state, job.attempts, job.error) == ("waiting", number, code)
        assert job.due_at == times[0] + pause_after(number)
        times[0] = job.due_at
    await work(worker)
    (job,) = await jobs(district.view)
    assert (job.state, job.attempts, job.error) == ("dead", attempts, code)
    times[0] += timedelta(days=1)
    await work(worker)
    assert (await jobs(district.view))[0].attempts == attempts
    assert await told(district.view) == []


def test_pauses_double_up_to_an_hour() -> None:
    pauses = [pause_after(number) for number in range(1, 60)]
    assert pauses[:3] == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE


async def test_kinds_of_a_newer_release_are_left_to_it(worker: Worker, district: District) -> None:
    await order(district.view, "from_the_future", utc_now())
    await work(worker)
    assert [(job.state, job.attempts) for job in await jobs(district.view)] == [("waiting", 0)]


async def test_a_job_acts_in_its_tenant_alone(worker: Worker, database: Database, district: District) -> None:
    """Neither does it see the other's rows, nor does the queue."""
    other = await make_district(database)
    await order(district.view, "tell", utc_now(), n=1)
    await work(worker)
    assert (await told(other.view), await jobs(other.view)) == ([], [])
    assert len(await told(district.view)) == 1


async def test_a_flood_and_a_failure_keep_nobody_waiting(
    database: Database, urls: Urls, district: District
) -> None:
    """One place in a lane is all a tenant gets: with a single place, turns go round."""
    worker = Worker(database, make_settings(urls, worker_slots=1), kinds=KINDS, sweeps=())
    await work(worker)
    calm = [await make_district(database) for _ in range(2)]
    for number in range(3):
        await order(district.view, "tell_slowly", utc_now(), n=number, seconds=1.2)
        await order(district.view, "break_down", utc_now())
    for each in calm:
        await order(each.view, "tell_slowly", utc_now(), seconds=0)
        await order(each.view, "tell", utc_now())
    for _ in range(3):
        await worker.run_once()
        await worker.rest()
    assert [len(await told(each.view)) for each in calm] == [2, 2]
    assert len(await told(district.view)) < 3
    await work(worker)
    assert len(await told(district.view)) == 3


async def test_a_lost_claim_leaves_no_trace(database: Database, urls: Urls, district: District) -> None:
    """A worker that was thought dead and comes back is too late: the other's effect is the only one."""
    slow, quick = (Worker(database, make_settings(urls), kinds=KINDS, sweeps=()) for _ in range(2))
    await order(district.view, "tell", utc_now(), n=1)
    claimed = await slow.attempts.claim(district.view, ["tell"])
    assert claimed is not None
    assert await quick.attempts.claim(district.view, ["tell"]) is None
    async with district.view.begin() as session:
        await session.execute(OVERDUE)
    await work(quick)
    assert await slow.attempts.make(claimed) == "lost"
    assert await told(district.view) == [{"n": 1}]
    (job,) = await jobs(district.view)
    assert (job.state, job.attempts) == ("succeeded", 2)


async def test_a_job_that_kills_its_workers_is_given_up(
    worker: Worker, database: Database, district: District
) -> None:
    await order(district.view, "break_down", utc_now())
    for _ in range(3):
        async with district.view.begin() as session:
            await session.execute(OVERDUE)
        claimed = await worker.attempts.claim(district.view, ["break_down"])
        assert claimed is not None
    assert await worker.attempts.make(claimed) == "dead"
    (job,) = await jobs(district.view)
    assert (job.state, job.error) == ("dead", "WORKER_LOST")


async def test_stopped_it_lets_attempts_end(worker: Worker, district: District) -> None:
    await order(district.view, "tell_slowly", utc_now(), seconds=0.3)
    await worker.run_once()
    while (await jobs(district.view))[0].state == "waiting":  # noqa: ASYNC110 - the database tells no event
        await asyncio.sleep(0.01)
    await worker.stop()
    assert (await jobs(district.view))[0].state == "succeeded"
    await order(district.view, "tell", utc_now())
    assert (await worker.run_once()).begun == 0


async def test_out_of_grace_it_gives_jobs_back(database: Database, urls: Urls, district: District) -> None:
    """Untried: another worker takes it at once, and it has all its attempts."""
    worker = Worker(database, make_settings(urls, shutdown_seconds=0), kinds=KINDS, sweeps=())
    await order(district.view, "tell_slowly", utc_now(), seconds=60)
    await worker.run_once()
    while (await jobs(district.view))[0].state != "running":  # noqa: ASYNC110 - the database tells no event
        await asyncio.sleep(0.01)
    await worker.stop()
    (job,) = await jobs(district.view)
    assert (job.state, job.attempts, await told(district.view)) == ("waiting", 0, [])
