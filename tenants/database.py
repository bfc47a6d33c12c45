"""The only doors to a session: each is bound to a tenant before its first statement."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from tenants.pools import create_pool
from tenants.readers import Readers
from tenants.transactions import Terms, transaction
from tenants.versions import ACCESS_TABLES, REGISTER, Versions, appending, subjects_of

RUNTIME_ROLE = "wuyi_runtime"
PLATFORM_ROLE = "wuyi_platform"

Session = AsyncSession
"""A transaction bound to a tenant, as whoever is handed one calls it; only repositories put statements to it."""
_BIND = text("select set_config('app.tenant_id', :tenant, true)")


@dataclass(frozen=True, slots=True)
class TenantInfo:
    """What a request knows of its tenant. `time_zone` is an IANA name; dates are local dates there."""

    id: uuid.UUID
    slug: str
    name: str
    division_code: str | None
    time_zone: str


@dataclass(frozen=True, slots=True)
class Database:
    """The platform's database as its two non-owning roles see it.

    `runtime` serves tenants under row security; `platform` registers tenants and operators. Neither owns a
    table or bypasses row security. `readers` are connections of the runtime role for compiled plans. `versions`
    tell for how long what was read may be kept.
    """

    runtime: AsyncEngine
    platform: AsyncEngine
    versions: Versions
    statement_timeout_ms: int = 8_000
    readers: Readers | None = None

    @classmethod
    def open(
        cls,
        runtime_url: str,
        platform_url: str,
        *,
        pool_size: int = 10,
        statement_timeout_ms: int = 8_000,
        prepared: bool = True,
    ) -> "Database":
        """Make the pools from the URLs of their login roles; no connection is opened yet.

        Unless `prepared`, connections keep no statements by name: a pooler may lie between.
        """
        pool = partial(create_pool, pool_size=pool_size, watched=ACCESS_TABLES, prepared=prepared)
        seconds = statement_timeout_ms / 1_000
        return cls(
            pool(runtime_url, role=RUNTIME_ROLE),
            pool(platform_url, role=PLATFORM_ROLE),
            Versions(),
            statement_timeout_ms,
            Readers(runtime_url, RUNTIME_ROLE, size=pool_size, seconds=seconds, prepared=prepared),
        )

    def of(self, tenant: TenantInfo) -> "TenantDatabase":
        """Give the view of one tenant."""
        return TenantDatabase(self, tenant)

    @asynccontextmanager
    async def register(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction on the register of tenants, with no tenant bound: tenant rows are invisible in it."""
        async with transaction(self.runtime, self.terms(None, to_read=True)) as session:
            yield session

    @asynccontextmanager
    async def begin_platform(self, tenant: TenantInfo | None = None) -> AsyncIterator[AsyncSession]:
        """Open a transaction as the platform role; with a tenant, that tenant's rows are visible too."""
        async with self._writing(self.platform, tenant.id if tenant else None, REGISTER) as session:
            yield session

    @asynccontextmanager
    async def begin(self, tenant_id: uuid.UUID) -> AsyncIterator[AsyncSession]:
        """Open the one transaction of an operation: committed on leaving, rolled back on an exception."""
        async with self._writing(self.runtime, tenant_id) as session:
            yield session

    @asynccontextmanager
    async def read(self, tenant_id: uuid.UUID) -> AsyncIterator[AsyncSession]:
        """Open a transaction for reading one moment: PostgreSQL itself refuses a write in it."""
        async with transaction(self.runtime, self.terms(tenant_id, to_read=True)) as session:
            yield session

    def terms(self, tenant_id: uuid.UUID | None, *, to_read: bool) -> Terms:
        """Say on what terms a transaction of a tenant runs."""
        return Terms(tenant_id, self.statement_timeout_ms, to_read)

    @asynccontextmanager
    async def _writing(
        self, engine: AsyncEngine, tenant_id: uuid.UUID | None, *always: uuid.UUID
    ) -> AsyncIterator[AsyncSession]:
        """Run a transaction that appends the versions it makes, and tell this process of them when it ends.

        An exception may come after the commit (a connection that breaks then), so the process is told either way.
        """
        touched: set[str] = set()

        def subjects() -> list[uuid.UUID]:
            return [*always, *(subjects_of(tenant_id, touched) if tenant_id is not None else ())]

        def closing() -> str:
            return f"{appending(subjects())}; commit"

        try:
            terms = self.terms(tenant_id, to_read=False)
            async with transaction(engine, terms, closing, touched) as session:
                yield session
        finally:
            for subject in subjects():
                self.versions.changed(subject)

    async def dispose(self) -> None:
        """Close all pools."""
        await self.runtime.dispose()
        await self.platform.dispose()
        if self.readers is not None:
            await self.readers.close()


async def bind_tenant(session: AsyncSession, tenant_id: uuid.UUID) -> None:
    """Bind a transaction that was opened without a tenant to one it has just made, until it ends."""
    await session.execute(_BIND, {"tenant": str(tenant_id)})
    session.info["tenant_id"] = tenant_id


@dataclass(frozen=True)
class TenantDatabase:
    """The database as one tenant sees it; row security hides all else."""

    database: Database
    tenant: TenantInfo

    @property
    def writes(self) -> int:
        """Count the transactions begun for writing by who keeps what it read; nothing is kept here."""
        return 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """Open the one transaction of an operation: committed on leaving, rolled back on an exception."""
        async with self.database.begin(self.tenant.id) as session:
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction for reading: PostgreSQL itself refuses a write in it."""
        async with self.database.read(self.tenant.id) as session:
            yield session
