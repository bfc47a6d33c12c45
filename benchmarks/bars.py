"""Bars: what a figure has to be, what it was, and whether it holds."""

import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar and what was measured. `measured` is None where there is nothing to measure yet.

    `least` and `most` are those of all rounds; `note` says what else has to be known.
    """

    name: str
    wanted: float
    measured: float | None
    unit: str = "×"
    side: Literal["at least", "at most"] = "at least"
    least: float | None = None
    most: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        """Tell whether it holds; what was not measured does not."""
        if self.measured is None:
            return False
        return self.measured >= self.wanted if self.side == "at least" else self.measured <= self.wanted

    @property
    def line(self) -> str:
        """Write it as one line."""
        sign = "≥" if self.side == "at least" else "≤"
        spread = "" if self.least is None or self.most is None else f" ({self.least:.3g}–{self.most:.3g})"
        measured = "not measured" if self.measured is None else f"{self.measured:.3g} {self.unit}{spread}"
        mark = "holds " if self.holds else "MISSED"
        note = f"; {self.note}" if self.note else ""
        return f"{mark} {self.name}: {measured}, wanted {sign} {self.wanted:g} {self.unit}{note}"

    def kept(self) -> dict[str, Any]:
        """Give it as it is kept between runs."""
        return asdict(self)


def show(bars: Iterable[Bar]) -> bool:
    """Print bars; tell whether all hold."""
    every = list(bars)
    say("")
    for bar in every:
        say(bar.line)
    return all(bar.holds for bar in every)


def say(line: str) -> None:
    """Print a line as soon as it is known."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
