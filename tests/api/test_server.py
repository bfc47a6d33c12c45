"""A real server on a real socket: hang-ups reach the database, a stop lets running requests finish."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from uuid import uuid4

import httpx
import pytest
import uvicorn
from sqlalchemy import text

from api.composition import compose
from api.server import server_config
from tenants.pools import create_engine
from tests.api.conftest import Place, make_settings, toy_back_office
from tests.api.toy import SCHEMAS, WATCHES, Watch
from tests.builders.databases import Urls

SLEEPING = text(
    "select count(*) from pg_stat_activity"
    " where state = 'active' and query like '%pg_sleep(60)%' and pid <> pg_backend_pid()"
)
Serve = Callable[..., AbstractAsyncContextManager[tuple[uvicorn.Server, str]]]


@pytest.fixture
def serve(urls: Urls) -> Serve:
    @asynccontextmanager
    async def served(**changes: object) -> AsyncIterator[tuple[uvicorn.Server, str]]:
        settings = make_settings(urls, port=0, **changes)
        server = uvicorn.Server(server_config(settings, compose(settings, SCHEMAS, toy_back_office)))
        running = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 - uvicorn tells no event
            await asyncio.sleep(0.01)
        host, port = server.servers[0].sockets[0].getsockname()
        yield server, f"http://{host}:{port}"
        server.should_exit = True
        await running

    return served


@pytest.fixture
def watch() -> tuple[str, Watch]:
    name = uuid4().hex
    WATCHES[name] = Watch()
    return name, WATCHES[name]


async def hang_up_on(url: str, place: Place, document: str, seen: Watch) -> None:
    """Send an operation and close the connection once its resolver runs."""
    host, port = url.removeprefix("http://").split(":")
    body = json.dumps({"query": document}).encode()
    head = f"POST {place.public} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    await seen.started.wait()
    writer.close()
    await writer.wait_closed()


async def test_hanging_up_ends_the_resolver_and_its_statement(
    serve: Serve, urls: Urls, place: Place, watch: tuple[str, Watch]
) -> None:
    name, seen = watch
    async with serve() as (_, url):
        await hang_up_on(url, place, f'{{ sleepInDatabase(watch: "{name}") }}', seen)
        await seen.ended.wait()
        assert seen.cancelled
        engine = create_engine(urls.owner)
        async with engine.connect() as connection:
            while await connection.scalar(SLEEPING):  # noqa: ASYNC110 - nor does the database
                await asyncio.sleep(0.01)
        await engine.dispose()
        async with httpx.AsyncClient(base_url=url, timeout=60) as client:
            answer = await client.post(place.public, json={"query": "{ tenant }"})
            assert answer.json()["data"] == {"tenant": place.slug}


async def test_a_stop_lets_running_requests_finish(
    serve: Serve, place: Place, watch: tuple[str, Watch]
) -> None:
    name, seen = watch
    async with serve() as (server, url), httpx.AsyncClient(base_url=url, timeout=60) as client:
        document = {"query": f'{{ hold(watch: "{name}") }}'}
        asking = asyncio.create_task(client.post(place.public, json=document))
        await seen.started.wait()
        server.should_exit = True
        seen.release.set()
        answer = await asking
        assert answer.json()["data"] == {"hold": "held"}
        assert "server" not in answer.headers


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"nonsense\r\n\r\n",
        b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: nonsense\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /graphql?query=%FF%FE HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /t/%C0%80/graphql?query=x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n\xff\xff",
        b"GET /graphql?query={tenant} HTTP/1.1\r\nHost: \xff\r\nConnection: close\r\n\r\n",
    ],
)
async def test_malformed_http_is_a_4xx(serve: Serve, request_bytes: bytes) -> None:
    async with serve() as (_, url):
        host, port = url.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(request_bytes)
        status = (await reader.readline()).split()[1]
        writer.close()
        await writer.wait_closed()
    assert 400 <= int(status) < 500
