"""A job that was given up is tried again by who watches, and only such a job."""

import pytest
from sqlalchemy import select

from authz.actions import Role
from schema.frame.errors import DomainError, ErrorCode
from schema.jobs.operations import RetryJob, retry_job
from tenants.audit import AuditEntry
from tenants.base import new_id, utc_now
from tenants.database import Database
from tenants.jobs import Job
from tests.authz.district import District, make_district
from tests.builders.district import key
from tests.jobs.desk import jobs


@pytest.fixture
async def district(database: Database) -> District:
    return await make_district(database)


async def leave(district: District, **values: object) -> Job:
    now = utc_now()
    job = Job(id=new_id(), kind="tell", payload={}, created_at=now, due_at=now, **values)
    async with district.view.begin() as session:
        session.add(job)
    return job


async def test_a_dead_job_is_tried_again_with_all_its_attempts(district: District) -> None:
    job = await leave(district, state="dead", attempts=10, error="INTERNAL", finished_at=utc_now())
    official = await district.official("watch")
    watcher = district.holding(official, Role.HEADQUARTERS, district.root)
    await retry_job(watcher, RetryJob(idempotency_key=key(), job_id=job.id))
    (row,) = await jobs(district.view)
    assert (row.state, row.attempts, row.finished_at, row.error) == ("waiting", 0, None, "INTERNAL")
    async with district.view.read() as session:
        entry = await session.scalar(select(AuditEntry))
    assert entry is not None
    assert (entry.action, entry.detail) == ("job.retry", {"kind": "tell", "error": "INTERNAL"})


@pytest.mark.parametrize("state", ["waiting", "succeeded", "cancelled"])
async def test_any_other_job_is_not(district: District, state: str) -> None:
    finished = None if state == "waiting" else utc_now()
    job = await leave(district, state=state, finished_at=finished)
    official = await district.official("watch")
    watcher = district.holding(official, Role.COMMISSION, district.root)
    with pytest.raises(DomainError) as refusal:
        await retry_job(watcher, RetryJob(idempotency_key=key(), job_id=job.id))
    assert refusal.value.code is ErrorCode.JOB_NOT_DEAD
    (row,) = await jobs(district.view)
    assert (row.state, row.attempts) == (state, 0)
