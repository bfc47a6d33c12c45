"""What every test shares: one embedded PostgreSQL a process, migrated once; tests never connect as its owner."""

import asyncio
import gc
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path

import pytest
import uvloop
from hypothesis import HealthCheck, settings
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.ext.asyncio import AsyncEngine

from api.embedded import EmbeddedPostgres, embedded_postgres
from api.embedded.server import DATABASE
from authz import passwords
from schema.migrations import upgrade
from tenants.database import Database
from tenants.pools import create_engine
from tenants.versions import Versions
from tests.builders.databases import PRISTINE, Urls, create_database, open_database, urls_of
from tests.builders.versions import SharedVersions
from tests.tenants.routing import unrouted
from tests.tenants.sent import sent_by_the_platform

# No test asserts a wall-clock time, and the suite tries the same examples every time: others are for the campaign.
settings.register_profile("campaign", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("wuyi", settings.get_profile("campaign"), derandomize=True)
REAL_HASHES = passwords._HASHER


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run the tests on the loop the platform is served on."""
    return {"uvloop": uvloop.new_event_loop}


def pytest_configure(config: pytest.Config) -> None:
    """Choose how property tests are run before their modules are read."""
    settings.load_profile("campaign" if config.option.markexpr == "campaign" else "wuyi")


def pytest_collection() -> None:
    """Look for no garbage while modules and tests are made: they live to the end of the run."""
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long, so that no worker is left with one of them when the others have ended."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """Leave what was made so far out of every later garbage collection."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Hash the passwords of a thousand districts at a fraction of the cost; tests/authz looks at the real one."""
    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=1_024, parallelism=1),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", quick)
        yield


@pytest.fixture(scope="session", autouse=True)
def one_process() -> Iterator[Versions]:
    """Tell every database the tests open of what any of them writes: they are in one process, as one platform is."""
    shared = SharedVersions()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tenants.database.Versions", lambda: shared)
        yield shared


@pytest.fixture(scope="session", autouse=True)
def routed_statements() -> Iterator[None]:
    """Fail after the last test if the platform sent a statement that names a table without its tenant."""
    with sent_by_the_platform() as sent:
        yield
    found = [f"{put.sender}: {tables}\n{text}" for text, put in sent.items() if (tables := unrouted(text))]
    assert not found, "tables whose tenant is no parameter, see tests/tenants/routing.py:\n" + "\n\n".join(
        found
    )


@pytest.fixture
def real_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash as the platform does."""
    monkeypatch.setattr(passwords, "_HASHER", REAL_HASHES)


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedPostgres]:
    """Start a server in a temporary folder; migrate its database and keep a copy nobody writes to."""
    with (
        tempfile.TemporaryDirectory(prefix="wuyi-test-") as folder,
        embedded_postgres(Path(folder), durable=False) as started,
    ):
        upgrade(started.url())
        create_database(started, PRISTINE, like=DATABASE)
        yield started


@pytest.fixture(scope="session")
def urls(server: EmbeddedPostgres) -> Urls:
    return urls_of(server, DATABASE)


@pytest.fixture(scope="session")
async def database(urls: Urls) -> AsyncIterator[Database]:
    """Give the platform's view of the database: two roles that own nothing."""
    opened = open_database(urls)
    yield opened
    await opened.dispose()


@pytest.fixture(scope="session")
async def owner(urls: Urls) -> AsyncIterator[AsyncEngine]:
    """Give the owner's view, past row security: to look what was written, never to act."""
    engine = create_engine(urls.owner)
    yield engine
    await engine.dispose()
