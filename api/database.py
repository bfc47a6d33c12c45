"""Opens the database as the settings tell: its pools, each signing in as a role that owns nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from asyncpg import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import configure_mappers

from api.settings import Settings
from tenants.connections import connect_as
from tenants.database import RUNTIME_ROLE, Database

log = structlog.get_logger(__name__)


def open_database(settings: Settings) -> Database:
    """Make the pools; no connection is opened yet."""
    return Database.open(
        settings.runtime_database_url,
        settings.platform_database_url,
        pool_size=settings.pool_size,
        statement_timeout_ms=settings.statement_timeout_ms,
        prepared=settings.keeps_statements,
    )


def map_tables() -> None:
    """Put the mapping of all tables together before anybody waits for it; the first statement would."""
    configure_mappers()


async def require_roles(database: Database) -> None:
    """Raise WrongRoleError if a pool signs in as another role than its own; a database that is away may come yet."""
    for pool in (database.runtime, database.platform):
        try:
            async with pool.connect():
                pass
        except (OSError, SQLAlchemyError) as error:
            log.warning("database unreachable", reason=type(error).__name__)


@asynccontextmanager
async def told_of_changes(database: Database, settings: Settings) -> AsyncIterator[None]:
    """Follow what other processes change while the block lasts: only then may what was read be kept."""
    following = asyncio.create_task(database.versions.follow(lambda: _connect_directly(settings)))
    try:
        yield
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


async def _connect_directly(settings: Settings) -> Connection:
    """Open the connection that asks for versions, past any pooler; it belongs to no pool."""
    return await connect_as(settings.direct_database_url or settings.runtime_database_url, RUNTIME_ROLE)
