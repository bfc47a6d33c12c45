"""Two ways in, one answer: what the direct way does is what the layers around the application do."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
import uvicorn
from structlog.testing import capture_logs

from api.application import Application
from api.composition import compose
from api.direct import Direct
from api.server import server_config
from api.service import GraphQLService
from tests.api.conftest import Place, make_settings, toy_back_office
from tests.api.test_metrics import read
from tests.api.toy import SCHEMAS, WATCHES, Watch
from tests.builders.databases import Urls

TYPE = {"content-type": "application/json"}
TENANT = b'{"query": "{ tenant }"}'
COUNTED = {
    "wuyi_http_requests_total": ("method", "status"),
    "wuyi_graphql_operations_total": ("schema", "kind", "name"),
    "wuyi_graphql_errors_total": ("schema", "code"),
    "wuyi_graphql_seconds_count": ("schema", "kind"),
    "wuyi_answers_total": ("found",),
}


class Ways:
    """One application behind both ways, and how often the direct one was gone to its end."""

    def __init__(self, app: Application, url: str) -> None:
        self.url = url
        self.direct = httpx.AsyncClient(base_url=url, timeout=60)
        self.layers = httpx.AsyncClient(transport=httpx.ASGITransport(app, False), base_url=url)
        self.taken = 0

    async def counts(self) -> dict[str, dict[tuple[str, ...], float]]:
        return {name: await read(self.layers, name, *labels) for name, labels in COUNTED.items()}

    async def told(self, client: httpx.AsyncClient, *request: Any, **more: Any) -> dict[str, Any]:
        """Ask by one way; give all that can be seen of it."""
        before = await self.counts()
        with capture_logs() as logs:
            answer = await client.request(*request, **more)
        after = await self.counts()
        trace_id = answer.headers.pop("x-trace-id")
        assert re.fullmatch("[0-9a-f]{32}", trace_id)
        answer.headers.pop("date", None)
        for line in logs:
            line.pop("ms", None)
            line.pop("exc_info", None)
        return {
            "status": answer.status_code,
            "headers": sorted(answer.headers.multi_items()),
            "body": answer.text.replace(trace_id, "trace"),
            "logs": [{**line, "trace_id": None} for line in logs],
            "counted": {
                name: {label: more - before[name].get(label, 0) for label, more in found.items()}
                for name, found in after.items()
                if name != "wuyi_http_requests_total"
            },
            "responses": sum(after["wuyi_http_requests_total"].values())
            - sum(before["wuyi_http_requests_total"].values()),
        }

    async def exchange(self, *pieces: bytes) -> bytes:
        """Send pieces over one connection; give all that comes back until it is closed."""
        host, port = self.url.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.01)  # so that the next is a piece of its own
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        return answer


@asynccontextmanager
async def both_ways(urls: Urls, monkeypatch: pytest.MonkeyPatch, **changes: object) -> AsyncIterator[Ways]:
    settings = make_settings(urls, port=0, **changes)
    app = compose(settings, SCHEMAS, toy_back_office)
    server = uvicorn.Server(server_config(settings, app))
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells no event
        await asyncio.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    ways, answer = Ways(app, f"http://{host}:{port}"), Direct.answer

    def counted(direct: Direct, *given: Any) -> Any:
        found = answer(direct, *given)
        ways.taken += found is not None
        return found

    monkeypatch.setattr(Direct, "answer", counted)
    async with ways.direct, ways.layers:
        yield ways
    server.should_exit = True
    await running


@pytest.fixture
async def ways(urls: Urls, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ways]:
    async with both_ways(urls, monkeypatch, body_bytes=2_000) as opened:
        yield opened


def posting(path: str, body: bytes, **headers: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: x", "Content-Type: application/json"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


ASKED: dict[str, tuple[str, str, dict[str, str], bytes]] = {
    "a query": ("POST", "{public}", TYPE, TENANT),
    "of the official schema": ("POST", "{official}", TYPE, TENANT),
    "of the platform": ("POST", "/platform/graphql", TYPE, b'{"query": "{ viewer }"}'),
    "with a key": ("POST", "{public}", TYPE | {"x-api-key": "{key}"}, TENANT),
    "with a token": (
        "POST",
        "{official}",
        TYPE | {"authorization": "Bearer {token}"},
        b'{"query": "{ viewer { name } }"}',
    ),
    "nothing": ("POST", "{public}", TYPE, b'{"query": "{ __typename }"}'),
    "by GET": ("GET", "{public}?query=%7B%20tenant%20%7D", {}, b""),
    "by GET with a key": ("GET", "{public}?query=%7Btenant%7D", {"x-api-key": "{key}"}, b""),
    "a mutation": ("POST", "{official}", TYPE, b'{"query": "mutation { signIn(username: \\"li\\") }"}'),
    "a mutation by GET": ("GET", "{official}?query=mutation%7BsignIn(username:%22li%22)%7D", {}, b""),
    "without a district": ("POST", "/graphql", TYPE, TENANT),
    "of no district": ("POST", "/t/nowhere/public/graphql", TYPE, TENANT),
    "of another's": ("POST", "/t/nowhere/graphql", TYPE | {"authorization": "Bearer {token}"}, TENANT),
    "with a bad key": ("POST", "{public}", TYPE | {"x-api-key": "nonsense"}, TENANT),
    "with a basic credential": ("POST", "{public}", TYPE | {"authorization": "Basic eDp4"}, TENANT),
    "a program where officials are": ("POST", "{official}", TYPE | {"x-api-key": "{key}"}, TENANT),
    "no JSON": ("POST", "{public}", TYPE, b"{"),
    "variables within variables": (
        "POST",
        "{public}",
        TYPE,
        b'{"query": "{ tenant }", "variables": {"a": ' + b"[" * 300 + b"]" * 300 + b"}}",
    ),
    "a list": ("POST", "{public}", TYPE, b"[]"),
    "a form": ("POST", "{public}", {"content-type": "text/plain"}, TENANT),
    "no document": ("POST", "{public}", TYPE, b'{"query": "{"}'),
    "strictly": (
        "POST",
        "{public}",
        TYPE | {"accept": "application/graphql-response+json"},
        b'{"query": "{ nope }"}',
    ),
    "as a picture": ("POST", "{public}", TYPE | {"accept": "image/png"}, TENANT),
    "what is broken": ("POST", "{public}", TYPE, b'{"query": "{ broken }"}'),
    "what is refused": ("POST", "{public}", TYPE, b'{"query": "{ refused }"}'),
}
ORDINARY: dict[str, tuple[str, str, dict[str, str], bytes]] = {
    "too much": ("POST", "{public}", TYPE, TENANT + b" " * 2_000),
    "its headers": ("HEAD", "{public}?query=%7Btenant%7D", {}, b""),
    "another method": ("PUT", "{public}", TYPE, TENANT),
    "an escaped path": ("POST", "/t/%71ijiang/public/graphql", TYPE, TENANT),
    "another path": ("GET", "/healthz", {}, b""),
}


@pytest.mark.parametrize("name", [*ASKED, *ORDINARY])
async def test_both_ways_tell_the_same(ways: Ways, place: Place, name: str) -> None:
    method, path, headers, content = (ASKED | ORDINARY)[name]
    known = {"public": place.public, "official": place.official, "token": place.token, "key": place.key}
    address = path.format_map(known)
    sent = {key: value.format_map(known) for key, value in headers.items()}
    await ways.layers.request(method, address, headers=sent, content=content)  # so that both are asked again
    by_layers = await ways.told(ways.layers, method, address, headers=sent, content=content)
    assert ways.taken == 0
    directly = await ways.told(ways.direct, method, address, headers=sent, content=content)
    assert directly == by_layers
    assert ways.taken == (name in ASKED)


async def test_an_answer_that_is_still_the_same_is_told_so_by_both(ways: Ways, place: Place) -> None:
    address = f"{place.public}?query=" + quote('{ echo(text: "疫") }')
    tag = (await ways.direct.get(address)).headers["etag"]
    told = [
        await ways.told(way, "GET", address, headers={"if-none-match": tag})
        for way in (ways.layers, ways.direct)
    ]
    assert told[0] == told[1]
    assert (told[0]["status"], told[0]["body"]) == (304, "")


async def test_what_nobody_caught_is_a_plain_500_by_both(
    ways: Ways, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(GraphQLService, "serve", broken)
    told = [
        await ways.told(way, "POST", place.public, headers=TYPE, content=TENANT)
        for way in (ways.layers, ways.direct)
    ]
    assert told[0] == told[1]
    assert (told[0]["status"], [line["event"] for line in told[0]["logs"]]) == (
        500,
        ["request failed", "request"],
    )
    assert "secret" not in str(told[1])


async def test_a_host_is_answered_directly_once_it_was_let_through(
    urls: Urls, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with both_ways(urls, monkeypatch, trusted_hosts=["*.example.cn"]) as ways:
        for host, status, taken in (
            ("evil.cn", 400, 0),
            ("a.example.cn", 200, 0),
            ("evil.cn", 400, 0),
            ("a.example.cn", 200, 1),
        ):
            answer = await ways.direct.post(place.public, content=TENANT, headers=TYPE | {"host": host})
            assert (answer.status_code, ways.taken) == (status, taken)


async def test_a_request_in_pieces_is_answered_when_it_is_whole(ways: Ways, place: Place) -> None:
    whole = posting(place.public, TENANT, connection="close")
    for cut in (5, whole.index(b"\r\n\r\n") + 2, whole.index(b"\r\n\r\n") + 4, len(whole) - 9):
        answer = await ways.exchange(whole[:cut], whole[cut:])
        assert answer.startswith(b"HTTP/1.1 200")
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["data"] == {"tenant": place.slug}
    assert ways.taken == 4


async def test_a_long_body_goes_the_ordinary_way(
    urls: Urls, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with both_ways(urls, monkeypatch) as ways:
        whole = posting(place.public, TENANT + b" " * 300_000, connection="close")
        answer = await ways.exchange(whole[:70_000], whole[70_000:])
    assert f'"tenant":"{place.slug}"'.encode() in answer
    assert ways.taken == 0


async def test_a_body_announced_as_too_long_is_refused_before_it_is_sent(ways: Ways, place: Place) -> None:
    head = posting(place.public, b"", connection="close").partition(b"Content-Length")[0]
    for announced in (70_000, 10**17):
        answer = await asyncio.wait_for(ways.exchange(head + b"Content-Length: %d\r\n\r\n{" % announced), 10)
        assert b"BODY_TOO_LARGE" in answer
    assert ways.taken == 0


@pytest.mark.parametrize("expect", ["", "Expect: 100-continue\r\n"])
async def test_what_comes_after_the_body_is_no_header(ways: Ways, place: Place, expect: str) -> None:
    head = posting(place.public, b"", connection="close", transfer_encoding="chunked")
    head = head.replace(b"Content-Length: 0\r\n", expect.encode())
    body, trailers = b"%x\r\n%b\r\n0\r\n" % (len(TENANT), TENANT), b"Authorization: Basic eDp4\r\n\r\n"
    for pieces in ((head + body + trailers,), (head, body + trailers), (head + body, trailers)):
        assert f'"tenant":"{place.slug}"'.encode() in await ways.exchange(*pieces)
    refused = head.replace(b"\r\n\r\n", b"\r\n" + trailers) + body + b"\r\n"
    assert b"UNAUTHENTICATED" in await ways.exchange(refused)


async def test_whoever_never_sends_the_body_is_told_of(ways: Ways, place: Place) -> None:
    with capture_logs() as logs:
        host, port = ways.url.removeprefix("http://").split(":")
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(posting(place.public, TENANT)[:-3])
        await writer.drain()
        writer.close()
        while not any(line["event"] == "request" for line in logs):  # noqa: ASYNC110 - nobody tells of a log line
            await asyncio.sleep(0.01)
    assert [(line["event"], line.get("status")) for line in logs] == [("client gone", None), ("request", 499)]
    assert ways.taken == 0


@pytest.mark.parametrize("more", [{"expect": "100-continue"}, {"transfer_encoding": "chunked"}])
async def test_what_is_not_simple_is_uvicorns(ways: Ways, place: Place, more: dict[str, str]) -> None:
    if "expect" in more:
        sent = posting(place.public, TENANT, connection="close", **more)
    else:
        head = posting(place.public, b"", connection="close", **more).replace(b"Content-Length: 0\r\n", b"")
        sent = head + b"%x\r\n%b\r\n0\r\n\r\n" % (len(TENANT), TENANT)
    answer = await ways.exchange(sent)
    assert f'"tenant":"{place.slug}"'.encode() in answer
    assert ways.taken == ("expect" not in more)


async def test_requests_sent_at_once_are_answered_in_order(ways: Ways, place: Place) -> None:
    """The second goes the ordinary way, behind the first, and the third behind both."""
    name = uuid4().hex
    WATCHES[name] = Watch()
    documents = [f'{{ hold(watch: "{name}") }}', '{ echo(text: "second") }', '{ echo(text: "third") }']
    bodies = [json.dumps({"query": document}).encode() for document in documents]
    sent = [posting(place.public, body) for body in bodies[:2]]
    sent.append(posting(place.public, bodies[2], connection="close"))
    asking = asyncio.create_task(ways.exchange(b"".join(sent)))
    await WATCHES[name].started.wait()
    WATCHES[name].release.set()
    answer = await asking
    assert re.findall(rb'"(?:hold|echo)":"(\w+)"', answer) == [b"held", b"second", b"third"]
    assert answer.count(b"HTTP/1.1 200 OK") == 3
    assert b"connection: close" in answer


async def test_who_hangs_up_is_logged_as_gone(ways: Ways, place: Place) -> None:
    name = uuid4().hex
    WATCHES[name] = Watch()
    body = json.dumps({"query": f'{{ sleep(watch: "{name}") }}'}).encode()
    host, port = ways.url.removeprefix("http://").split(":")
    with capture_logs() as logs:
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(posting(place.public, body))
        await WATCHES[name].started.wait()
        writer.close()
        await WATCHES[name].ended.wait()
        while not any(line["event"] == "request" for line in logs):  # noqa: ASYNC110 - nobody tells of a log line
            await asyncio.sleep(0)
    assert WATCHES[name].cancelled
    assert [(line["event"], line.get("status")) for line in logs] == [("client gone", None), ("request", 499)]
