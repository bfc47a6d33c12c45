"""Several workers, one of them killed in the middle: every job has its effect, once."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from tenants.base import utc_now
from tenants.database import Database
from tests.api.conftest import make_settings
from tests.authz.district import make_district
from tests.builders.databases import Urls
from tests.jobs.desk import jobs, order, told
from tests.jobs.process import READY

LEASE_SECONDS = 4.0


@asynccontextmanager
async def process(
    urls: Urls, lease_seconds: float = LEASE_SECONDS
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a worker as long as the block lasts; the block begins when it is ready."""
    settings = make_settings(urls, worker_seconds=0.1, lease_seconds=lease_seconds)
    given = settings.model_dump(mode="json") | {"secret": settings.secret.get_secret_value()}
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.jobs.process", json.dumps(given), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert running.stdout is not None
        assert (await running.stdout.readline()).decode().strip() == READY
        yield running
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait for another process."""
    async with asyncio.timeout(120):
        while not await holds():  # noqa: ASYNC110 - the database tells no event
            await asyncio.sleep(0.05)


async def test_killed_in_the_middle_its_job_is_done_once_by_another(database: Database, urls: Urls) -> None:
    """The effect of the attempt that was killed was never committed; the other's is the only one."""
    view = (await make_district(database)).view
    await order(view, "tell_slowly", utc_now(), n=1, seconds=3)

    async def under_way() -> bool:
        return (await jobs(view))[0].done > 0

    async def done() -> bool:
        return (await jobs(view))[0].state == "succeeded"

    async with process(urls) as first:
        await until(under_way)
        first.send_signal(signal.SIGKILL)
        await first.wait()
    assert await told(view) == []
    async with process(urls):
        await until(done)
    assert await told(view) == [{"n": 1, "seconds": 3}]
    assert (await jobs(view))[0].attempts == 2


async def test_two_at_once_do_each_job_once_and_stop_in_order(database: Database, urls: Urls) -> None:
    """Told to stop they leave nothing running and end well."""
    views = [(await make_district(database)).view for _ in range(3)]
    for view in views:
        for number in range(30):
            await order(view, "tell", utc_now(), n=number)

    async def done() -> bool:
        found = [await jobs(view) for view in views]
        return all(job.state == "succeeded" for each in found for job in each)

    async with process(urls, 600) as first, process(urls, 600) as second:  # nobody is thought lost
        await until(done)
        for each in (first, second):
            each.send_signal(signal.SIGTERM)
        assert [await each.wait() for each in (first, second)] == [0, 0]
    for view in views:
        assert sorted(message["n"] for message in await told(view)) == list(range(30))
        assert {job.attempts for job in await jobs(view)} == {1}
