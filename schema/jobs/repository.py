"""Every statement on jobs as officials see them; what a worker does to them is in tenants.queue."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, false, func, select, update

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.keyset import count_rows, read_page
from schema.frame.locking import lock_row
from schema.frame.pagination import Page, Slice
from schema.frame.text import is_storable
from tenants.database import Session
from tenants.jobs import Job


@dataclass(frozen=True, slots=True)
class JobFilter:
    """Which jobs a list holds."""

    kind: str | None = None
    state: str | None = None


def _matching(session: Session, wanted: JobFilter) -> Select[Job]:
    statement = select(Job).where(Job.tenant_id == session.info["tenant_id"])
    if wanted.kind is not None and not is_storable(wanted.kind):
        return statement.where(false())
    if wanted.kind is not None:
        statement = statement.where(Job.kind == wanted.kind)
    if wanted.state is not None:
        statement = statement.where(Job.state == wanted.state)
    return statement


async def list_jobs(session: Session, wanted: JobFilter, page: Page) -> Slice[Job]:
    """List jobs, newest first."""
    return await read_page(session, _matching(session, wanted), [Job.id], page, descending=True)


async def count_jobs(session: Session, wanted: JobFilter) -> int:
    """Count the jobs of a filter."""
    return await count_rows(session, _matching(session, wanted))


async def by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Job]:
    """Read jobs (loader batch)."""
    rows = await session.scalars(
        select(Job).where(Job.tenant_id == session.info["tenant_id"], Job.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def by_keys(session: Session, keys: list[tuple[str, str]]) -> Mapping[tuple[str, str], Job]:
    """Read jobs by kind and key (loader batch)."""
    rows = await session.scalars(
        select(Job).where(
            Job.tenant_id == session.info["tenant_id"],
            Job.kind.in_({kind for kind, _ in keys}),
            Job.key.in_({key for _, key in keys}),
        )
    )
    return {(row.kind, row.key or ""): row for row in rows}


async def cancel(session: Session, kind: str, key: str, now: datetime) -> bool:
    """Call off a job that has not ended; tell whether there was one. Its attempt finds its claim gone."""
    cancelled = await session.execute(
        update(Job)
        .where(
            Job.tenant_id == session.info["tenant_id"],
            Job.kind == kind,
            Job.key == key,
            Job.state.in_(["waiting", "running"]),
        )
        .values(state="cancelled", finished_at=now, claim=None, leased_until=None)
        .returning(Job.id)
    )
    return cancelled.scalar_one_or_none() is not None


async def lock(session: Session, job_id: uuid.UUID) -> Job:
    """Lock a job."""
    row = await lock_row(session, Job, job_id)
    if row is None:
        raise DomainError(ErrorCode.NOT_FOUND, "任务不存在。", field=("job",))
    return row


async def count_under_way(session: Session, kind: str) -> int:
    """Count the tenant's jobs of a kind that have not ended."""
    under_way = select(func.count(Job.id)).where(
        Job.tenant_id == session.info["tenant_id"], Job.kind == kind, Job.state.in_(["waiting", "running"])
    )
    return await session.scalar(under_way) or 0
