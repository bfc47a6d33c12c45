"""Engines and the only doors to a session: each one is bound to a tenant before its first statement."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, event, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.orm import Session as SyncSession

from tenants.readers import Readers

Session = AsyncSession
"""A transaction bound to a tenant, as whoever is handed one calls it; only repositories put statements to it."""
_BIND = text(
    "select set_config('app.tenant_id', :tenant, true), set_config('statement_timeout', :timeout, true)"
)
_BIND_TO_READ = text(f"{_BIND.text}, set_config('transaction_read_only', 'on', true)")


@dataclass(frozen=True, slots=True)
class TenantInfo:
    """What a request knows of its tenant. `time_zone` is an IANA name; dates are local dates there."""

    id: uuid.UUID
    slug: str
    name: str
    division_code: str | None
    time_zone: str


def create_engine(url: str, *, role: str | None = None, pool_size: int = 10) -> AsyncEngine:
    """Open a pool on an asyncpg URL; `role` makes each connection act as that database role."""
    settings = {"application_name": "wuyi", "jit": "off", "timezone": "UTC"}
    if role is not None:
        settings["role"] = role
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        connect_args={"server_settings": settings},
    )


class LockingSession(SyncSession):
    """A session that reads a row anew whenever it locks it: whoever held it before may have changed it."""


@event.listens_for(LockingSession, "do_orm_execute")
def _read_locked_rows_anew(state: ORMExecuteState) -> None:
    if isinstance(state.statement, Select) and state.statement._for_update_arg is not None:  # noqa: SLF001
        state.update_execution_options(populate_existing=True)


def _session(engine: AsyncEngine) -> AsyncSession:
    return AsyncSession(engine, sync_session_class=LockingSession, expire_on_commit=False)


@dataclass(frozen=True, slots=True)
class Database:
    """The platform's database as its two non-owning roles see it.

    `runtime` serves tenants under row security; `platform` registers tenants and operators. Neither owns a
    table or bypasses row security. `readers` is a pool of the runtime role for compiled plans.
    """

    runtime: AsyncEngine
    platform: AsyncEngine
    statement_timeout_ms: int = 8_000
    readers: Readers | None = None

    def of(self, tenant: TenantInfo) -> "TenantDatabase":
        """Give the view of one tenant."""
        return TenantDatabase(self, tenant)

    @asynccontextmanager
    async def register(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction on the register of tenants, with no tenant bound: tenant rows are invisible in it."""
        async with _session(self.runtime) as session, session.begin():
            yield session

    @asynccontextmanager
    async def begin_platform(self, tenant: TenantInfo | None = None) -> AsyncIterator[AsyncSession]:
        """Open a transaction as the platform role; with a tenant, that tenant's rows are visible too."""
        async with _session(self.platform) as session, session.begin():
            if tenant is not None:
                await bind_tenant(session, tenant.id, self.statement_timeout_ms)
            yield session

    async def dispose(self) -> None:
        """Close all pools."""
        await self.runtime.dispose()
        await self.platform.dispose()
        if self.readers is not None:
            await self.readers.close()


async def bind_tenant(
    session: AsyncSession, tenant_id: uuid.UUID, statement_timeout_ms: int = 8_000, *, to_read: bool = False
) -> None:
    """Bind the open transaction to a tenant, with `to_read` for reading only, in one statement.

    The settings end with the transaction, never with the session.
    """
    parameters: dict[str, Any] = {"tenant": str(tenant_id), "timeout": str(statement_timeout_ms)}
    await session.execute(_BIND_TO_READ if to_read else _BIND, parameters)
    session.info["tenant_id"] = tenant_id


@dataclass(frozen=True, slots=True)
class TenantDatabase:
    """The database as one tenant sees it; row security hides all else."""

    database: Database
    tenant: TenantInfo

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """Open the one transaction of an operation: committed on leaving, rolled back on an exception."""
        async with _session(self.database.runtime) as session, session.begin():
            await bind_tenant(session, self.tenant.id, self.database.statement_timeout_ms)
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Open a read-only transaction: PostgreSQL itself refuses a write in it."""
        async with _session(self.database.runtime) as session, session.begin():
            await bind_tenant(session, self.tenant.id, self.database.statement_timeout_ms, to_read=True)
            yield session
