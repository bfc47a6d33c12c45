"""A transaction that whoever reads at the same time shares: opened by the first, closed by the last."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field

from tenants.database import Session

Open = Callable[[], AbstractAsyncContextManager[Session]]


@dataclass(slots=True)
class SharedRead:
    """A read of a request. A session for reading takes statements of many at once, so nobody waits for another."""

    open: Open
    readers: int = 0
    session: Session | None = None
    owner: AbstractAsyncContextManager[Session] | None = None
    door: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def join(self) -> AsyncIterator[Session]:
        """Read in the transaction that is open, or open one."""
        self.readers += 1
        try:
            async with self.door:
                if self.session is None:
                    self.owner = self.open()
                    self.session = await self.owner.__aenter__()
            yield self.session
        finally:
            self.readers -= 1
            if self.readers == 0 and self.owner is not None:
                owner, self.owner, self.session = self.owner, None, None
                await owner.__aexit__(None, None, None)
