"""Kinds of jobs for tests: each leaves a message in the outbox, so that its effects can be counted."""

import asyncio
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from api.worker import Worker
from schema.frame.background import Attempt, JobKind
from schema.frame.errors import DomainError, ErrorCode
from tenants.database import TenantDatabase
from tenants.jobs import Job, enqueue
from tenants.outbox import OutboxMessage


async def tell(attempt: Attempt) -> None:
    """Publish once."""
    async with attempt.finish() as tx:
        tx.publish("told", dict(attempt.payload))


async def tell_slowly(attempt: Attempt) -> None:
    """Publish, hold the transaction open for a while, reporting progress beside it, and only then commit."""
    async with attempt.finish() as tx:
        tx.publish("told", dict(attempt.payload))
        await tx.session.flush()
        for step in range(20):
            await attempt.report(step, 20)
            await asyncio.sleep(attempt.payload.get("seconds", 2) / 20)


async def refuse(attempt: Attempt) -> None:
    """Write something and fail."""
    async with attempt.finish() as tx:
        tx.publish("told", dict(attempt.payload))
        await tx.session.flush()
        raise DomainError(ErrorCode.NOT_FOUND, "张三不在。")


async def break_down(attempt: Attempt) -> None:
    """Fail in a way nobody foresaw."""
    raise RuntimeError(f"张三 {attempt.number}")


async def idle(_attempt: Attempt) -> None:
    """Write nothing."""


KINDS: Sequence[JobKind] = (
    JobKind("tell", tell),
    JobKind("tell_slowly", tell_slowly, slow=True),
    JobKind("refuse", refuse, attempts=3),
    JobKind("break_down", break_down, attempts=2),
    JobKind("idle", idle),
)


async def order(view: TenantDatabase, kind: str, now: Any, **payload: Any) -> None:
    """Enqueue a job in a transaction of its own."""
    async with view.begin() as session:
        await enqueue(session, kind, payload, now)


async def told(view: TenantDatabase) -> list[dict[str, Any]]:
    """List what was published, in order."""
    async with view.read() as session:
        rows = await session.scalars(
            select(OutboxMessage.payload).order_by(OutboxMessage.created_at, OutboxMessage.id)
        )
        return list(rows)


async def jobs(view: TenantDatabase) -> list[Job]:
    """List the tenant's jobs, oldest first."""
    async with view.read() as session:
        return list(await session.scalars(select(Job).order_by(Job.id)))


async def work(*workers: Worker) -> None:
    """Work until nothing is due."""
    begun = True
    while begun:
        rounds = await asyncio.gather(*[worker.run_once() for worker in workers])
        await asyncio.gather(*[worker.rest() for worker in workers])
        begun = any(each.begun for each in rounds)
