"""The database as one request sees it: all it reads is read in one transaction, of one moment.

Its resolvers run side by side but share one connection, so each waits until the one before has its rows. A write
ends the reading first: what is read after it sees it.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from contextvars import ContextVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from tenants.database import Database, TenantDatabase, TenantInfo

_HOLDING: ContextVar[frozenset[int]] = ContextVar("_HOLDING", default=frozenset())


class NestedReadError(RuntimeError):
    """Code that holds the request's session asked for it once more: it would wait for itself."""


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

    def require_free(self) -> None:
        """Raise NestedReadError where the caller holds the session itself."""
        if id(self) in _HOLDING.get():
            raise NestedReadError("this task holds the request's session already: leave the block first")

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Hold the request's one session for reading while the block lasts."""
        self.require_free()
        state = self._state
        async with state.lock:
            if state.closed:
                raise asyncio.CancelledError  # a loader that outlived its request
            if state.session is None:
                state.session = await state.stack.enter_async_context(super().read())
            with self._held():
                try:
                    yield state.session
                except (DBAPIError, OSError):
                    await (
                        self._end()
                    )  # the transaction is aborted or its connection gone: the next begins anew
                    raise

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """Open the one transaction of an operation; it ends the reading so far."""
        self.require_free()
        async with self._state.lock:
            await self._end()
        self._state.writes += 1
        async with super().begin() as session:
            with self._held():
                yield session

    async def close(self) -> None:
        """End the reading; nothing can be read any more."""
        async with self._state.lock:
            self._state.closed = True
            await self._end()

    @contextmanager
    def _held(self) -> Iterator[None]:
        token = _HOLDING.set(_HOLDING.get() | {id(self)})
        try:
            yield
        finally:
            _HOLDING.reset(token)

    async def _end(self) -> None:
        self._state.session = None
        stack, self._state.stack = self._state.stack, AsyncExitStack()
        await stack.aclose()


class _State:
    """What changes during a request."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.stack = AsyncExitStack()
        self.session: AsyncSession | None = None
        self.writes = 0
        self.closed = False
