"""The readers: nothing can be written by them, the dead are replaced, and who gives up stops the statement."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from asyncpg.exceptions import InternalClientError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from tenants.connections import WrongRoleError, connect_as
from tenants.database import RUNTIME_ROLE
from tenants.readers import Readers, ReadFailedError
from tests.builders.databases import Urls
from tests.wire import wire_to

ONE = "select convert_to('one', 'UTF8')"
BACKEND = "select convert_to(pg_backend_pid()::text, 'UTF8')"


@pytest.fixture
async def readers(urls: Urls) -> AsyncIterator[Readers]:
    opened = Readers(urls.runtime, RUNTIME_ROLE, size=2, seconds=60)
    yield opened
    await opened.close()


async def test_nothing_can_be_written(readers: Readers) -> None:
    for writing in ("delete from access_tokens", "with w as (delete from jobs returning 1) select 1 from w"):
        with pytest.raises(ReadFailedError, match="not a select"):
            await readers.read(writing, [])
    assert await readers.read(ONE, []) == b"one"


async def test_a_connection_is_used_again(readers: Readers) -> None:
    first = await readers.read(BACKEND, [])
    assert await readers.read(BACKEND, []) == first


async def test_a_tenant_ends_with_its_statement(readers: Readers) -> None:
    told = "select convert_to(coalesce(current_setting('app.tenant_id', true), '') || '.', 'UTF8')"
    bound = "select convert_to(t, 'UTF8') from (select set_config('app.tenant_id', $1::text, true) t) g"
    assert await readers.read(bound, ["somebody"]) == b"somebody"
    assert await readers.read(told, []) == b"."


async def test_a_dead_connection_is_replaced(readers: Readers, owner: AsyncEngine) -> None:
    backend = int(await readers.read(BACKEND, []) or 0)
    async with owner.connect() as connection:
        await connection.execute(text("select pg_terminate_backend(:backend)"), {"backend": backend})
    assert int(await readers.read(BACKEND, []) or 0) not in (0, backend)


async def test_a_connection_that_is_being_ended_is_replaced(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server has said goodbye and the line has not ended yet: asyncpg 0.32 refuses to send."""
    backend = await readers.read(BACKEND, [])
    ask = asyncpg.Connection.fetchval
    dying = list(readers._idle)

    async def refuse(connection: asyncpg.Connection, *args: object, **options: object) -> object:
        if connection in dying:
            raise InternalClientError("cannot switch to state 12; another operation (2) is in progress")
        return await ask(connection, *args, **options)

    monkeypatch.setattr(asyncpg.Connection, "fetchval", refuse)
    assert await readers.read(BACKEND, []) not in (None, backend)


async def test_a_statement_ends_in_time(urls: Urls) -> None:
    hasty = Readers(urls.runtime, RUNTIME_ROLE, size=1, seconds=0.3)
    with pytest.raises(ReadFailedError, match="TimeoutError"):
        await hasty.read("select convert_to(pg_sleep(30)::text, 'UTF8')", [])
    await hasty.close()


async def test_a_server_that_answers_nothing_keeps_nobody_from_ending(
    urls: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.readers.CLOSING_SECONDS", 0.1)
    async with wire_to(urls.runtime) as wire:
        opened = Readers(wire.url(urls.runtime), RUNTIME_ROLE, size=1, seconds=60)
        assert await opened.read(ONE, []) == b"one"
        (connection,) = opened._idle
        wire.thawed.clear()
        await opened.close()
        assert connection.is_closed()


async def test_who_gives_up_stops_the_statement(urls: Urls, owner: AsyncEngine) -> None:
    patient = Readers(urls.runtime, RUNTIME_ROLE, size=1, seconds=60)
    reading = asyncio.create_task(patient.read("select convert_to(pg_sleep(50.25)::text, 'UTF8')", []))
    running = text(
        "select count(*) from pg_stat_activity"
        " where query like '%50.25%' and state = 'active' and pid <> pg_backend_pid()"
    )
    async with owner.connect() as connection:
        async with asyncio.timeout(60):
            while not await connection.scalar(running):
                assert not reading.done()
                await connection.rollback()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        await patient.close()
        async with asyncio.timeout(40):  # it would sleep for longer
            while await connection.scalar(running):
                await connection.rollback()
    assert await patient.read(ONE, []) == b"one"
    await patient.close()


async def test_no_server_is_no_answer(urls: Urls) -> None:
    nowhere = Readers(f"{urls.runtime.partition('?')[0]}?host=/nowhere", RUNTIME_ROLE, size=1, seconds=0.3)
    with pytest.raises(ReadFailedError):
        await nowhere.read(ONE, [])


async def test_nothing_is_read_as_another_role(urls: Urls) -> None:
    powerful = Readers(urls.owner, RUNTIME_ROLE, size=1, seconds=5)
    with pytest.raises(WrongRoleError, match="wuyi_runtime"):
        await powerful.read(ONE, [])


async def test_who_gives_up_while_it_is_opened_leaves_no_connection(
    urls: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cancelled between being connected and knowing as whom: what was opened is closed."""
    opened: list[asyncpg.Connection] = []

    async def ask(connection: asyncpg.Connection, *_: object) -> None:
        opened.append(connection)
        raise asyncio.CancelledError

    monkeypatch.setattr(asyncpg.Connection, "fetchval", ask)
    with pytest.raises(asyncio.CancelledError):
        await connect_as(urls.runtime, RUNTIME_ROLE)
    assert [connection.is_closed() for connection in opened] == [True]
