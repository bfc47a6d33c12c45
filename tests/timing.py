"""Where the time of the suite goes: `python -m tests.timing` runs it, then prints seconds and tests by noun and file.

Arguments are pytest's. The report of the run lies in a temporary file; the exit code is the run's.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

SLOWEST = 10


@dataclass(frozen=True)
class Timed:
    """One test as the report has it: its file in dotted form, and the seconds of setup, call and teardown."""

    file: str
    seconds: float

    @property
    def noun(self) -> str:
        """Name the folder of the test."""
        return self.file.split(".")[1]


@dataclass(frozen=True)
class Line:
    """A line of a table."""

    name: str
    seconds: float
    tests: int

    def __str__(self) -> str:
        return f"{self.name:<40}{self.seconds:>9.1f} s{self.tests:>7}"


def read_report(report: str) -> Iterator[Timed]:
    """Read the tests of a JUnit report; a class of tests counts to its file."""
    for case in ET.fromstring(report).iter("testcase"):  # noqa: S314 - written by our own pytest
        parts = (case.get("classname") or case.get("name", "")).split(
            "."
        )  # a file that fails to load has no class
        file = next(place for place, part in enumerate(parts, start=1) if part.startswith("test_"))
        yield Timed(".".join(parts[:file]), float(case.get("time", 0)))


def lines_by(name: Callable[[Timed], str], tests: Iterable[Timed]) -> list[Line]:
    """Sum the tests under each name, the slowest first."""
    found: dict[str, list[float]] = {}
    for test in tests:
        found.setdefault(name(test), []).append(test.seconds)
    lines = (Line(group, sum(seconds), len(seconds)) for group, seconds in found.items())
    return sorted(lines, key=lambda line: line.seconds, reverse=True)


def table(report: str) -> str:
    """Write both tables: all nouns, then the slowest files."""
    tests = list(read_report(report))
    nouns = lines_by(lambda test: test.noun, tests)
    files = lines_by(lambda test: test.file, tests)[:SLOWEST]
    return "\n".join(["", *map(str, nouns), "", *map(str, files), ""])


def main() -> int:
    """Run pytest and print the tables."""
    with tempfile.TemporaryDirectory(prefix="wuyi-timing-") as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", f"--junit-xml={report}", *sys.argv[1:]]
        code = subprocess.run(command, check=False).returncode  # noqa: S603 - own interpreter, caller's arguments
        if report.exists():
            sys.stdout.write(table(report.read_text()))
    return code


if __name__ == "__main__":
    sys.exit(main())
