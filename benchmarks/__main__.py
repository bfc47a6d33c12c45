"""Runs every benchmark, prints each bar and whether it holds, and writes the performance page.

`python -m benchmarks` ends with a failure when a bar is missed; a part that cannot be run here says why.
"""

import subprocess
import sys
from time import perf_counter

from benchmarks.bars import Bar, say, show
from benchmarks.folder import REPOSITORY, kept_figures
from benchmarks.page import write

PARTS = (
    "reads",
    "edge",
    "clients",
    "start",
    "writing",
    "decisions",
    "growth",
    "pages",
    "walkthrough",
    "bulk",
)


def main() -> int:
    """Run all parts one after the other, each in a process of its own."""
    started, failed = perf_counter(), []
    for part in PARTS:
        say(f"\n== {part}")
        ran = subprocess.run([sys.executable, "-m", f"benchmarks.{part}"], cwd=REPOSITORY, check=False)  # noqa: S603 - our own programs
        say(f"== {part}: {perf_counter() - started:.0f} s so far")
        if ran.returncode > 1 or ran.returncode < 0:
            failed.append(part)
    write()
    say("\n== all bars")
    held = show(Bar(**told) for figures in kept_figures().values() for told in figures.get("bars", ()))
    if failed:
        say(f"these did not run to their end: {', '.join(failed)}")
    return 0 if held and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
