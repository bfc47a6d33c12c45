"""What a resolver is handed: the caller's operation context, loaders of this request, cursors."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import strawberry
from strawberry.dataloader import DataLoader

from authz.actions import ANY, Action
from authz.context import OperationContext
from authz.sign_in import LIFETIME
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.loaded import Loaded
from schema.frame.pagination import Cursors
from tenants.database import Session

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
Batch = Callable[[Session, list[K]], Awaitable[Mapping[K, V]]]


@dataclass(slots=True)
class RequestContext:
    """One request. Its database lends one session for reading to all its resolvers and loader batches.

    `session_lifetime` is how long a sign-in lasts. What was loaded before a write is loaded anew after it.
    """

    operations: OperationContext
    cursors: Cursors
    loaders: dict[Any, DataLoader[Any, Any]] = field(default_factory=dict)
    at_hand: dict[Any, Any] = field(default_factory=dict)
    loaded_after: int = 0
    session_lifetime: timedelta = LIFETIME

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Session]:
        """Read with the request's session, beside whoever else reads with it; begin nothing meanwhile."""
        async with self.operations.read() as session:
            yield session

    async def load(self, batch: Batch[K, V], key: K) -> V | None:
        """Load a row together with all others of this request that go through the same batch function.

        Whoever is cancelled, because a field beside it was refused, leaves the batch to the others.
        """
        self._forget_after_a_write()
        if (batch, key) in self.at_hand:
            known: V | None = self.at_hand[batch, key]
            return known
        if batch not in self.loaders:
            self.loaders[batch] = DataLoader(load_fn=self._batched(batch))
        loaded: V | None = await asyncio.shield(self.loaders[batch].load(key))
        return loaded

    def have(self, batch: Batch[K, V], key: K) -> V | None:
        """Give a row this request has loaded already; None where it has not."""
        self._forget_after_a_write()
        return self.at_hand.get((batch, key))

    def _forget_after_a_write(self) -> None:
        if self.loaded_after != self.operations.database.writes:
            self.loaded_after = self.operations.database.writes
            self.loaders.clear()
            self.at_hand.clear()

    async def load_all(self, batch: Batch[K, V], keys: Iterable[K]) -> list[V | None]:
        """Load several rows at once; one after the other they would come in batches of one."""
        return await asyncio.gather(*[self.load(batch, key) for key in keys])

    def _batched(self, batch: Batch[K, V]) -> Callable[[list[K]], Awaitable[list[V | None]]]:
        async def run(keys: list[K]) -> list[V | None]:
            before = self.loaded_after
            async with self.read() as session:
                found = await batch(session, keys)
            if before == self.operations.database.writes:
                self._keep(batch, keys, found)
            return [found.get(key) for key in keys]

        return run

    def _keep(self, batch: Batch[K, V], keys: list[K], found: Mapping[K, V]) -> None:
        """Have at hand what was loaded, and what the batch read beside it."""
        self.at_hand.update(((batch, key), found.get(key)) for key in keys)
        if isinstance(found, Loaded):
            for other, rows in found.beside.items():
                self.at_hand.update(((other, key), row) for key, row in rows.items())

    @property
    def official_id(self) -> uuid.UUID:
        """Identify the signed-in official; refuse everybody else with UNAUTHENTICATED."""
        actor = self.operations.actor
        if actor.kind != "official" or actor.id is None:
            raise DomainError(ErrorCode.UNAUTHENTICATED, "尚未登录。")
        return actor.id

    def scopes(self, action: Action) -> tuple[str, ...]:
        """List the paths below which the viewer may do `action`; refuse a viewer who may nowhere."""
        _ = self.official_id
        scopes = self.operations.scopes_for(action)
        if not scopes:
            raise DomainError(
                ErrorCode.ROLE_NOT_ALLOWED, "您的角色不能查看此内容。", details={"action": action}
            )
        return scopes

    def may(self, action: Action, path: str, *, target: str = ANY) -> bool:
        """Tell whether the viewer may do `action` in the unit at `path`."""
        return self.operations.decide(action, path, target=target).allowed


Info = strawberry.Info[RequestContext, None]
