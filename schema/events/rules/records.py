"""A reporting system's record that is sent again: the same, or told otherwise. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from schema.key_areas.rules import ancestry, padded


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it is told: the code of its unit and of the area it is from, its kind and days."""

    unit_code: str
    kind: str
    occurred_on: date
    reported_on: date
    control: str | None = None
    risk_level: str | None = None
    event_class: str | None = None
    area_code: str | None = None
    from_area: bool = False
    left_area_on: date | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is told otherwise than it is known; values as the API writes them, empty for none."""

    field: str
    known: str
    sent: str


def differences(sent: Told, known: Sequence[Told]) -> list[Difference]:
    """List what a record tells otherwise than the event is known; none if it was ever told so.

    `known` is all that was known, oldest first: what was corrected here since is no news of the other system's.
    """
    found = [list(_between(sent, each)) for each in known]
    return [] if any(not each for each in found) else found[-1]


def _between(sent: Told, known: Told) -> Iterator[Difference]:
    pairs = (
        ("unitCode", sent.unit_code, known.unit_code),
        ("kind", sent.kind.upper(), known.kind.upper()),
        ("occurredOn", sent.occurred_on.isoformat(), known.occurred_on.isoformat()),
        ("reportedOn", sent.reported_on.isoformat(), known.reported_on.isoformat()),
        ("control", (sent.control or "").upper(), (known.control or "").upper()),
        ("riskLevel", sent.risk_level or "", known.risk_level or ""),
        ("leftAreaOn", str(sent.left_area_on or ""), str(known.left_area_on or "")),
    )
    yield from (Difference(name, there, here) for name, here, there in pairs if here != there)
    if not _same_area(sent, known):
        yield Difference("areaCode", known.area_code or "", sent.area_code or "")
    by_area = sent.event_class is None and sent.from_area
    if not by_area and sent.event_class != known.event_class:
        yield Difference("eventClass", known.event_class or "", sent.event_class or "")


def _same_area(sent: Told, known: Told) -> bool:
    """Tell whether both name one area: the listed one may be any the division sent lies in."""
    if sent.area_code is None or known.area_code is None:
        return sent.from_area == known.from_area and sent.area_code == known.area_code
    return padded(known.area_code) in ancestry(sent.area_code)
