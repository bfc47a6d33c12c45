"""Reads beside PostGraphile, mercurius and bare SQL, and documents nobody has seen before.

`python -m benchmarks.reads [ROUNDS] [SECONDS]` prints figures and bars. The peers know no authentication and no bound
on cost: both do less for each request than we do.
"""

import asyncio
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from benchmarks import peers, recipes
from benchmarks.asking import (
    District,
    Who,
    Writer,
    asked,
    districts_of,
    fetched,
    inlined,
    prove_equal,
    spread,
    unseen,
)
from benchmarks.bars import Bar, say, show
from benchmarks.cluster import Place, cluster
from benchmarks.districts import key_of
from benchmarks.folder import keep_figures
from benchmarks.questions import QUESTIONS, STATUS, Question
from benchmarks.rounds import Contestant, Sample, Spread, alternate, ratios, request, summary
from benchmarks.servers import Server, python, wuyi

Samples = dict[str, list[Sample]]
PART = "reads"
ROUNDS, SECONDS = 5, 2.0
_BARE = "from benchmarks.bare import main; main()"
_EMPTY = "from benchmarks.empty import main; main()"
EDGE_US = 100.0
"""What everything around an empty answer may take beyond what the server of the same kind takes by itself."""
_AGAINST: dict[str, tuple[tuple[Who, float | None], ...]] = {
    "Q1": (("PostGraphile", 4.0), ("bare SQL", 0.8), ("mercurius", None)),
    "Q2": (("PostGraphile", 5.0), ("bare SQL", 0.8), ("mercurius", 1.2)),
    "Q3": (("PostGraphile", 5.0), ("bare SQL", 0.8), ("mercurius", 1.2)),
}
NO_PEERS = "the peers cannot be had here"


@dataclass(frozen=True, slots=True)
class Field:
    """Everybody who is measured, and over what."""

    place: Place
    servers: Mapping[Who, Server]
    districts: list[District]
    rounds: int
    seconds: float

    def measure(self, question: Question, ask: Writer, *who: Who) -> Samples:
        """Prove that answers are equal, then measure."""
        chosen = {name: server for name, server in self.servers.items() if not who or name in who}
        prove_equal(chosen, question, self.districts, ask)
        contestants = {
            name: Contestant(server, spread(self.districts, ask, name, question))
            for name, server in chosen.items()
        }
        return alternate(contestants, self.rounds, self.seconds, self.place.sessions)


def measure(place: Place, rounds: int, seconds: float) -> bool:
    """Measure all reads; print and keep figures and bars; tell whether all bars hold."""
    with ExitStack() as stack:
        servers: dict[Who, Server] = {
            "ours": stack.enter_context(wuyi("ours", place)),
            "bare SQL": stack.enter_context(python("bare", (_BARE,), place.serving)),
        }
        missing = _join_peers(stack, place, servers)
        field = Field(
            place, servers, asyncio.run(districts_of(place, "bench", recipes.READ_UNITS)), rounds, seconds
        )
        taken: dict[str, Samples] = {}
        bars: list[Bar] = []
        for name, question in QUESTIONS.items():
            taken[name] = _said(question.title, field.measure(question, asked))
            bars += [
                _bar(f"{name} × {other}", taken[name], other, wanted) for other, wanted in _AGAINST[name]
            ]
        for name, ask, wanted in (("inlined codes", inlined, 3.0), ("never-seen documents", unseen, 2.0)):
            taken[name] = _said(name, field.measure(STATUS, ask, "ours", "PostGraphile"))
            bars.append(_bar(f"{name} × PostGraphile", taken[name], "PostGraphile", wanted))
        taken["an empty answer"], edge = _edge(field)
        bars.append(edge)
        taken["cache"], note = _cached(field)
        bars.append(
            _bar("cache hit × PostGraphile", _said("cache hit", taken["cache"]), "PostGraphile", 12.0, note)
        )
    keep_figures(
        PART,
        {
            "taken": {name: summary(samples) for name, samples in taken.items()},
            "bars": [bar.kept() for bar in bars],
            "missing": missing,
            "versions": peers.versions(),
        },
    )
    return show(bars)


def _join_peers(stack: ExitStack, place: Place, servers: dict[Who, Server]) -> str | None:
    """Start the peers, or say why they are not there."""
    try:
        peers.install()
    except peers.PeersMissingError as missing:
        say(f"{NO_PEERS}: {missing}; bars against them are not measured")
        return str(missing)
    servers["mercurius"] = stack.enter_context(peers.mercurius(place))
    servers["PostGraphile"] = stack.enter_context(peers.postgraphile(place))
    return None


def _edge(field: Field) -> tuple[Samples, Bar]:
    """Measure an empty answer through everything that holds for each request, beside the bare server's own."""
    district = field.districts[0]
    body = {"query": "{ __typename }"}
    text = request(f"/t/{district.slug}/public/graphql", body, {"x-api-key": key_of(district.id)})
    with python("empty", (_EMPTY,), field.place.serving) as empty:
        contestants = {
            "ours": Contestant(field.servers["ours"], [text]),
            "uvicorn alone": Contestant(empty, [text]),
        }
        taken = _said(
            "an empty answer", alternate(contestants, field.rounds, field.seconds, field.place.sessions)
        )
    rounds = zip(taken["ours"], taken["uvicorn alone"], strict=True)
    more = Spread([ours.server_us - alone.server_us for ours, alone in rounds]).shown
    name = "an empty answer, more than uvicorn alone"
    return taken, Bar(name, EDGE_US, more["median"], "µs", "at most", more["least"], more["most"])


def _cached(field: Field) -> tuple[Samples, str]:
    """Measure the same status fetched again and again, with the ETag it came with if it has one."""
    district = field.districts[0]
    first = fetched(STATUS, district).answer(field.servers["ours"])
    etag = first.headers.get("etag")
    note = "" if etag else "no ETag is served yet: this is a plain GET"
    again = [fetched(STATUS, district, etag).text]
    contestants = {"ours": Contestant(field.servers["ours"], again)}
    if "PostGraphile" in field.servers:
        same = [asked("PostGraphile", STATUS, district, 1).text]
        contestants["PostGraphile"] = Contestant(field.servers["PostGraphile"], same)
    return alternate(contestants, field.rounds, field.seconds, field.place.sessions), note


def _bar(name: str, samples: Samples, other: str, wanted: float | None, note: str = "") -> Bar:
    """Hold our processor time against another's; a bar nobody asks for is printed only."""
    if other not in samples:
        return Bar(name, wanted, None, note=NO_PEERS)
    shown = ratios(samples, other, "ours").shown
    return Bar(name, wanted, shown["median"], least=shown["least"], most=shown["most"], note=note)


def _said(title: str, samples: Samples) -> Samples:
    """Print what each contestant took."""
    say(f"\n{title}")
    for name, figures in summary(samples).items():
        server, database, second, p95 = (
            figures[key] for key in ("server_us", "database_us", "per_second", "p95_ms")
        )
        say(
            f"  {name:<13} {server['median']:7.0f} µs of CPU ({server['least']:.0f}–{server['most']:.0f}), "
            f"database {database['median']:5.0f} µs, {second['median']:6.0f} a second, p95 {p95['median']:.1f} ms"
        )
    return samples


def main() -> int:
    """Run the reads with so many rounds of so many seconds."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    with cluster() as server:
        return 0 if measure(recipes.reads(server), rounds, seconds) else 1


if __name__ == "__main__":
    sys.exit(main())
