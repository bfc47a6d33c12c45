"""Alternating rounds: every contestant is asked in turn, again and again, so that a slow moment is everybody's."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks.folder import REPOSITORY
from benchmarks.servers import Server

CONNECTIONS = 16
MOST = 10_000_000


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


@dataclass(slots=True)
class Spread:
    """A figure over all rounds."""

    samples: list[float] = field(default_factory=list)

    @property
    def shown(self) -> dict[str, float]:
        """Give median, least and most."""
        return {"median": median(self.samples), "least": min(self.samples), "most": max(self.samples)}


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


def ask(
    contestant: Contestant,
    seconds: float,
    *,
    number: int = 0,
    most: int = MOST,
    connections: int = CONNECTIONS,
) -> dict[str, Any]:
    """Have a client process ask for so long; raise UnequalError if any answer was a failure."""
    told = {
        "port": contestant.server.port,
        "requests": list(contestant.requests),
        "seconds": seconds,
        "most": most,
        "connections": connections,
        "number": number,
    }
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.client"],
        input=json.dumps(told),
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(ran.stdout)
    if result["failed"] or not result["done"]:
        raise UnequalError(
            f"{result['failed']} of {result['done']} requests failed: {result['first_failure']}"
        )
    return result


def measured(
    contestant: Contestant, seconds: float, database: Sessions, *, number: int = 0, **told: int
) -> Sample:
    """Measure one round of a contestant."""
    server, before = contestant.server.processor_seconds(), database()
    result = ask(contestant, seconds, number=number, **told)
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
    contestants: Mapping[str, Contestant], rounds: int, seconds: float, database: Sessions
) -> dict[str, list[Sample]]:
    """Measure so many rounds of every contestant in turn, after one that does not count."""
    samples: dict[str, list[Sample]] = {name: [] for name in contestants}
    numbers = _numbers()
    for counted in [False, *[True] * rounds]:
        for name, contestant in contestants.items():
            sample = measured(
                contestant, seconds if counted else min(1.5, seconds), database, number=next(numbers)
            )
            if counted:
                samples[name].append(sample)
    return samples


def _numbers() -> Iterator[int]:
    """Give starts of numbers that no round before used, in this run or in one of the last months."""
    start = int(time.time()) % 10_000_000 * 1_000
    while True:
        yield start
        start += 10_000_000


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
