"""A fault of a guideline file: where it is, what is wrong and what would mend it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Location = tuple[str | int, ...]
Lines = Mapping[Location, int]
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault at a location of the data, before it is known on which line that stands."""

    location: Location
    message: str
    fix: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault as its author reads it: `path` such as `criteria[4].applies_to`, `line` from 1.

    `line` is None when no text was read. An error keeps the guideline from publication, a warning does not.
    """

    path: str
    line: int | None
    message: str
    fix: str
    severity: Severity = "error"


def render_location(location: Location) -> str:
    """Write a location as a path; the whole document is the empty path."""
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


def to_faults(findings: Iterable[Finding], lines: Lines) -> tuple[Fault, ...]:
    """Give findings their lines, in the order of the text; what is missing stands where it should be."""
    faults = [
        Fault(
            path=render_location(found.location),
            line=_line(lines, found.location),
            message=found.message,
            fix=found.fix,
            severity=found.severity,
        )
        for found in findings
    ]
    return tuple(sorted(faults, key=lambda fault: fault.line or 0))


def _line(lines: Lines, location: Location) -> int | None:
    for length in range(len(location), -1, -1):
        line = lines.get(location[:length])
        if line is not None:
            return line
    return None
