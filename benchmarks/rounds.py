"""Alternating rounds: every contestant is asked in turn, again and again, so that a slow moment is everybody's."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from statistics import median
from threading import Lock
from typing import Any

from benchmarks.folder import REPOSITORY
from benchmarks.servers import Server

CONNECTIONS = 16
MOST = 10_000_000
WARM_SECONDS = 1.5
FIRST_NUMBER, NUMBERS = 1_000_000_000, 10_000_000
"""Documents are numbered from here on, and so many numbers are one round's."""


class UnequalError(RuntimeError):
    """A contestant gave another answer, or none: there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One round of one contestant: microseconds of processor time a request, its own and the database's."""

    server_us: float
    database_us: float
    per_second: float
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Contestant:
    """Who answers, and the texts of the requests it is sent in turn."""

    server: Server
    requests: Sequence[str]
    connections: int = CONNECTIONS


@dataclass(slots=True)
class Spread:
    """A figure over all rounds."""

    samples: list[float] = field(default_factory=list)

    @property
    def shown(self) -> dict[str, float]:
        """Give median, least and most."""
        return {"median": median(self.samples), "least": min(self.samples), "most": max(self.samples)}


_ASKING = Lock()
Sessions = Callable[[], Mapping[int, float]]
"""Tells the processor time of each process of the database; some end, and others begin."""


def request(
    path: str, body: Mapping[str, Any] | None, headers: Mapping[str, str], *, method: str = "POST"
) -> str:
    """Write an HTTP request."""
    sent = "" if body is None else json.dumps(body, separators=(",", ":"))
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", "accept: application/json"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += ["content-type: application/json", f"content-length: {len(sent)}"] if body is not None else []
    return "\r\n".join([*lines, "", sent])


def ask(contestant: Contestant, seconds: float, *, number: int = 0, most: int = MOST) -> dict[str, Any]:
    """Have a client process ask for so long; raise UnequalError if any answer was a failure."""
    told = {
        "port": contestant.server.port,
        "requests": list(contestant.requests),
        "seconds": seconds,
        "most": most,
        "connections": contestant.connections,
        "number": number,
    }
    with _ASKING:
        client = _client()
        if client.stdin is None or client.stdout is None:
            raise RuntimeError("the client has no pipes")
        client.stdin.write(f"{json.dumps(told)}\n")
        client.stdin.flush()
        result: dict[str, Any] = json.loads(client.stdout.readline())
    if result["failed"] or not result["done"]:
        raise UnequalError(
            f"{result['failed']} of {result['done']} requests failed: {result['first_failure']}"
        )
    return result


@cache
def _client() -> subprocess.Popen[str]:
    """Start the client, which ends when this process does."""
    command = [sys.executable, "-m", "benchmarks.client"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=REPOSITORY, stdin=pipe, stdout=pipe, text=True)  # noqa: S603 - ours


def measured(contestant: Contestant, seconds: float, database: Sessions, number: int = 0) -> Sample:
    """Measure one round of a contestant."""
    server, before = contestant.server.processor_seconds(), database()
    result = ask(contestant, seconds, number=number)
    done, used = result["done"], contestant.server.processor_seconds() - server
    worked = sum(spent - before.get(session, 0.0) for session, spent in database().items())
    return Sample(
        used / done * 1e6,
        worked / done * 1e6,
        done / result["seconds"],
        result["p50"],
        result["p95"],
    )


def alternate(
    contestants: Mapping[Any, Contestant], rounds: int, seconds: float, database: Sessions
) -> dict[str, list[Sample]]:
    """Measure so many rounds of every contestant in turn, after one that does not count."""
    samples: dict[str, list[Sample]] = {name: [] for name in contestants}
    numbers = count(FIRST_NUMBER, NUMBERS)
    for counted in [False, *[True] * rounds]:
        for name, contestant in contestants.items():
            lasting = seconds if counted else min(WARM_SECONDS, seconds)
            sample = measured(contestant, lasting, database, next(numbers))
            if counted:
                samples[name].append(sample)
    return samples


def ratios(samples: Mapping[str, Sequence[Sample]], other: str, ours: str) -> Spread:
    """Tell how many times our processor time another takes, round by round."""
    pairs = zip(samples[other], samples[ours], strict=True)
    return Spread([theirs.server_us / own.server_us for theirs, own in pairs])


def summary(samples: Mapping[str, Sequence[Sample]]) -> dict[str, dict[str, Any]]:
    """Give the figures of every contestant as they are kept."""
    return {
        name: {
            "server_us": Spread([each.server_us for each in rounds]).shown,
            "database_us": Spread([each.database_us for each in rounds]).shown,
            "per_second": Spread([each.per_second for each in rounds]).shown,
            "p50_ms": Spread([each.p50_ms for each in rounds]).shown,
            "p95_ms": Spread([each.p95_ms for each in rounds]).shown,
        }
        for name, rounds in samples.items()
    }
