"""What every test shares: one embedded PostgreSQL a worker, migrated once; tests never connect as its owner."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy.ext.asyncio import AsyncEngine

from api.embedded import embedded_postgres
from schema.migrations import upgrade
from tenants.database import Database, create_engine

settings.register_profile("wuyi", deadline=None)  # no test asserts a wall-clock time
settings.load_profile("wuyi")


@dataclass(frozen=True)
class Urls:
    """The worker's database for its owner and for the two roles the platform connects as."""

    owner: str
    runtime: str
    platform: str


@pytest.fixture(scope="session")
def urls() -> Iterator[Urls]:
    """Start a server in a temporary folder and migrate its database."""
    with (
        tempfile.TemporaryDirectory(prefix="wuyi-test-") as folder,
        embedded_postgres(Path(folder), durable=False) as server,
    ):
        found = Urls(*(server.url(user) for user in ("postgres", "wuyi_runtime", "wuyi_platform")))
        upgrade(found.owner)
        yield found


@pytest.fixture(scope="session")
async def database(urls: Urls) -> AsyncIterator[Database]:
    """Give the platform's view of the database: two roles that own nothing."""
    opened = Database(
        runtime=create_engine(urls.runtime),
        platform=create_engine(urls.platform),
        statement_timeout_ms=60_000,  # a busy machine is no failure
    )
    yield opened
    await opened.dispose()


@pytest.fixture(scope="session")
async def owner(urls: Urls) -> AsyncIterator[AsyncEngine]:
    """Give the owner's view, past row security: to look what was written, never to act."""
    engine = create_engine(urls.owner)
    yield engine
    await engine.dispose()
