"""Opens the database as the settings tell: its pools, each acting as a role that owns nothing."""

from sqlalchemy.ext.asyncio import AsyncEngine

from api.settings import Settings
from tenants.database import Database, create_engine
from tenants.readers import Readers

RUNTIME_ROLE = "wuyi_runtime"
PLATFORM_ROLE = "wuyi_platform"


def open_database(settings: Settings) -> Database:
    """Make the pools; no connection is opened yet.

    A role's own URL is used as it is; with DATABASE_URL alone, each connection takes the role on.
    """
    return Database(
        runtime=_open_pool(settings, settings.runtime_database_url, RUNTIME_ROLE),
        platform=_open_pool(settings, settings.platform_database_url, PLATFORM_ROLE),
        statement_timeout_ms=settings.statement_timeout_ms,
        readers=_open_readers(settings),
    )


def _open_readers(settings: Settings) -> Readers:
    own_url = settings.runtime_database_url
    return Readers(
        own_url or settings.database_url or "",
        role=None if own_url else RUNTIME_ROLE,
        size=settings.pool_size,
        statement_timeout_ms=settings.statement_timeout_ms,
    )


def _open_pool(settings: Settings, own_url: str | None, role: str) -> AsyncEngine:
    if own_url:
        return create_engine(own_url, pool_size=settings.pool_size)
    return create_engine(settings.database_url or "", role=role, pool_size=settings.pool_size)
