"""What a worker does to jobs: claims one, keeps it, settles it; each statement for the bound tenant alone.

An attempt holds its job by a claim with a lease. Leases are measured by the database's clock, since the clocks of
workers differ. An attempt settles its job in the transaction of its effects, and only while its claim stands: so
an attempt that was thought dead and comes back leaves no trace.
"""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from tenants.base import new_id
from tenants.jobs import Job

FINISHED = ("succeeded", "dead", "cancelled")


def _due(session: AsyncSession, now: datetime) -> ColumnElement[bool]:
    return and_(
        Job.tenant_id == session.info["tenant_id"],
        or_(
            and_(Job.state == "waiting", Job.due_at <= now),
            and_(Job.state == "running", Job.leased_until < func.now()),
        ),
    )


async def due_kinds(session: AsyncSession, now: datetime) -> Mapping[str, datetime]:
    """Tell of which kinds the tenant has jobs to be done now, and since when the oldest of each is due."""
    rows = await session.execute(
        select(Job.kind, func.min(Job.due_at)).where(_due(session, now)).group_by(Job.kind)
    )
    return {row[0]: row[1] for row in rows}


async def claim_due(
    session: AsyncSession, kinds: Collection[str], now: datetime, lease: timedelta
) -> Job | None:
    """Claim the tenant's job that has been due longest, of one of `kinds`; None if there is none to be had."""
    row = await session.scalar(
        select(Job)
        .where(_due(session, now), Job.kind.in_(kinds))
        .order_by(Job.due_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is not None:
        row.state, row.claim, row.started_at = "running", new_id(), now
        row.attempts, row.done, row.total = row.attempts + 1, 0, None
        row.leased_until = func.now() + lease
        await session.flush()
    return row


async def renew(
    session: AsyncSession, job_id: uuid.UUID, claim: uuid.UUID, lease: timedelta, **progress: int
) -> bool:
    """Keep a claim for another lease, noting progress; tell whether it still stood."""
    return await _write(session, job_id, claim, leased_until=func.now() + lease, **progress)


async def settle(session: AsyncSession, job_id: uuid.UUID, claim: uuid.UUID, now: datetime) -> bool:
    """Mark a job as done; tell whether the claim still stood. If not, the transaction must be undone."""
    return await _leave(session, job_id, claim, state="succeeded", finished_at=now, error=None)


async def postpone(
    session: AsyncSession, job_id: uuid.UUID, claim: uuid.UUID, due_at: datetime, error: str
) -> bool:
    """Let a job that failed wait for its next attempt."""
    return await _leave(session, job_id, claim, state="waiting", due_at=due_at, error=error)


async def bury(session: AsyncSession, job_id: uuid.UUID, claim: uuid.UUID, now: datetime, error: str) -> bool:
    """Give a job up: nobody tries it again unless told."""
    return await _leave(session, job_id, claim, state="dead", finished_at=now, error=error)


async def release(session: AsyncSession, job_id: uuid.UUID, claim: uuid.UUID) -> bool:
    """Give a job back untried, for another worker to take at once."""
    return await _leave(session, job_id, claim, state="waiting", attempts=Job.attempts - 1)


async def forget_jobs(session: AsyncSession, before: datetime) -> int:
    """Delete the tenant's jobs that were finished before an instant; return how many."""
    forgotten = await session.execute(
        delete(Job)
        .where(
            Job.tenant_id == session.info["tenant_id"],
            Job.state.in_(FINISHED),
            Job.finished_at < before,
        )
        .returning(Job.id)
    )
    return len(forgotten.all())


async def _leave(session: AsyncSession, job_id: uuid.UUID, claim: uuid.UUID, **values: Any) -> bool:
    return await _write(session, job_id, claim, claim=None, leased_until=None, **values)


async def _write(session: AsyncSession, job_id: uuid.UUID, claim: uuid.UUID, /, **values: Any) -> bool:
    written = await session.execute(
        update(Job)
        .where(Job.tenant_id == session.info["tenant_id"], Job.id == job_id, Job.claim == claim)
        .values(**values)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return written.scalar_one_or_none() is not None
