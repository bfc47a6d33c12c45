"""Databases of the tests: one for all of them, and copies for those whose work grows with every district."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from api.embedded import EmbeddedPostgres
from tenants.database import Database, create_engine
from tenants.readers import Readers

PRISTINE = "pristine"
_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Urls:
    """A database for its owner and for the two roles the platform connects as."""

    owner: str
    runtime: str
    platform: str


def urls_of(server: EmbeddedPostgres, name: str) -> Urls:
    """Address a database of the server."""
    return Urls(*(server.url(user, name) for user in ("postgres", "wuyi_runtime", "wuyi_platform")))


def open_database(urls: Urls) -> Database:
    """Give the platform's view of a database: two roles that own nothing."""
    return Database(
        runtime=create_engine(urls.runtime),
        platform=create_engine(urls.platform),
        statement_timeout_ms=60_000,  # a busy machine is no failure
        readers=Readers(urls.runtime, role=None, size=10, statement_timeout_ms=60_000),
    )


def create_database(server: EmbeddedPostgres, name: str, *, like: str = PRISTINE) -> None:
    """Copy a database nobody is connected to."""

    async def copy() -> None:
        engine = create_async_engine(server.url(database="postgres"), isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(f"create database {name} template {like}"))
        await engine.dispose()

    asyncio.run(copy())


@pytest.fixture(scope="module")
def urls(server: EmbeddedPostgres) -> Urls:
    """Make a database without a district: a worker visits them all, and other tests leave theirs behind."""
    name = f"fresh_{next(_NUMBERS)}"
    create_database(server, name)
    return urls_of(server, name)


@pytest.fixture(scope="module")
async def database(urls: Urls) -> AsyncIterator[Database]:
    """Give the platform's view of the fresh database."""
    opened = open_database(urls)
    yield opened
    await opened.dispose()


@pytest.fixture(scope="module")
async def owner(urls: Urls) -> AsyncIterator[AsyncEngine]:
    """Give its owner's view."""
    engine = create_engine(urls.owner)
    yield engine
    await engine.dispose()
