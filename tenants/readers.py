"""Connections for reads that are one statement each, which binds its tenant itself: one round trip, no transaction.

Where statements may not be prepared by name, it is parsed and run in two messages, and a transaction keeps both on one
connection of the pooler's.

asyncpg's own pool shields, times and resets each use, which costs as much as such a read; here nothing is ever set on
a connection beyond a statement, so that there is nothing to reset.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from asyncpg import Connection, InterfaceError, PostgresError

from tenants.connections import GONE, connect_as

STATEMENTS_KEPT = 256
CLOSING_SECONDS = 5.0


class ReadFailedError(Exception):
    """A read gave nothing: the statement failed, or the database is not there."""


class Readers:
    """At most `size` connections that sign in as `role`, each opened when it is needed first, for nothing but selects.

    A read may take so many `seconds`. No setting travels when a connection is opened, since poolers drop them.
    Unless `prepared`, no statement has a name.
    """

    def __init__(self, url: str, role: str, *, size: int, seconds: float, prepared: bool = True) -> None:
        self._url = url
        self._role = role
        self._seconds = seconds
        self._prepared = prepared
        self._places = asyncio.Semaphore(size)
        self._idle: list[Connection] = []
        self._leaving: set[asyncio.Task[None]] = set()

    async def read(self, statement: str, values: Sequence[Any]) -> bytes | None:
        """Run a select that binds its tenant, and give its one value; raise ReadFailedError.

        A connection that turns out to be dead is replaced, once. What is no select could write, and is not sent.
        """
        if not statement.startswith("select "):
            raise ReadFailedError("not a select")
        try:
            async with self._places:
                try:
                    return await self._read(statement, values)
                except GONE:
                    return await self._read(statement, values)
        except (InterfaceError, OSError, PostgresError, TimeoutError) as error:
            raise ReadFailedError(type(error).__name__) from error

    async def close(self) -> None:
        """Close the connections that are not in use; the next read opens one anew."""
        idle, self._idle = self._idle, []
        for connection in idle:
            self._leave(connection)
        await asyncio.gather(*self._leaving)

    async def _read(self, statement: str, values: Sequence[Any]) -> bytes | None:
        connection = await self._take()
        try:
            if self._prepared:
                found: bytes | None = await connection.fetchval(statement, *values, timeout=self._seconds)
            else:
                async with asyncio.timeout(self._seconds), connection.transaction(readonly=True):
                    found = await connection.fetchval(statement, *values)
        except GONE:
            self._leave(connection)
            raise
        except PostgresError:
            self._idle.append(connection)
            raise
        except BaseException:  # whoever gave up waiting left it in the middle of an answer
            self._leave(connection)
            raise
        self._idle.append(connection)
        return found

    async def _take(self) -> Connection:
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed():
                return connection
        return await connect_as(
            self._url,
            self._role,
            statement_cache_size=STATEMENTS_KEPT if self._prepared else 0,
            max_cached_statement_lifetime=0,
            max_cacheable_statement_size=0,
        )

    def _leave(self, connection: Connection) -> None:
        """Close a connection apart from whoever used it: its statement is cancelled first."""
        closing = asyncio.create_task(_close(connection))
        self._leaving.add(closing)
        closing.add_done_callback(self._leaving.discard)


async def _close(connection: Connection) -> None:
    """Say goodbye, for no longer than `CLOSING_SECONDS`: a server that answers nothing keeps nobody from ending."""
    try:
        async with asyncio.timeout(CLOSING_SECONDS):
            await connection.close()
    except (InterfaceError, OSError, PostgresError, TimeoutError):
        connection.terminate()
