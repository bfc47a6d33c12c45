"""Random histories by the thousand, each held against a replay from scratch; stops at the first that differs.

`python -m tests.consequences.campaign [HISTORIES] [FIRST_SEED]` uses a PostgreSQL of its own, thrown away at the end.
It plays so many histories of events by many hands at once, then as many streets in which everything happens, trees,
findings, living rolls and validity too (`whole [STREETS] [FIRST_SEED]` plays these alone).
`orders [EVERY] [FROM]` does all pairs of deeds both ways instead, or each so manieth.
"""

import itertools
import logging
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter

import structlog
import uvloop

from api.collector import spare_collector
from api.embedded import embedded_postgres
from schema.migrations import upgrade
from tenants.database import Database
from tests.consequences.orders import differing, sample
from tests.consequences.town import Town
from tests.consequences.whole import play

STREETS, ROUNDS = 40, 6
AT_ONCE = 20
"""So many streets in which everything happens are played in one district."""


async def run(database: Database, histories: int, first: int) -> None:
    """Compare so many histories, 40 streets of a district at a time."""
    counts: Counter[str] = Counter()
    started = perf_counter()
    for seed in itertools.count(first):
        chance = random.Random(seed)
        town = await Town.found(database, min(STREETS, histories - counts["histories"]), chance)
        for _ in range(ROUNDS):
            await town.pass_round(chance)
        for street, outcome in enumerate(await town.outcomes()):
            try:
                outcome.require_equal()
            except AssertionError:
                say(f"seed {seed}, street {street} differs")
                raise
            counts["histories"] += 1
            counts["events"] += outcome.events
            counts["names"] += len(outcome.standings)
            counts["consequences"] += len(outcome.held)
            counts.update(outcome.standings.values())
        say(f"{dict(counts)}, {perf_counter() - started:.0f} s")
        if counts["histories"] == histories:
            break
    say(f"all equal: {dict(counts)}, {perf_counter() - started:.0f} s")
    await run_whole(database, histories, first)


async def run_whole(database: Database, streets: int, first: int) -> None:
    """Hold so many streets in which everything happens against the model, some at a time."""
    done, deeds, started = 0, Counter[str](), perf_counter()
    for seed in itertools.count(first):
        try:
            wholes = await play(database, min(AT_ONCE, streets - done), random.Random(seed))
        except AssertionError:
            say(f"seed {seed} differs")
            raise
        done += len(wholes)
        deeds.update(line.split()[1] for whole in wholes for line in whole.log)
        say(f"{done} streets, {dict(deeds)}, {perf_counter() - started:.0f} s")
        if done == streets:
            break
    say(f"all as the model says: {done} streets, {perf_counter() - started:.0f} s")
    await database.dispose()


async def run_orders(database: Database, every: int = 1, first: int = 0) -> None:
    """Do pairs of deeds both ways; tell which differ, and fail if one does."""
    chosen, started = sample(every, first), perf_counter()
    found = await differing(database, chosen)
    for pair, how in found.items():
        say(f"{pair}: {how}")
    say(f"{len(chosen)} pairs, {len(found)} differ, {perf_counter() - started:.0f} s")
    await database.dispose()
    if found:
        raise SystemExit(1)


def say(line: str) -> None:
    """Print a figure as soon as it is known."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Run as many histories as told, 2,000 unless told, from seed 1 unless told."""
    words = [argument for argument in sys.argv[1:2] if argument in {"orders", "whole"}]
    given = [int(argument) for argument in sys.argv[1 + len(words) :]]
    number = (*given, *(2_000, 1)[len(given) :])
    with (
        tempfile.TemporaryDirectory(prefix="wuyi-campaign-") as folder,
        embedded_postgres(Path(folder), durable=False) as server,
    ):
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
        upgrade(server.url("postgres"))
        runtime, platform = (server.url(user) for user in ("wuyi_runtime", "wuyi_platform"))
        database = Database.open(runtime, platform, statement_timeout_ms=60_000)
        spare_collector()  # as a server does
        if words == ["orders"]:
            uvloop.run(run_orders(database, *given))
        else:
            uvloop.run((run_whole if words else run)(database, *number))


if __name__ == "__main__":
    main()
