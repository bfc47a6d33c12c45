"""Where the processor time of a read goes: the server under Python's profiler while a client asks.

`python -m benchmarks.profiled [Q1] [SECONDS]` prints the functions that take most, their own time first. The profiler
makes calls dearer than they are: the shares tell, not the sums.
"""

import asyncio
import cProfile
import pstats
import sys
from itertools import count
from pathlib import Path
from time import thread_time

from starlette.types import Receive, Scope, Send

from api.app import create_app
from api.cli.configuration import read_settings
from api.collector import spare_collector
from api.logging import configure_logging
from api.server import serve as serve_app
from benchmarks import recipes
from benchmarks.asking import asked, districts_of, spread
from benchmarks.bars import say
from benchmarks.cluster import cluster
from benchmarks.folder import HOME
from benchmarks.questions import QUESTIONS
from benchmarks.rounds import Contestant, ask
from benchmarks.servers import python

SHOWN, WARM = 40, 500
_SERVE = "from benchmarks.profiled import serve; serve()"


def serve() -> None:
    """Serve as `wuyi serve` does; profile all but the first requests, and leave the profile in the first argument."""
    settings, profiler, left = (
        read_settings(port=int(sys.argv[2])),
        cProfile.Profile(thread_time),
        Path(sys.argv[1]),
    )
    configure_logging(settings)
    app, requests = create_app(settings), count()
    spare_collector()

    async def profiled(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and next(requests) == WARM:
            profiler.enable()
        await app(scope, receive, send)
        if (
            scope["type"] == "lifespan"
        ):  # the server was told to stop, and ends itself with the signal's own force
            profiler.disable()
            profiler.dump_stats(left)

    serve_app(settings, profiled)


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
