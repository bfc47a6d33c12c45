"""A client with keep-alive connections, run as a process of its own so that its work is not the server's.

Each line of standard input is a run as JSON: `port`, `requests` (texts of HTTP requests, sent in turn), `seconds`,
`most` (requests at most), `connections`, and `number`, from which on requests are numbered where they say NUMBER.
For each it writes a line: `done`, `seconds`, `failed` with the first failure, and the median and the 95th percentile
in milliseconds. It ends with its input.
"""

import asyncio
import json
import sys
from collections.abc import Iterator
from itertools import count, cycle
from statistics import quantiles
from time import perf_counter
from typing import Any

import httptools
import uvloop

NUMBER = "0000000000"
"""Where it stands in a request, ten digits of the next number are sent: so no two documents are the same."""


class Run:
    """One run: what is sent, and what came back."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.requests: Iterator[bytes] = map(str.encode, cycle(told["requests"]))
        self.numbers = count(told["number"]) if NUMBER in told["requests"][0] else None
        self.ends = perf_counter() + told["seconds"]
        self.left = told["most"]
        self.took: list[float] = []
        self.failed: list[str] = []

    def next_request(self) -> bytes | None:
        """Give the next request; None when the run is over."""
        if self.left <= 0 or perf_counter() > self.ends:
            return None
        self.left -= 1
        request = next(self.requests)
        if self.numbers is None:
            return request
        return request.replace(NUMBER.encode(), b"%010d" % next(self.numbers))


class Connection(asyncio.Protocol):
    """Sends a request, and the next one when it was answered."""

    def __init__(self, run: Run, over: asyncio.Future[None]) -> None:
        self.run, self.over = run, over
        self.body: list[bytes] = []
        self.sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.transport: Any = transport
        self.send()

    def send(self) -> None:
        """Send the next request, or hang up."""
        request = self.run.next_request()
        if request is None:
            self.transport.close()
            return
        self.parser = httptools.HttpResponseParser(self)
        self.body.clear()
        self.sent = perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Read what came."""
        self.parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        """Keep a piece of the answer."""
        self.body.append(body)

    def on_message_complete(self) -> None:
        """Judge the answer; go on."""
        self.run.took.append(perf_counter() - self.sent)
        if self.parser.get_status_code() not in (200, 304) or b'"errors"' in b"".join(self.body):
            self.run.failed.append(b"".join(self.body)[:300].decode(errors="replace"))
        self.send()

    def connection_lost(self, _error: Exception | None) -> None:
        """End."""
        if not self.over.done():
            self.over.set_result(None)


async def load(told: dict[str, Any]) -> dict[str, Any]:
    """Run as told, and say what came of it."""
    run, loop = Run(told), asyncio.get_running_loop()
    over = [loop.create_future() for _ in range(told["connections"])]
    started = perf_counter()
    for end in over:
        await loop.create_connection(lambda end=end: Connection(run, end), "127.0.0.1", told["port"])  # type: ignore[misc]
    await asyncio.gather(*over)
    cuts = quantiles(run.took, n=20) if len(run.took) > 1 else [0.0] * 19
    return {
        "done": len(run.took),
        "seconds": perf_counter() - started,
        "failed": len(run.failed),
        "first_failure": run.failed[0] if run.failed else None,
        "p50": cuts[9] * 1_000,
        "p95": cuts[18] * 1_000,
    }


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(f"{json.dumps(uvloop.run(load(json.loads(line))))}\n")
        sys.stdout.flush()
