"""What was read of a tenant, kept as long as its version stands and no instant passes at which it changes by itself."""

import uuid
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from cachetools import LRUCache

from tenants.versions import Versions

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Reading(Generic[V]):
    """What was read, and the first instant at which it may be otherwise without a write; None: never."""

    value: V
    until: datetime | None = None


class Kept(Generic[V]):
    """A bounded number of readings, each of one tenant and under one key."""

    def __init__(self, versions: Versions, at_most: int) -> None:
        self._versions = versions
        self._entries: LRUCache[tuple[uuid.UUID, Hashable], tuple[object, Reading[V]]] = LRUCache(at_most)

    def find(self, subject: uuid.UUID, key: Hashable, now: datetime) -> V | None:
        """Give what is kept and still true; None also where nothing kept may be trusted."""
        reading = self._find(subject, key, now)
        return None if reading is None else reading.value

    async def get(
        self, subject: uuid.UUID, key: Hashable, now: datetime, read: Callable[[], Awaitable[Reading[V]]]
    ) -> V:
        """Give what is kept, or read it; it is kept under the version there was before it was read."""
        return (await self.get_reading(subject, key, now, read)).value

    async def get_reading(
        self, subject: uuid.UUID, key: Hashable, now: datetime, read: Callable[[], Awaitable[Reading[V]]]
    ) -> Reading[V]:
        """Do as `get` does, and tell until when it holds."""
        found = self._find(subject, key, now)
        if found is not None:
            return found
        version = self._versions.of(subject)
        reading = await read()
        if version is not None:
            self._entries[subject, key] = (version, reading)
        return reading

    def _find(self, subject: uuid.UUID, key: Hashable, now: datetime) -> Reading[V] | None:
        version = self._versions.of(subject)
        entry = self._entries.get((subject, key))
        if version is None or entry is None or entry[0] != version:
            return None
        reading = entry[1]
        return reading if reading.until is None or now < reading.until else None
