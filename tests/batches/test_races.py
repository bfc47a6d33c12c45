"""Closing a batch while units hand in: whichever comes first, no place is lost and none is in a closed batch."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from schema.applications.tables import Application
from schema.batches import repository as batches
from schema.batches.tables import Batch, BatchEntry
from schema.frame.errors import ErrorCode
from tenants.database import Database
from tests.builders.applications import submit
from tests.builders.refusals import refusals
from tests.builders.town import Town, make_town

WAITING = text(
    "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
)


@pytest.fixture
async def town(database: Database) -> Town:
    return await make_town(database)


async def outcome(attempt: Awaitable[object]) -> set[ErrorCode]:
    """Give the codes of the refusal; none if it was done."""
    return {error.code for error in await refusals(attempt)}


@asynccontextmanager
async def held(owner: AsyncEngine, batch: Batch) -> AsyncIterator[None]:
    """Hold the row of a batch, so that those who want it queue up in the order they came."""
    async with owner.connect() as connection:
        await connection.execute(text("select from batches where id = :id for update"), {"id": batch.id})
        yield
        await connection.rollback()


async def queued(owner: AsyncEngine, attempt: Awaitable[object], place: int) -> asyncio.Task[set[ErrorCode]]:
    """Start an attempt and wait until it stands in the queue."""
    task = asyncio.ensure_future(outcome(attempt))
    while not task.done():
        async with owner.connect() as connection:
            if (await connection.scalar(WAITING) or 0) >= place:
                break
        await asyncio.sleep(0.01)
    assert not task.done()
    return task


async def kept(town: Town, batch: Batch) -> tuple[str, Sequence[BatchEntry]]:
    async with town.clerk.read() as session:
        row = (await batches.by_ids(session, [batch.id]))[batch.id]
        return row.status, (await batches.entries_of(session, [batch.id])).get(batch.id, [])


async def test_t_p7_a_submission_before_the_closing_keeps_the_batch_open(
    town: Town, owner: AsyncEngine
) -> None:
    """T-P7: the closing waits, then sees the unit that has no conclusion yet."""
    batch = await town.appoint(await town.open())
    applicant, application = await town.ready("V1")
    async with held(owner, batch):
        first = await queued(owner, submit(applicant, application), 1)
        second = await queued(owner, town.close(batch), 2)
    assert (await first, await second) == (set(), {ErrorCode.BATCH_UNFINISHED})
    status, entries = await kept(town, batch)
    assert (status, [entry.application_id for entry in entries]) == ("open", [application.id])
    assert (await town.application(application)).step == "inspection"


async def test_t_p7_a_submission_after_the_closing_is_refused_and_writes_nothing(
    town: Town, owner: AsyncEngine
) -> None:
    """T-P7: the submission waits, then sees that the batch took its last unit."""
    batch = await town.appoint(await town.open())
    applicant, application = await town.ready("V1")
    async with held(owner, batch):
        first = await queued(owner, town.close(batch), 1)
        second = await queued(owner, submit(applicant, application), 2)
    assert (await first, await second) == (set(), {ErrorCode.INTAKE_CLOSED})
    assert await kept(town, batch) == ("closed", [])
    after: Application = await town.application(application)
    assert (after.status, after.step, after.revision) == ("draft", "draft", application.revision)
    await town.appoint(await town.open())
    assert await outcome(submit(applicant, after)) == set()


@pytest.mark.parametrize("attempt", range(3))
async def test_t_p7_in_a_throng_each_place_is_kept_or_refused(town: Town, attempt: int) -> None:
    """T-P7: three villages hand in while the clerk closes: accounts agree whatever the order."""
    batch = await town.appoint(await town.open())
    ready = [await town.ready(code) for code in ("V1", "V2", "V3")]
    attempts = [submit(applicant, application) for applicant, application in ready]
    attempts.insert(attempt, town.close(batch))
    outcomes = await asyncio.gather(*map(outcome, attempts))
    closing, submissions = outcomes.pop(attempt), outcomes
    status, entries = await kept(town, batch)
    assert len(entries) == submissions.count(set())
    assert all(found in (set(), {ErrorCode.INTAKE_CLOSED}) for found in submissions)
    assert closing == (set() if status == "closed" else {ErrorCode.BATCH_UNFINISHED})
    assert status == "open" or not entries
    assert {entry.application_id for entry in entries} == {
        application.id for (_, application), found in zip(ready, submissions, strict=True) if found == set()
    }
