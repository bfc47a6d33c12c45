"""Ground that no busy machine moves, for tests that count what a process keeps."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tenants.versions import Versions

_HOUR = 3_600.0


class SharedVersions(Versions):
    """Versions several platforms of one process follow: they ask in turn, so that no later answer is an older one."""

    def __init__(self) -> None:
        super().__init__()
        self._turn = asyncio.Lock()

    async def poll(self, connection: object) -> None:
        """Ask when nobody else does."""
        async with self._turn:
            await super().poll(connection)


@contextmanager
def unhurried() -> Iterator[None]:
    """Ask about versions often, and let no answer that comes late be an outage, which drops all that is kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tenants.versions.POLL_SECONDS", 0.01)
        patch.setattr("tenants.versions.TRUSTED_SECONDS", _HOUR)
        yield


async def asked_anew(versions: Versions) -> None:
    """Wait until a question asked after this moment is answered: what was written here is told once more by it."""
    for _ in range(2):
        before = versions._asked_at
        while versions._asked_at == before:  # noqa: ASYNC110 - it tells no event
            await asyncio.sleep(0.01)
