"""Whether memory stays flat: what a serving process holds as it answers more and more; prints figures and bars.

`python -m benchmarks.memory [PLANNED] [RESOLVED]` asks one process by compiled plans, a million times unless told,
another by resolvers, a hundred thousand times, and a third as often with documents nobody sent before, of a district
that is thrown away; no answer is kept. Each is looked at after a tenth of its requests and after all. The whole
campaign takes half an hour on two cores.
"""

import sys
import urllib.request
from dataclasses import dataclass
from typing import Any

from benchmarks.bars import Bar, say, show
from benchmarks.client import NUMBER
from benchmarks.folder import keep_figures
from benchmarks.rounds import Contestant, ask, request
from benchmarks.servers import Server
from benchmarks.serving import Place, district, platform

PART = "memory"
UNITS, PLANNED, RESOLVED = 1_000, 1_000_000, 100_000
FLAT = 1.2
_FOREVER = 86_400.0
_STATUS = "query($code: String!) { unitStatus(code: $code) { code titled title number since } }"
_DISTRICT = "{ district { name divisionCode guidelineTitle timeZone } }"
_UNSEEN = (
    f"query N{NUMBER}($code: String!) {{ a{NUMBER}: unitStatus(code: $code) {{ code titled number since }} }}"
)


@dataclass(frozen=True, slots=True)
class Way:
    """A way of answering: its name among the metrics, its document, and how often it is asked for."""

    title: str
    plan: str
    document: str
    requests: int


def ways(planned: int, resolved: int) -> list[Way]:
    """List the ways; no plan reads what a district is."""
    return [
        Way("by plans", "hit", _STATUS, planned),
        Way("by resolvers", "ineligible", _DISTRICT, resolved),
        Way("never sent before", "compiled", _UNSEEN, resolved),
    ]


def measure(place: Place, way: Way) -> tuple[dict[str, Any], Bar]:
    """Ask one process of its own, and see what it holds after a tenth and after all."""
    path, key = f"/t/{place.slug}/public/graphql", {"x-api-key": place.key}
    texts = [
        request(path, {"query": way.document, "variables": {"code": f"B{at}"}}, key) for at in range(UNITS)
    ]
    with platform(place, answer_cache_bytes="0", log_level="WARNING") as (process, port):
        server = Server(port, process)
        asked = Contestant(server, texts)
        ask(asked, _FOREVER, most=way.requests // 10)
        few = server.resident_bytes()
        ask(asked, _FOREVER, most=way.requests - way.requests // 10)
        many = server.resident_bytes()
        share = _share(port, way.plan)
    say(
        f"{way.title}: {few / 1e6:.0f} MB after {way.requests // 10} requests, {many / 1e6:.0f} MB after "
        f"{way.requests}; {share:.1%} of them were answered so"
    )
    name = f"memory after {way.requests} requests {way.title} × after a tenth"
    return {"few_bytes": few, "many_bytes": many, "requests": way.requests, "share": share}, Bar(
        name, FLAT, many / few, "×", "at most"
    )


def _share(port: int, plan: str) -> float:
    """Read from the platform's own metrics what share of the questions was answered in a way."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        lines = answer.read().decode().splitlines()
    counts = [line for line in lines if line.startswith("wuyi_graphql_plans_total")]
    total = sum(float(line.split()[-1]) for line in counts)
    return sum(float(line.split()[-1]) for line in counts if f'"{plan}"' in line) / total


def main() -> int:
    """Run with so many requests by plans and by resolvers."""
    told = [*sys.argv[1:3], "", ""]
    with district(UNITS) as place:
        taken = {
            way.plan: measure(place, way) for way in ways(int(told[0] or PLANNED), int(told[1] or RESOLVED))
        }
    bars = [bar for _, bar in taken.values()]
    keep_figures(
        PART, {way: figures for way, (figures, _) in taken.items()} | {"bars": [b.kept() for b in bars]}
    )
    return 0 if show(bars) else 1


if __name__ == "__main__":
    sys.exit(main())
