"""A limit on time that needs one timer for all: whoever is over it is cancelled, and nobody else."""

import asyncio

import pytest

from api.time_limit import TimeLimit


async def within(limit: TimeLimit, seconds: float) -> str:
    with limit:
        await asyncio.sleep(seconds)
    return "done"


async def test_who_is_over_it_is_stopped_and_nobody_else() -> None:
    limit = TimeLimit(0.02)
    found = await asyncio.gather(
        within(limit, 60), within(limit, 0), within(limit, 60), return_exceptions=True
    )
    assert [type(each) for each in found] == [TimeoutError, str, TimeoutError]
    assert await within(limit, 0) == "done"
    with pytest.raises(TimeoutError):
        await within(limit, 60)


async def test_a_cancellation_from_outside_stays_one() -> None:
    limit = TimeLimit(60)
    working = asyncio.create_task(within(limit, 60))
    await asyncio.sleep(0)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert await within(limit, 0) == "done"


async def test_an_error_of_the_work_is_its_own() -> None:
    with pytest.raises(LookupError), TimeLimit(60):
        raise LookupError


async def test_a_task_goes_on_after_its_timeout() -> None:
    with pytest.raises(TimeoutError):
        await within(TimeLimit(0.01), 60)
    await asyncio.sleep(0)
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0
