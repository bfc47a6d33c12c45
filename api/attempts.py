"""Makes attempts at jobs: keeps the claim while the handler works, and writes down how it ended."""

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Literal

import structlog

from authz.context import OperationContext
from schema.frame.background import SYSTEM, Attempt, ClaimLostError, JobKind, pause_after
from schema.frame.errors import DomainError, DomainErrors
from tenants import queue
from tenants.base import utc_now
from tenants.database import TenantDatabase
from tenants.jobs import Job
from tenants.outages import is_unavailable

log = structlog.get_logger(__name__)

Ending = Literal["succeeded", "retried", "dead", "lost", "released"]
INTERNAL, UNAVAILABLE, WORKER_LOST = "INTERNAL", "UNAVAILABLE", "WORKER_LOST"


class Attempts:
    """Makes the attempts of one worker."""

    def __init__(
        self, kinds: Mapping[str, JobKind], lease: timedelta, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self.kinds = kinds
        self.lease = lease
        self.clock = clock

    async def claim(self, view: TenantDatabase, kinds: Collection[str]) -> Attempt | None:
        """Take the tenant's next job of some kinds; None if there is none to be had."""
        async with view.begin() as session:
            row = await queue.claim_due(session, kinds, self.clock(), self.lease)
            return self._attempt_at(view, row) if row is not None else None

    def _attempt_at(self, view: TenantDatabase, row: Job) -> Attempt:
        if row.claim is None:
            raise RuntimeError("a claimed job has a claim")
        context = OperationContext(SYSTEM, view, trace_id=secrets.token_hex(16), clock=self.clock)
        return Attempt(row.id, row.kind, row.claim, row.attempts, row.payload, context, self.lease)

    async def make(self, attempt: Attempt) -> Ending:
        """Make the attempt; give how it ended. Cancelled, it gives the job back and passes the cancellation on."""
        kind = self.kinds[attempt.kind]
        with structlog.contextvars.bound_contextvars(
            trace_id=attempt.context.trace_id, tenant=attempt.context.tenant.slug, job=attempt.kind
        ):
            try:
                if attempt.number > kind.attempts:
                    return await self._fail(attempt, kind, WORKER_LOST)
                await self._keep(attempt, asyncio.ensure_future(_handle(kind, attempt)))
            except ClaimLostError:
                log.info("claim lost")
                return "lost"
            except asyncio.CancelledError:
                await asyncio.shield(self._release(attempt))
                raise
            except Exception as error:
                log.warning("attempt failed", number=attempt.number, exc_info=error)
                return await self._fail(attempt, kind, code_of(error))
            return "succeeded"

    async def _keep(self, attempt: Attempt, work: asyncio.Future[None]) -> None:
        """Renew the claim until the work is done; end the work when the claim fell."""
        try:
            while not (await asyncio.wait({work}, timeout=self.lease.total_seconds() / 3))[0]:
                if not await self._renewed(attempt) and not work.done():
                    raise ClaimLostError
            await work
        finally:
            if not work.done():
                work.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await work

    async def _renewed(self, attempt: Attempt) -> bool:
        try:
            return await attempt.renew()
        except Exception as error:
            log.warning("claim not renewed", exc_info=error)
            return True

    async def _fail(self, attempt: Attempt, kind: JobKind, code: str) -> Ending:
        """Have it tried again later, or give it up after its last attempt."""
        now = self.clock()
        async with attempt.context.begin() as session:
            if attempt.number >= kind.attempts:
                buried = await queue.bury(session, attempt.job_id, attempt.claim, now, code)
                log.error("job given up", code=code)
                return "dead" if buried else "lost"
            due_at = now + pause_after(attempt.number)
            postponed = await queue.postpone(session, attempt.job_id, attempt.claim, due_at, code)
            return "retried" if postponed else "lost"

    async def _release(self, attempt: Attempt) -> None:
        try:
            async with attempt.context.begin() as session:
                await queue.release(session, attempt.job_id, attempt.claim)
        except Exception as error:
            log.warning("job not given back; its lease will end", exc_info=error)


async def _handle(kind: JobKind, attempt: Attempt) -> None:
    await kind.handle(attempt)
    if not attempt.finished:
        async with attempt.finish():
            pass


def code_of(error: Exception) -> str:
    """Name a failure by a code: a refusal's own, else whether the database was away or the fault is ours."""
    if isinstance(error, DomainError):
        return error.code
    if isinstance(error, DomainErrors):
        return error.errors[0].code
    return UNAVAILABLE if is_unavailable(error) else INTERNAL
