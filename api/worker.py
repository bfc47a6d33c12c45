"""The background process: what happens later, tenant by tenant, each in transactions of its own.

It numbers the outbox, so that events appear in the change feed, and forgets what has served its time.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from api.database import open_database
from api.settings import Settings
from authz.repository import forget_operator_tokens, forget_tokens
from tenants.base import utc_now
from tenants.database import Database, TenantDatabase
from tenants.idempotency import forget_keys
from tenants.outbox import number_pending
from tenants.register import info_of, list_tenants

log = structlog.get_logger(__name__)

CLEANING_INTERVAL = timedelta(hours=1)


@dataclass(slots=True)
class Round:
    """What one round did."""

    numbered: int = 0
    forgotten: int = 0
    failed: list[str] = field(default_factory=list)


class Worker:
    """Works for every active tenant. Several may run at once: numbering takes a lock, forgetting none."""

    def __init__(
        self, database: Database, settings: Settings, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self.database = database
        self.pause_seconds = settings.worker_seconds
        self.keys_live = timedelta(days=settings.idempotency_days)
        self.clock = clock
        self.cleaned_at: datetime | None = None

    async def run(self) -> None:
        """Work until cancelled; an outage of the database is waited out."""
        while True:
            try:
                await self.run_once()
            except Exception as error:
                log.error("round failed", exc_info=error)
            await asyncio.sleep(self.pause_seconds * _jitter())

    async def run_once(self) -> Round:
        """Work once for each active tenant; what fails for one is logged and keeps none of the others."""
        result, now = Round(), self.clock()
        cleaning = self.cleaned_at is None or now - self.cleaned_at >= CLEANING_INTERVAL
        async with self.database.register() as session:
            tenants = [info_of(row) for row in await list_tenants(session, status="active")]
        for tenant in tenants:
            view = self.database.of(tenant)
            result.numbered += await self._attempt(result, tenant.slug, self._number(view))
            if cleaning:
                result.forgotten += await self._attempt(result, tenant.slug, self._clean(view, now))
        if cleaning:
            result.forgotten += await self._attempt(result, "platform", self._clean_platform(now))
            self.cleaned_at = now
        if result.numbered or result.forgotten:
            log.info("round", numbered=result.numbered, forgotten=result.forgotten)
        return result

    async def _attempt(self, result: Round, slug: str, work: Awaitable[int]) -> int:
        try:
            return await work
        except Exception as error:
            result.failed.append(slug)
            log.error("tenant failed", tenant=slug, exc_info=error)
            return 0

    async def _number(self, view: TenantDatabase) -> int:
        async with view.begin() as session:
            return await number_pending(session, view.tenant.id)

    async def _clean(self, view: TenantDatabase, now: datetime) -> int:
        async with view.begin() as session:
            return await forget_tokens(session, now) + await forget_keys(session, now - self.keys_live)

    async def _clean_platform(self, now: datetime) -> int:
        async with self.database.begin_platform() as session:
            return await forget_operator_tokens(session, now)


async def run_worker(settings: Settings) -> None:
    """Open the database and work until cancelled, then close it."""
    database = open_database(settings)
    try:
        await Worker(database, settings).run()
    finally:
        await database.dispose()


def _jitter() -> float:
    """Spread the rounds of several workers: between half the pause and one and a half of it."""
    return 0.5 + secrets.randbelow(1_000) / 1_000
