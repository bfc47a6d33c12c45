"""The database as one request sees it: all it reads is read in one transaction, of one moment.

Its resolvers run side by side and share one session, which sends together what they ask at the same time. A write
ends the reading first: what is read after it sees it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from tenants.database import Database, TenantDatabase, TenantInfo


class _CutOffError(Exception):
    """The request is over."""


@dataclass(eq=False, slots=True)
class _Reading:
    """A transaction for reading: opened by the first who reads, closed when it is over and nobody reads any more."""

    readers: int = 0
    over: bool = False
    session: AsyncSession | None = None
    door: asyncio.Lock = field(default_factory=asyncio.Lock)
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def end(self) -> None:
        """Let nobody in any more; who still reads may finish."""
        self.over = True
        if self.readers == 0:
            stack, self.stack = self.stack, AsyncExitStack()
            await stack.aclose()

    async def cut_off(self) -> None:
        """Undo the transaction under those who still read."""
        async with self.door:
            self.over, self.readers = True, 0
            stack, self.stack = self.stack, AsyncExitStack()
            with suppress(_CutOffError):
                async with stack:
                    raise _CutOffError


@dataclass(slots=True)
class _State:
    """What changes during a request."""

    reading: _Reading | None = None
    writes: int = 0
    closed: bool = False


class RequestDatabase(TenantDatabase):
    """The view of one tenant for one request; whoever made it closes it."""

    def __init__(self, database: Database, tenant: TenantInfo) -> None:
        super().__init__(database, tenant)
        state = _State()
        object.__setattr__(self, "_state", state)
        self._state: _State

    @property
    def writes(self) -> int:
        """Count the transactions that were begun for writing: what was read before one may be out of date."""
        return self._state.writes

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Read with the request's one session while the block lasts."""
        if self._state.closed:
            raise asyncio.CancelledError  # a loader that outlived its request
        reading = self._state.reading
        if reading is None:
            reading = self._state.reading = _Reading()
        reading.readers += 1
        try:
            yield await self._session_of(reading)
        except (DBAPIError, OSError):
            reading.over = True  # its transaction is aborted or its connection gone: the next begins anew
            raise
        finally:
            reading.readers -= 1
            if reading.over:
                self._forget(reading)
                await reading.end()

    async def _session_of(self, reading: _Reading) -> AsyncSession:
        async with reading.door:
            if self._state.closed:
                raise asyncio.CancelledError
            if reading.session is None:
                reading.session = await reading.stack.enter_async_context(super().read())
        return reading.session

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """Open the one transaction of an operation; it ends the reading so far."""
        await self._end()
        self._state.writes += 1
        async with super().begin() as session:
            yield session

    async def close(self) -> None:
        """End the reading; nothing can be read any more, and who still does is cut off."""
        self._state.closed = True
        reading = self._state.reading
        if reading is not None and reading.readers:
            await reading.cut_off()
        await self._end()

    async def _end(self) -> None:
        reading = self._state.reading
        if reading is not None:
            self._forget(reading)
            await reading.end()

    def _forget(self, reading: _Reading) -> None:
        if self._state.reading is reading:
            self._state.reading = None
