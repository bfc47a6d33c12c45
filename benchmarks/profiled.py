"""Where the processor time of a read goes: the server under Python's profiler while a client asks.

`python -m benchmarks.profiled [Q1] [SECONDS]` prints the functions that take most, their own time first. The profiler
makes calls dearer than they are: the shares tell, not the sums.
"""

import asyncio
import cProfile
import pstats
import sys
from pathlib import Path

from benchmarks import recipes
from benchmarks.asking import asked, districts_of, spread
from benchmarks.bars import say
from benchmarks.cluster import cluster
from benchmarks.folder import HOME
from benchmarks.questions import QUESTIONS
from benchmarks.rounds import Contestant, ask
from benchmarks.servers import python

SHOWN = 30
_SERVE = "from benchmarks.profiled import serve; serve()"


def serve() -> None:
    """Serve on the last argument's port until stopped, and leave the profile in the file of the first."""
    from api.cli import main as wuyi  # noqa: PLC0415 - only the profiled process loads the platform

    left = Path(sys.argv[1])
    sys.argv = ["wuyi", "serve", "--port", sys.argv[-1]]
    profiler = cProfile.Profile()
    try:
        profiler.runcall(wuyi)
    finally:
        profiler.dump_stats(left)


def main() -> None:
    """Profile one question."""
    name = sys.argv[1] if len(sys.argv) > 1 else "Q1"
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 5.0
    left = HOME / f"{name}.profile"
    with cluster() as database:
        place = recipes.reads(database)
        districts = asyncio.run(districts_of(place, "bench", recipes.READ_UNITS))
        with python("profiled", (_SERVE, str(left)), place.serving) as server:
            contestant = Contestant(server, spread(districts, asked, "ours", QUESTIONS[name]))
            done = ask(contestant, seconds)["done"]
    say(f"{name}: {done} requests")
    pstats.Stats(str(left)).strip_dirs().sort_stats("tottime").print_stats(SHOWN)


if __name__ == "__main__":
    main()
