"""The frame of what happens later: kinds of jobs, the attempt at one, and sweeps that come round by themselves.

A handler does what takes long (mail, evaluations) outside of transactions, and writes in `attempt.finish()`, whose
commit is also the job's: killed before it, nothing was done; after it, nothing is done again.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from authz.context import Actor, OperationContext
from schema.frame.operation import Transaction, audit_entry, close
from tenants import queue
from tenants.jobs import Job, Payload

SYSTEM = Actor("system", name="系统")
"""Who acts when nobody does: has no id, no role and no grants."""

DAY = timedelta(days=1)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)


class ClaimLostError(Exception):
    """The job was cancelled, or another worker took it: what this attempt did is undone."""


@dataclass(slots=True)
class Attempt:
    """One try at a job, in the name of the system and in its tenant alone; `left_out` counts what it passed over."""

    job_id: UUID
    kind: str
    claim: UUID
    number: int
    payload: Payload
    context: OperationContext
    lease: timedelta
    finished: bool = False
    left_out: Mapping[str, int] = field(default_factory=dict)

    @asynccontextmanager
    async def finish(self) -> AsyncIterator[Transaction]:
        """Open the transaction whose commit finishes the job; ClaimLostError undoes it if the claim fell."""
        async with self.context.begin() as session:
            tx = Transaction(session, self.context, self.context.clock(), self.context.today())
            yield tx
            await session.flush()
            entry = audit_entry(tx, self.kind, Job, self.job_id) if tx.detail else None
            await close(tx, entry)
            if not await queue.settle(session, self.job_id, self.claim, tx.now):
                raise ClaimLostError
        self.finished, self.left_out = True, dict(tx.left_out)

    async def report(self, done: int, total: int) -> None:
        """Tell how far it has come, in a transaction of its own; ends the attempt if the claim fell."""
        if not await self.renew(done=done, total=total):
            raise ClaimLostError

    async def renew(self, **progress: int) -> bool:
        """Keep the claim; tell whether it still stands."""
        async with self.context.begin() as session:
            return await queue.renew(session, self.job_id, self.claim, self.lease, **progress)


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job: what does it, whether it takes more than a second or two, how often it is tried."""

    name: str
    handle: Callable[[Attempt], Awaitable[None]]
    slow: bool = False
    attempts: int = 10


@dataclass(frozen=True, slots=True)
class Sweep:
    """Work that comes round by itself, in each tenant, counted from the local time `at`.

    The operation does all that is due by `today` and tells how much it did: after an outage one run catches up.
    What it did is audited unless it is mere housekeeping. Where it depends `of` something that can change while
    workers are exchanged, it also comes round at once when that has become another.
    """

    name: str
    operation: Callable[[Transaction, date], Awaitable[int]]
    every: timedelta = DAY
    at: time = time(2)
    housekeeping: bool = False
    of: Callable[[], str] | None = None

    @property
    def kind(self) -> JobKind:
        """Give the kind of its jobs."""
        return JobKind(f"sweep.{self.name}", self._handle, slow=not self.housekeeping)

    async def _handle(self, attempt: Attempt) -> None:
        async with attempt.finish() as tx:
            count = await self.operation(tx, tx.today)
            if count and not self.housekeeping:
                tx.note(count=count)

    def occurrence(self, now: datetime, time_zone: str) -> str:
        """Name the latest occurrence by `now`: its local time, the same for every worker."""
        local = now.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)
        first = datetime.combine(local.date(), self.at) - DAY
        latest = (first + (local - first) // self.every * self.every).isoformat(timespec="minutes")
        return latest if self.of is None else f"{latest} {self.of()}"


def pause_after(attempts: int) -> timedelta:
    """Tell how long a job waits that failed for the `attempts`-th time: twice as long each time, at most an hour."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 20)), LONGEST_PAUSE)
