"""The answer of a machine check."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found, in zh-CN for people.

    Of a check that failed, `missing` counts what is still to be done (days, households, units …), and
    `eligible_from` is the day it passes by itself if nothing else happens; null where that cannot be said.
    `occurrences` counts what speaks against it where that can be counted: events, complaints, spans without work.
    """

    passed: bool
    measured: str
    required: str
    message: str
    missing: int | None = None
    eligible_from: date | None = None
    occurrences: int | None = None


def listed(*counts: tuple[int, str]) -> str:
    """Write counts with their labels, leaving out what there is none of."""
    return "、".join(f"{number}{label}" for number, label in counts if number)
