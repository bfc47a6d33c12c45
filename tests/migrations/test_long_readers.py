"""A long reader under an upgrade: the migration waits for it, and no other reader waits for the migration."""

import threading

import pytest
from alembic.util import CommandError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from api.embedded import EmbeddedPostgres
from schema.migrations import head, running, upgrade
from tests.builders.databases import create_database
from tests.units.test_migration import as_owner

BEFORE = "0054"
READ = "select count(*) from designations"
REVISION = "select version_num from alembic_version"


@pytest.fixture
def old(server: EmbeddedPostgres, request: pytest.FixtureRequest) -> str:
    """Make an empty database as it is before the migrations that are held up."""
    name = request.function.__name__[:60]
    create_database(server, name, like="template0")
    url = server.url(database=name)
    upgrade(url, BEFORE)
    return url


def told(url: str, statement: str) -> str:
    async def ask(connection: AsyncConnection) -> str:
        await connection.execute(text("set local statement_timeout = '60s'"))
        return str(await connection.scalar(text(statement)))

    return as_owner(url, ask)


def test_readers_pass_while_a_migration_waits(old: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time it gave up its place others read; once the long reader has ended it goes through."""
    paused, go_on = threading.Semaphore(0), threading.Semaphore(0)

    def pause(_seconds: float) -> None:
        paused.release()
        assert go_on.acquire(timeout=60)

    monkeypatch.setattr(running, "LOCK_TIMEOUT_MS", 100)
    monkeypatch.setattr(running.time, "sleep", pause)
    migration = threading.Thread(target=upgrade, args=(old,))

    async def read_long(connection: AsyncConnection) -> None:
        await connection.execute(text(READ))
        migration.start()
        other = create_async_engine(old)
        for attempt in range(2):
            assert paused.acquire(timeout=60)
            async with other.begin() as beside:
                await beside.execute(text("set local lock_timeout = '60s'"))
                assert await beside.scalar(text(READ)) == 0
                assert await beside.scalar(text(REVISION)) == BEFORE
            if attempt == 0:
                go_on.release()
        await other.dispose()

    as_owner(old, read_long)
    go_on.release()
    migration.join(60)
    assert told(old, REVISION) == head()


def test_what_ended_is_kept_and_the_rest_said_in_words(old: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who holds the outbox stops the migration of the outbox alone; the next run does the rest."""
    monkeypatch.setattr(running, "LOCK_TIMEOUT_MS", 100)
    monkeypatch.setattr(running, "ATTEMPTS", 2)
    monkeypatch.setattr(running.time, "sleep", lambda _seconds: None)
    caught: list[CommandError] = []

    def migrate() -> None:
        try:
            upgrade(old)
        except CommandError as error:
            caught.append(error)

    async def hold(connection: AsyncConnection) -> None:
        await connection.execute(text("select count(*) from outbox_messages"))
        migration = threading.Thread(target=migrate)
        migration.start()
        migration.join(60)

    as_owner(old, hold)
    assert "wuyi db upgrade" in str(caught[0])
    assert told(old, REVISION) == "0055"
    upgrade(old)
    assert told(old, REVISION) == head()


def test_another_fault_is_not_tried_again(old: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running.time, "sleep", pytest.fail)
    told_before = told(old, REVISION)

    async def stand_in_the_way(connection: AsyncConnection) -> None:
        await connection.execute(text("alter table outbox_messages add taken_at text"))

    as_owner(old, stand_in_the_way)
    with pytest.raises(DBAPIError):
        upgrade(old)
    assert (told_before, told(old, REVISION)) == (BEFORE, "0055")
