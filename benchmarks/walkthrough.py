"""`wuyi walkthrough` beside that of commit 200e202, each against a server of its own build; prints figures and bars.

`python -m benchmarks.walkthrough [ROUNDS]` starts a server of each build by turns, so many times, 5 unless told, and
walks it with that build's own command, on databases that are thrown away. A walk takes from the start of the command
to its end; the processor time of a server is that of its start and of the walk. Both skip the steps that take days.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from api.embedded import embedded_postgres
from benchmarks import builds
from benchmarks.bars import Bar, say, show
from benchmarks.cluster import Place
from benchmarks.folder import REPOSITORY, keep_figures
from benchmarks.servers import SECRET, WUYI, wuyi

PART = "walkthrough"
ROUNDS, WANTED = 5, 2.0
OURS = "ours"
OPERATOR, PASSWORD = "operator", "wuyi-operator-demo"


@dataclass(frozen=True, slots=True)
class Walk:
    """One walk: seconds of the clock, and of processor time of its server, its client and its database."""

    wall: float
    server: float
    client: float
    database: float
    held: int


def walked(name: str, build: Path, place: Place) -> Walk:
    """Walk a server of a build that was just started."""
    with wuyi(f"walk-{name}", place, build) as server:
        begun, before, sessions = time.perf_counter(), os.times(), sum(place.sessions().values())
        told = _run(build, place, "walkthrough", "--url", f"http://127.0.0.1:{server.port}", "--json")
        ended, after = time.perf_counter(), os.times()
        story = json.loads(told)
        return Walk(
            wall=ended - begun,
            server=server.processor_seconds(),
            client=after.children_user
            + after.children_system
            - before.children_user
            - before.children_system,
            database=sum(place.sessions().values()) - sessions,
            held=story["held"],
        )


@contextmanager
def platform(build: Path) -> Iterator[Place]:
    """Run an empty database of a build, with the operator the walk signs in as."""
    with (
        tempfile.TemporaryDirectory(prefix="wuyi-bench-") as folder,
        embedded_postgres(Path(folder), durable=False) as server,
    ):
        place = Place(server, "wuyi")
        _run(build, place, "db", "upgrade")
        _run(build, place, "operator", "create", OPERATOR)
        yield place


def measure(rounds: int) -> tuple[dict[str, Any], list[Bar]]:
    """Walk both builds by turns."""
    try:
        folders = {OURS: REPOSITORY, builds.BASELINE: builds.build_of(builds.BASELINE)}
    except builds.BuildMissingError as missing:
        return {}, [Bar(f"walkthrough × {builds.BASELINE}", WANTED, None, note=str(missing))]
    taken: dict[str, list[Walk]] = {name: [] for name in folders}
    with ExitStack() as stack:
        places = {name: stack.enter_context(platform(build)) for name, build in folders.items()}
        for number in range(rounds):
            for name, build in folders.items():
                walk = walked(name, build, places[name])
                taken[name].append(walk)
                say(f"{number + 1} {name}: {_line(walk)}")
    bars = [_bar("", "wall", WANTED, taken), _bar(", CPU of the server and its start", "server", None, taken)]
    return {name: [asdict(walk) for walk in walks] for name, walks in taken.items()}, bars


def _run(build: Path, place: Place, *arguments: str) -> str:
    inherited = {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "TMPDIR") if name in os.environ}
    told = {"PYTHONPATH": str(build), "WUYI_SECRET": SECRET, "DATABASE_URL": place.url()}
    ran = subprocess.run(  # noqa: S603 - our own programs
        [sys.executable, "-c", WUYI, *arguments],
        cwd=build,
        env=inherited | told | place.serving | {"WUYI_PASSWORD": PASSWORD},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(f"{arguments[0]} of {build.name} failed: {ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    return ran.stdout


def _bar(what: str, figure: str, wanted: float | None, taken: Mapping[str, list[Walk]]) -> Bar:
    pairs = zip(taken[builds.BASELINE], taken[OURS], strict=True)
    ratios = [getattr(then, figure) / getattr(now, figure) for then, now in pairs]
    name = f"walkthrough{what} × {builds.BASELINE}"
    return Bar(name, wanted, median(ratios), least=min(ratios), most=max(ratios))


def _line(walk: Walk) -> str:
    return (
        f"{walk.wall:.2f} s, {walk.held} steps held; CPU of the server {walk.server:.2f} s, "
        f"of the client {walk.client:.2f} s, of the database {walk.database:.2f} s"
    )


def main() -> int:
    """Run with so many rounds."""
    figures, bars = measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
    keep_figures(PART, {"taken": figures, "bars": [bar.kept() for bar in bars]})
    return 0 if show(bars) else 1


if __name__ == "__main__":
    sys.exit(main())
