"""Random histories by the thousand, each held against a replay from scratch; stops at the first that differs.

`python -m tests.consequences.campaign [HISTORIES] [FIRST_SEED]` uses a PostgreSQL of its own, thrown away at the end.
"""

import asyncio
import logging
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter

import structlog

from api.embedded import embedded_postgres
from schema.migrations import upgrade
from tenants.database import Database, create_engine
from tests.consequences.world import World, open_district, random_history

STEPS = 25
PROGRESS_EVERY = 50


async def run(database: Database, histories: int, first: int) -> None:
    """Compare so many histories."""
    counts: Counter[str] = Counter()
    started = perf_counter()
    for number in range(histories):
        if number % PROGRESS_EVERY == 0:
            town = await open_district(database)
        seed = first + number
        try:
            outcome = await random_history(await World.found(*town), random.Random(seed), STEPS)
            outcome.require_equal()
        except BaseException:
            say(f"seed {seed} differs")
            raise
        counts["histories"] += 1
        counts["events"] += outcome.events
        counts["names"] += len(outcome.standings)
        counts["consequences"] += len(outcome.held)
        counts.update(outcome.standings.values())
        if (number + 1) % PROGRESS_EVERY == 0:
            say(f"{dict(counts)}, {perf_counter() - started:.0f} s")
    say(f"all equal: {dict(counts)}, {perf_counter() - started:.0f} s")
    await database.dispose()


def say(line: str) -> None:
    """Print a figure as soon as it is known."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Run as many histories as told, 1,000 unless told, from seed 1 unless told."""
    given = [int(argument) for argument in sys.argv[1:]]
    histories, first = (*given, *(1_000, 1)[len(given) :])
    with (
        tempfile.TemporaryDirectory(prefix="wuyi-campaign-") as folder,
        embedded_postgres(Path(folder), durable=False) as server,
    ):
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
        upgrade(server.url("postgres"))
        runtime, platform = (create_engine(server.url(user)) for user in ("wuyi_runtime", "wuyi_platform"))
        database = Database(runtime=runtime, platform=platform, statement_timeout_ms=60_000)
        asyncio.run(run(database, histories, first))


if __name__ == "__main__":
    main()
