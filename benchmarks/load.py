"""Clients that keep their connections and ask one thing again and again, as lightly as Python can."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any, cast

import psutil
import uvloop

from benchmarks.sweep import cpu


@dataclass(frozen=True, slots=True)
class Question:
    """One HTTP request as it goes over the wire."""

    name: str
    port: int
    wire: bytes

    @classmethod
    def post(
        cls, name: str, port: int, path: str, body: Mapping[str, Any], headers: Mapping[str, str]
    ) -> "Question":
        """Write the request that posts a JSON body."""
        content = json.dumps(body).encode()
        given = {"host": "127.0.0.1", "accept": "*/*", "content-type": "application/json"} | dict(headers)
        lines = [f"POST {path} HTTP/1.1", *(f"{key}: {value}" for key, value in given.items())]
        head = "\r\n".join([*lines, f"content-length: {len(content)}", "", ""])
        return cls(name, port, head.encode() + content)


@dataclass(frozen=True, slots=True)
class Round:
    """What a number of requests took: the server's processor a request in microseconds, and requests a second."""

    microseconds: float
    rate: float


class _Client(asyncio.Protocol):
    """One connection: sends its next request when it has the whole answer to the one before."""

    def __init__(self, wire: bytes, count: int) -> None:
        self.wire, self.left = wire, count
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._had, self._wanted = b"", 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is none by its class
        self.transport.write(self.wire)

    def data_received(self, data: bytes) -> None:
        self._had += data
        if not self._wanted:
            head, found, _ = self._had.partition(b"\r\n\r\n")
            if not found:
                return
            if not head.startswith(b"HTTP/1.1 200"):
                self.done.set_exception(RuntimeError(self._had.decode(errors="replace")))
                self.transport.close()
                return
            _, _, length = head.lower().partition(b"content-length: ")
            self._wanted = len(head) + 4 + int(length.split(b"\r\n", 1)[0])
        if len(self._had) < self._wanted:
            return
        self._had, self._wanted, self.left = b"", 0, self.left - 1
        if self.left:
            self.transport.write(self.wire)
        else:
            self.done.set_result(None)
            self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionError("the server hung up"))


def ask(server: psutil.Process, question: Question, *, clients: int, requests: int) -> Round:
    """Ask so many times over so many connections; raise RuntimeError if an answer is not a 200."""
    before, started = cpu(server), perf_counter()
    uvloop.run(_ask(question, clients, requests))
    took, used = perf_counter() - started, cpu(server) - before
    return Round(used / requests * 1e6, requests / took)


async def _ask(question: Question, clients: int, requests: int) -> None:
    loop, made = asyncio.get_running_loop(), []
    for _ in range(clients):
        _, client = await loop.create_connection(
            lambda: _Client(question.wire, requests // clients), "127.0.0.1", question.port
        )
        made.append(client)
    await asyncio.gather(*(client.done for client in made))
