"""The background process: what happens later, tenant by tenant, each in transactions of its own.

A round visits every tenant: its outbox is numbered, so that events appear in the change feed, its sweeps that came
round become jobs, and what was counted beside its counters is added to them. Then the lanes are filled: a tenant that
has jobs to be done gets a turn, a second or so of them one after the other, while the rounds go on.
"""

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic

import structlog

from api.attempts import Attempts
from api.database import open_database
from api.jobs import kinds_for, sweeps_for
from api.lanes import Lane, lanes_for
from api.settings import Settings
from api.worker_metrics import WorkerMetrics, measured
from authz.repository import forget_operator_tokens
from schema.frame.background import Attempt, JobKind, Sweep
from schema.units.repository.folding import fold_counters, is_to_be_folded
from tenants.base import utc_now
from tenants.database import Database, TenantDatabase, TenantInfo
from tenants.jobs import enqueue
from tenants.outbox import number_pending
from tenants.queue import due_kinds
from tenants.register import info_of, list_tenants
from tenants.versions import forget_versions

log = structlog.get_logger(__name__)

VERSIONS_KEPT = timedelta(hours=1)
CLEANING_INTERVAL = timedelta(hours=1)
VISITS = 4
TURN_SECONDS = 1.0


@dataclass(slots=True)
class Round:
    """What one round did, and who has jobs to be done by kind."""

    numbered: int = 0
    begun: int = 0
    failed: list[str] = field(default_factory=list)
    due: dict[str, Mapping[str, datetime]] = field(default_factory=dict)


class Worker:
    """Works for every active tenant. Any number may run at once: numbering takes a lock, jobs are claimed."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        clock: Callable[[], datetime] = utc_now,
        *,
        kinds: Sequence[JobKind] | None = None,
        sweeps: Sequence[Sweep] | None = None,
        metrics: WorkerMetrics | None = None,
    ) -> None:
        self.database = database
        self.patient = replace(database, statement_timeout_ms=settings.job_timeout_ms)
        self.pause_seconds = settings.worker_seconds
        self.grace_seconds = settings.shutdown_seconds
        self.clock = clock
        self.sweeps = sweeps_for(settings) if sweeps is None else sweeps
        self.known = {
            kind.name: kind
            for kind in (
                *(kinds_for(settings) if kinds is None else kinds),
                *(sweep.kind for sweep in self.sweeps),
            )
        }
        self.attempts = Attempts(self.known, timedelta(seconds=settings.lease_seconds), clock)
        self.lanes = lanes_for(list(self.known.values()), settings.worker_slots)
        self.metrics = metrics or WorkerMetrics()
        self.turns: set[asyncio.Task[None]] = set()
        self.stopping = False
        self.cleaned_at: datetime | None = None
        self._woken = asyncio.Event()
        self._visits = asyncio.Semaphore(VISITS)
        self._enqueued: set[tuple[str, str, str]] = set()

    async def run(self) -> None:
        """Work until cancelled, then let attempts end; an outage of the database is waited out."""
        try:
            while True:
                self._woken.clear()
                try:
                    await self.run_once()
                except Exception as error:
                    log.error("round failed", exc_info=error)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), self.pause_seconds * _jitter())
        finally:
            await self.stop()

    async def run_once(self) -> Round:
        """Visit each active tenant and begin turns; what fails for one is logged and keeps none of the others."""
        result = Round()
        async with self.database.register() as session:
            tenants = {row.slug: info_of(row) for row in await list_tenants(session, status="active")}
        await asyncio.gather(*[self._visit(result, tenant) for tenant in tenants.values()])
        for lane in self.lanes:
            await self._fill(lane, result, tenants)
        await self._clean_platform()
        self.metrics.round(self._delay(result), len(result.failed))
        if result.numbered or result.begun or result.failed:
            log.info("round", numbered=result.numbered, begun=result.begun, failed=len(result.failed))
        return result

    async def rest(self) -> None:
        """Wait for the turns that were begun."""
        while self.turns:
            await asyncio.wait(self.turns)

    async def stop(self) -> None:
        """Begin nothing more; let attempts end in the time of grace, then give their jobs back."""
        self.stopping = True
        if self.turns:
            _, late = await asyncio.wait(self.turns, timeout=self.grace_seconds)
            for turn in late:
                turn.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _visit(self, result: Round, tenant: TenantInfo) -> None:
        view = self.database.of(tenant)
        async with self._visits:
            try:
                async with view.begin() as session:
                    numbered = await number_pending(session, tenant.id, now=self.clock())
                    counted = await is_to_be_folded(session)
                result.numbered += numbered
                result.due[tenant.slug] = await self._look(view)
                if counted:
                    async with view.begin() as session:
                        await fold_counters(session)
            except Exception as error:
                result.failed.append(tenant.slug)
                log.error("tenant failed", tenant=tenant.slug, exc_info=error)

    async def _look(self, view: TenantDatabase) -> Mapping[str, datetime]:
        """Make jobs of the sweeps that came round; tell of which kinds there are jobs to be done."""
        now, slug = self.clock(), view.tenant.slug
        rounds = {
            (slug, sweep.kind.name, sweep.occurrence(now, view.tenant.time_zone)) for sweep in self.sweeps
        }
        async with view.begin() as session:
            for _, kind, occurrence in sorted(rounds - self._enqueued):
                await enqueue(session, kind, {}, now, key=occurrence)
            due = await due_kinds(session, now)
        self._enqueued = {each for each in self._enqueued if each[0] != slug} | rounds
        return due

    async def _fill(self, lane: Lane, result: Round, tenants: dict[str, TenantInfo]) -> None:
        waiting = [slug for slug, kinds in result.due.items() if kinds.keys() & lane.kinds.keys()]
        for slug in lane.in_turn(waiting):
            if lane.full or self.stopping:
                return
            view = self.patient.of(tenants[slug])
            lane.enter(slug)
            turn = asyncio.create_task(self._turn(lane, view))
            self.turns.add(turn)
            turn.add_done_callback(self.turns.discard)
            result.begun += 1

    async def _turn(self, lane: Lane, view: TenantDatabase) -> None:
        """Do the tenant's jobs one after the other until its time is up or there are none."""
        ends = monotonic() + TURN_SECONDS
        try:
            while not self.stopping and monotonic() < ends:
                attempt = await self.attempts.claim(view, lane.kinds.keys())
                if attempt is None:
                    return
                await self._make(attempt)
        except Exception as error:
            log.error("turn failed", tenant=view.tenant.slug, exc_info=error)
        finally:
            lane.leave(view.tenant.slug)
            self._woken.set()

    async def _make(self, attempt: Attempt) -> None:
        ending, started = "released", monotonic()
        self.metrics.began()
        try:
            ending = await self.attempts.make(attempt)
        finally:
            self.metrics.ended(attempt.kind, ending, monotonic() - started, attempt.left_out)

    def _delay(self, result: Round) -> float:
        """Tell for how many seconds the oldest job we know of has been due."""
        due = [
            due_at for kinds in result.due.values() for kind, due_at in kinds.items() if kind in self.known
        ]
        return max(0.0, (self.clock() - min(due)).total_seconds()) if due else 0.0

    async def _clean_platform(self) -> None:
        """Forget operators' sessions that ended and versions everybody has seen, once an hour: they are no tenant's."""
        now = self.clock()
        if self.cleaned_at is None or now - self.cleaned_at >= CLEANING_INTERVAL:
            async with self.database.begin_platform() as session:
                await forget_operator_tokens(session, now)
                await forget_versions(session, now - VERSIONS_KEPT)
            self.cleaned_at = now


async def run_worker(settings: Settings, clock: Callable[[], datetime] = utc_now) -> None:
    """Open the database and work until cancelled, then close it."""
    database, metrics = open_database(settings), WorkerMetrics()
    try:
        async with measured(settings, metrics):
            await Worker(database, settings, clock, metrics=metrics).run()
    finally:
        await database.dispose()


def _jitter() -> float:
    """Spread the rounds of several workers: between half the pause and one and a half of it."""
    return 0.5 + secrets.randbelow(1_000) / 1_000
