"""The client counts every answer and notices those that are refusals."""

import asyncio
from typing import Any

import pytest

from benchmarks.client import NUMBER, load

HEAD = b"HTTP/1.1 %d OK\r\ncontent-length: %d\r\n\r\n"


async def _asked(status: int, body: bytes, most: int = 20) -> tuple[dict[str, Any], list[bytes]]:
    """Have the client ask a server that always answers alike; give what it says, and what it sent."""
    heard: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                heard.append(await reader.readuntil(b"\r\n\r\n"))
            except asyncio.IncompleteReadError:
                writer.close()
                return
            writer.write(HEAD % (status, len(body)) + body)

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    told = {
        "port": server.sockets[0].getsockname()[1],
        "requests": [f"GET /{NUMBER} HTTP/1.1\r\n\r\n"],
        "seconds": 10,
        "most": most,
        "connections": 3,
        "number": 41,
    }
    async with server:
        return await load(told), heard


async def test_answers_are_counted_and_requests_numbered() -> None:
    said, heard = await _asked(200, b'{"data":{}}')
    assert (said["done"], said["failed"]) == (20, 0)
    assert sorted(heard) == [b"GET /%010d HTTP/1.1\r\n\r\n" % number for number in range(41, 61)]


@pytest.mark.parametrize(("status", "body"), [(401, b"{}"), (200, b'{"errors":[]}')])
async def test_refusals_are_no_answers(status: int, body: bytes) -> None:
    said, _ = await _asked(status, body)
    assert (said["done"], said["failed"], said["first_failure"]) == (20, 20, body.decode())
