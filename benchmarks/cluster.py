"""The PostgreSQL of the benchmarks, and databases in it that are seeded once and kept as long as they fit."""

import asyncio
import contextlib
import hashlib
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import psutil

from api.embedded import EmbeddedPostgres, embedded_postgres
from benchmarks.folder import HOME
from schema.migrations import head, upgrade

Recipe = Callable[["Place"], Awaitable[None]]
"""Fills a migrated database; what its module says is part of the key under which the database is kept."""


@dataclass(frozen=True, slots=True)
class Place:
    """A database of the cluster."""

    server: EmbeddedPostgres
    name: str

    def url(self, user: str = "postgres") -> str:
        """Give its asyncpg URL for a user."""
        return self.server.url(user, self.name)

    async def connect(self, user: str = "postgres") -> asyncpg.Connection:
        """Open a connection of a user's."""
        return await asyncpg.connect(host=str(self.server.sockets), port=5432, user=user, database=self.name)

    @property
    def serving(self) -> dict[str, str]:
        """Say in variables of the environment what a serving process needs to know of it."""
        return {
            "RUNTIME_DATABASE_URL": self.url("wuyi_runtime"),
            "PLATFORM_DATABASE_URL": self.url("wuyi_platform"),
        }

    def sessions(self) -> dict[int, float]:
        """Tell how much processor time each process of the cluster has used, by its number."""
        postmaster = int((self.server.data / "postmaster.pid").read_text().split(maxsplit=1)[0])
        spent: dict[int, float] = {}
        for session in psutil.Process(postmaster).children():
            with contextlib.suppress(psutil.NoSuchProcess):
                times = session.cpu_times()
                spent[session.pid] = times.user + times.system
        return spent


@contextlib.contextmanager
def cluster() -> Iterator[EmbeddedPostgres]:
    """Run the cluster while the block lasts; what is in it is kept."""
    with embedded_postgres(HOME / "cluster", durable=False) as server:
        yield server


def seeded(server: EmbeddedPostgres, purpose: str, recipe: Recipe, *sources: Path) -> Place:
    """Give the database for a purpose, seeded by `recipe` unless it was before from the same sources and migrations."""
    said = b"".join(path.read_bytes() for path in sources)
    key = hashlib.sha256(head().encode() + said).hexdigest()[:8]
    return asyncio.run(_seeded(server, purpose, f"{purpose}_{key}", recipe))


async def _seeded(server: EmbeddedPostgres, purpose: str, name: str, recipe: Recipe) -> Place:
    place, unfinished = Place(server, name), Place(server, f"{purpose}_new")
    owner = await Place(server, "postgres").connect()
    try:
        names = [row[0] for row in await owner.fetch("select datname from pg_database")]
        if name in names:
            return place
        for old in names:
            if old.startswith(f"{purpose}_"):
                await owner.execute(f"drop database {old} with (force)")
        await owner.execute(f"create database {unfinished.name}")
        await asyncio.to_thread(upgrade, unfinished.url())
        await recipe(unfinished)
        await owner.execute(f"alter database {unfinished.name} rename to {name}")
    finally:
        await owner.close()
    return place


def copy_of(place: Place, name: str) -> Place:
    """Copy a database nobody is connected to, in the place of an earlier copy: for work that changes it."""

    async def copy() -> None:
        owner = await Place(place.server, "postgres").connect()
        await owner.execute(f"drop database if exists {name} with (force)")
        await owner.execute(f"create database {name} template {place.name} strategy file_copy")
        await owner.close()

    asyncio.run(copy())
    return Place(place.server, name)
