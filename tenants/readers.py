"""Connections for reads that are one statement each, which binds its tenant itself: one round trip, no transaction."""

import asyncio
from collections.abc import Sequence
from typing import Any

from asyncpg import (
    Connection,
    ConnectionDoesNotExistError,
    InterfaceError,
    Pool,
    PostgresError,
    create_pool,
)
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.engine import make_url

STATEMENTS_KEPT = 256


class ReadFailedError(Exception):
    """A read gave nothing: the statement failed, or the database is not there."""


class ReadingConnection(Connection):  # type: ignore[misc]  # asyncpg has no types
    """A connection nothing is ever set on beyond a statement, so that giving it back sends nothing."""

    def get_reset_query(self) -> str:
        """Send nothing when the connection goes back to the pool."""
        return ""


class Readers:
    """A pool of the runtime role's connections that can only read. It opens with the first read."""

    def __init__(self, url: str, *, role: str | None, pool_size: int, statement_timeout_ms: int) -> None:
        self._url = url
        self._size = pool_size
        self._settings = {
            "application_name": "wuyi",
            "default_transaction_read_only": "on",
            "jit": "off",
            "statement_timeout": str(statement_timeout_ms),
        } | ({"role": role} if role else {})
        self._pool: Pool | None = None
        self._opening = asyncio.Lock()

    async def read(self, statement: str, values: Sequence[Any]) -> bytes | None:
        """Run a statement that binds its tenant, and give its one value; raise ReadFailedError.

        A connection that turns out to be dead is replaced, once.
        """
        try:
            pool = self._pool or await self._open()
            try:
                found: bytes | None = await pool.fetchval(statement, *values)
            except (ConnectionDoesNotExistError, ConnectionError):
                found = await pool.fetchval(statement, *values)
        except (InterfaceError, OSError, PostgresError) as error:
            raise ReadFailedError(type(error).__name__) from error
        return found

    async def close(self) -> None:
        """Close all connections; the next read would open new ones."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()

    async def _open(self) -> Pool:
        async with self._opening:
            if self._pool is None:
                _, options = dialect().create_connect_args(make_url(self._url))
                self._pool = await create_pool(
                    **options,
                    min_size=0,
                    max_size=self._size,
                    connection_class=ReadingConnection,
                    server_settings=self._settings,
                    statement_cache_size=STATEMENTS_KEPT,
                    max_cached_statement_lifetime=0,
                    max_cacheable_statement_size=0,
                )
        return self._pool
