"""What grows: processor time a request as tenants and units become more, and the memory of a serving process.

`python -m benchmarks.growth [ROUNDS] [SECONDS] [MOST_SECONDS]` prints figures and bars. For each number of tenants a
process of its own serves, so that what it keeps is theirs alone.
"""

import asyncio
import sys
from contextlib import ExitStack
from typing import Any

from benchmarks import builds, recipes
from benchmarks.asking import District, Writer, asked, districts_of, inlined, spread, unseen
from benchmarks.bars import Bar, say, show
from benchmarks.cluster import Place, cluster
from benchmarks.folder import REPOSITORY, keep_figures
from benchmarks.questions import CODES, NAMED, PLAIN, STATUS, Question
from benchmarks.recipes import LARGE_UNITS, SMALL_UNITS
from benchmarks.rounds import Contestant, alternate, ask, ratios, summary
from benchmarks.servers import wuyi

PART = "growth"
ROUNDS, SECONDS, MOST_SECONDS = 3, 2.0, 150.0
WARM_SECONDS = 60.0
TENANTS = (1, 10, 100, 3_000)
FEW, MANY = 10_000, 100_000
_POOL = "8"  # four processes at once share the connections of one small server
_EVERY_TENTH, _EVERY_FIFTIETH = 10, 50


def tenants(
    place: Place, districts: list[District], rounds: int, seconds: float
) -> tuple[dict[str, Any], Bar]:
    """Ask for the status of units in 1, 10, 100 and 3,000 districts."""
    with ExitStack() as stack:
        contestants = {}
        for count in TENANTS:
            server = stack.enter_context(wuyi(f"tenants-{count}", place, WUYI_POOL_SIZE=_POOL))
            chosen = districts[:count]
            texts = spread(chosen, asked, "ours", STATUS, max(count, CODES))
            contestants[str(count)] = Contestant(server, texts)
            ask(
                contestants[str(count)], WARM_SECONDS, most=2 * len(texts)
            )  # else the first read of each is measured
        taken = alternate(contestants, rounds, seconds, place.sessions)
    grown = ratios(taken, str(TENANTS[-1]), "1").shown
    for count in TENANTS:
        say(f"{count} tenants: {summary(taken)[str(count)]['server_us']['median']:.0f} µs of CPU a status")
    name = "CPU a request at 3,000 tenants × one"
    return summary(taken), Bar(name, 1.2, grown["median"], "×", "at most", grown["least"], grown["most"])


def units(place: Place, rounds: int, seconds: float) -> dict[str, object]:
    """Ask for a status and for a page in districts of 10⁴, 10⁵ and 10⁶ units."""
    found: dict[str, object] = {}
    with wuyi("units", place) as server:
        for title, question in (("status", STATUS), ("page of 50", NAMED)):
            contestants = {}
            for slug, count in LARGE_UNITS.items():
                districts = asyncio.run(districts_of(place, slug, count))
                contestants[f"{count} units"] = Contestant(server, spread(districts, asked, "ours", question))
            taken = summary(alternate(contestants, rounds, seconds, place.sessions))
            found[title] = taken
            for name, figures in taken.items():
                server_us, database_us = figures["server_us"]["median"], figures["database_us"]["median"]
                say(f"{title}, {name}: {server_us:.0f} µs of CPU, the database's {database_us:.0f} µs")
    return found


def memory(place: Place, districts: list[District], most_seconds: float) -> tuple[dict[str, float], Bar]:
    """Send mixed requests to one process, and see what it holds after 10⁴ and after 10⁵ of them."""
    with wuyi("memory", place) as server:
        mixed = Contestant(server, [_mixed(districts, number) for number in range(3_000)])
        begun = ask(mixed, most_seconds, number=2_000_000_000, most=FEW)["done"]
        few = server.resident_bytes()
        reached = begun + ask(mixed, most_seconds, number=3_000_000_000, most=MANY - FEW)["done"]
        many = server.resident_bytes()
    note = "" if reached == MANY else f"{reached} requests in the time there was"
    say(f"memory: {few / 1e6:.0f} MB after {begun} requests, {many / 1e6:.0f} MB after {reached}")
    figures = {"few_bytes": few, "many_bytes": many, "requests": reached}
    enough = many / few if reached == MANY else None
    return figures, Bar("memory after 10⁵ requests × after 10⁴", 1.2, enough, "×", "at most", note=note)


def fresh() -> tuple[dict[str, float], Bar]:
    """See what a process holds when it has answered once, beside the older build."""
    held = {}
    name = f"memory of a fresh process × {builds.BASELINE}"
    try:
        folders = {"ours": REPOSITORY, builds.BASELINE: builds.build_of(builds.BASELINE)}
    except builds.BuildMissingError as missing:
        return {}, Bar(name, 0.8, None, "×", "at most", note=str(missing))
    for build, folder in folders.items():
        with builds.demo(build, folder) as place, wuyi(f"fresh-{build}", place, folder) as server:
            first = Contestant(server, [builds.FIRST_REQUEST], 1)
            ask(first, 10, most=1)
            held[build] = float(server.resident_bytes())
        say(f"a fresh process of {build} holds {held[build] / 1e6:.0f} MB")
    return held, Bar(name, 0.8, held["ours"] / held[builds.BASELINE], "×", "at most")


def _mixed(districts: list[District], number: int) -> str:
    """Mix: nine of ten ask for a status, a third of them with the code written in; some pages; some new documents."""
    district = districts[number % len(districts)]
    if number % _EVERY_FIFTIETH == 1:
        return _in(district, (NAMED, PLAIN)[number // _EVERY_FIFTIETH % 2], number, asked)
    if number % _EVERY_TENTH == 0:
        return _in(district, STATUS, number, unseen)
    return _in(district, STATUS, number, inlined if number % 3 == 0 else asked)


def _in(district: District, question: Question, number: int, ask_as: Writer) -> str:
    return ask_as("ours", question, district, number).text


def main() -> int:
    """Run with so many rounds of so many seconds, and so many seconds at most for the mixed requests."""
    told = sys.argv[1:] + [""] * 3
    rounds, seconds, most = int(told[0] or ROUNDS), float(told[1] or SECONDS), float(told[2] or MOST_SECONDS)
    with cluster() as server:
        place = recipes.growth(server)
        districts = asyncio.run(districts_of(place, "small", SMALL_UNITS))
        by_tenants, growing = tenants(place, districts, rounds, seconds)
        by_units = units(place, rounds, seconds)
        mixed, flat = memory(place, districts[:100], most)
    started, lean = fresh()
    bars = [growing, flat, lean]
    figures = {"tenants": by_tenants, "units": by_units, "memory": mixed, "fresh": started}
    keep_figures(PART, {**figures, "bars": [bar.kept() for bar in bars]})
    return 0 if show(bars) else 1


if __name__ == "__main__":
    sys.exit(main())
