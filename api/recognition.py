"""Callers recognised: who came to an address with a credential before, while nothing of what was found then changed."""

import uuid
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from cachetools import LRUCache

from tenants.versions import REGISTER, Versions

V = TypeVar("V")

Standing = tuple[uuid.UUID, tuple[int, int, int]]
"""Who may do what in a tenant, or the register, and the versions of the register and of that subject."""


@dataclass(frozen=True, slots=True)
class _Entry(Generic[V]):
    value: V
    standing: Standing
    until: datetime | None


class Recognition(Generic[V]):
    """A bounded number of values, each found in the register and by what one tenant lets do whom."""

    def __init__(self, versions: Versions, at_most: int) -> None:
        self._versions = versions
        self._entries: LRUCache[Hashable, _Entry[V]] = LRUCache(at_most)

    def find(self, key: Hashable, now: datetime) -> V | None:
        """Give what was found before if it must be found again."""
        entry = self._entries.get(key)
        if entry is None or (entry.until is not None and now >= entry.until):
            return None
        return entry.value if self.standing(entry.standing[0]) == entry.standing else None

    def standing(self, subject: uuid.UUID | None) -> Standing | None:
        """Note, before anything is read, what it will be read under; None while nothing kept may be trusted."""
        subject = subject or REGISTER
        versions = self._versions.of_both(REGISTER, subject)
        return None if versions is None else (subject, versions)

    def keep(self, key: Hashable, standing: Standing | None, value: V, until: datetime | None) -> None:
        """Keep what was found under the standing there was before."""
        if standing is not None:
            self._entries[key] = _Entry(value, standing, until)
