"""Slow or endless senders: a request has its time to come and its size, and whoever keeps to them is answered."""

import asyncio

import pytest

from tests.api.conftest import Place
from tests.api.test_direct import TENANT, both_ways, posting
from tests.builders.databases import Urls

IMPATIENT = {"head_seconds": 0.4, "body_seconds": 0.4, "head_bytes": 2_048}
"""Seconds after which the tests expect an end; nothing depends on how soon it comes."""


async def sent(url: str, *pieces: bytes) -> bytes:
    """Send pieces and no more; give what comes until the connection is closed from the other side."""
    host, port = url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
    async with asyncio.timeout(60):
        answer = await reader.read()
    writer.close()
    return answer


@pytest.mark.parametrize(
    ("cut", "status"),
    [(0, b""), (5, b"408"), (60, b"408"), (-3, b"408")],
    ids=["nothing", "line", "headers", "body"],
)
async def test_whoever_sends_no_further_is_let_go(
    urls: Urls, place: Place, monkeypatch: pytest.MonkeyPatch, cut: int, status: bytes
) -> None:
    """By a refusal once something was said, without a word before; the next is answered."""
    whole = posting(place.public, TENANT)
    async with both_ways(urls, monkeypatch, **IMPATIENT) as ways:
        answer = await sent(ways.url, whole[:cut] if cut else b"")
        assert answer.startswith(b"HTTP/1.1 " + status if status else b"")
        assert (b'"TIMEOUT"' in answer, answer == b"") == (bool(status), not status)
        asked = await sent(ways.url, posting(place.public, TENANT, connection="close"))
        assert asked.startswith(b"HTTP/1.1 200")


async def test_a_long_body_that_stops_is_let_go_on_the_ordinary_way(
    urls: Urls, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = posting(place.public, TENANT + b" " * 300_000)
    async with both_ways(urls, monkeypatch, **IMPATIENT) as ways:
        assert (await sent(ways.url, whole[:200_000])).startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize("sizes", [(8_000,), (200,) * 10], ids=["at once", "bit by bit"])
async def test_a_head_that_grows_too_large_is_refused(
    urls: Urls, place: Place, monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, ...]
) -> None:
    """However it comes, and before it ends; one within the limit is read, whatever the size of the body behind it."""
    head = b"POST %b HTTP/1.1\r\nHost: x\r\nX-Filler: " % place.public.encode()
    async with both_ways(urls, monkeypatch, **IMPATIENT | {"head_seconds": 60}) as ways:
        answer = await sent(ways.url, head, *(b"a" * size for size in sizes))
        assert answer.startswith(b"HTTP/1.1 431")
        assert b'"BODY_TOO_LARGE"' in answer
        fits = posting(place.public, TENANT + b" " * 9_000, connection="close", x_filler="a" * 1_000)
        assert (await sent(ways.url, fits)).startswith(b"HTTP/1.1 200")


async def test_a_connection_may_rest_between_requests(
    urls: Urls, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time of a head begins with its first byte: one connection sends a second request after longer than that."""
    async with both_ways(urls, monkeypatch, **IMPATIENT) as ways:
        for _ in range(2):
            answer = await ways.direct.post(
                place.public, content=TENANT, headers={"content-type": "application/json"}
            )
            assert answer.status_code == 200
            await asyncio.sleep(1.0)


async def test_many_requests_on_one_connection_are_no_large_head(
    urls: Urls, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each within the limit, together beyond it: one after the other, and sent at once."""
    async with both_ways(urls, monkeypatch, **IMPATIENT | {"head_seconds": 60}) as ways:
        content = TENANT + b" " * 1_500
        for _ in range(5):
            answer = await ways.direct.post(
                place.public, content=content, headers={"content-type": "application/json"}
            )
            assert answer.status_code == 200
        together = posting(place.public, content) * 4 + posting(place.public, content, connection="close")
        assert (await sent(ways.url, together[:-1_600], together[-1_600:])).count(b"HTTP/1.1 200") == 5
