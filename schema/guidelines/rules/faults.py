"""A fault of a guideline file: where it is, what is wrong and what would mend it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple


class Place(NamedTuple):
    """A place in a text, line and column counted from 1, the column in characters."""

    line: int
    column: int


Location = tuple[str | int, ...]
Lines = Mapping[Location, Place]
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault at a location of the data, before it is known where that stands, unless `place` tells it."""

    location: Location
    message: str
    fix: str
    severity: Severity = "error"
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault as its author reads it: `path` such as `criteria[4].applies_to`, `line` and `column` from 1.

    Both are None when no text was read. An error keeps the guideline from publication, a warning does not.
    """

    path: str
    line: int | None
    message: str
    fix: str
    severity: Severity = "error"
    column: int | None = None


def render_location(location: Location) -> str:
    """Write a location as a path; the whole document is the empty path."""
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


def to_faults(findings: Iterable[Finding], lines: Lines) -> tuple[Fault, ...]:
    """Give findings their places, in the order of the text; what is missing stands where it should be."""
    faults = [_fault(found, found.place or _place(lines, found.location)) for found in findings]
    return tuple(sorted(faults, key=lambda fault: (fault.line or 0, fault.column or 0)))


def _fault(found: Finding, place: Place | None) -> Fault:
    return Fault(
        path=render_location(found.location),
        line=place.line if place is not None else None,
        message=found.message,
        fix=found.fix,
        severity=found.severity,
        column=place.column if place is not None else None,
    )


def _place(lines: Lines, location: Location) -> Place | None:
    for length in range(len(location), -1, -1):
        place = lines.get(location[:length])
        if place is not None:
            return place
    return None
