"""Bars: what a figure has to be, what it was, and whether it holds."""

import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar and what was measured. `wanted` is None of what is only printed, `measured` of what could not be.

    `least` and `most` are those of all rounds; `note` says what else has to be known.
    """

    name: str
    wanted: float | None
    measured: float | None
    unit: str = "×"
    side: Literal["at least", "at most"] = "at least"
    least: float | None = None
    most: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        """Tell whether it holds. What was not measured does not; what is only printed does."""
        if self.wanted is None:
            return True
        if self.measured is None:
            return False
        return self.measured >= self.wanted if self.side == "at least" else self.measured <= self.wanted

    @property
    def asked(self) -> str:
        """Write what it has to be."""
        sign = "≥" if self.side == "at least" else "≤"
        return "—" if self.wanted is None else f"{sign} {self.wanted:g} {self.unit}"

    @property
    def found(self) -> str:
        """Write what was measured."""
        if self.measured is None:
            return "not measured"
        spread = "" if self.least is None or self.most is None else f" ({self.least:.3g}–{self.most:.3g})"
        return f"{self.measured:.3g} {self.unit}{spread}"

    @property
    def line(self) -> str:
        """Write it as one line."""
        mark = "      " if self.wanted is None else "holds " if self.holds else "MISSED"
        return (
            f"{mark} {self.name}: {'; '.join(filter(None, (self.found, f'wanted {self.asked}', self.note)))}"
        )

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
