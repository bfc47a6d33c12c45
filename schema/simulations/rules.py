"""What would become of units under another guideline, or after an event. Pure: the evaluator that judges for real."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from schema.consequences.rules import AffectedUnit, Consequence, Position, consequences_of
from schema.criteria.rules import Evaluation, evaluate_against
from schema.criteria.rules.facts import CountedUnit, EventFact
from schema.designations.rules import Standing
from schema.guidelines.rules.format import Guideline

Outcome = Literal["pass", "fail", "gain", "lose"]
_OUTCOMES: Mapping[tuple[bool, bool], Outcome] = {
    (True, True): "pass",
    (False, False): "fail",
    (False, True): "gain",
    (True, False): "lose",
}


@dataclass(frozen=True, slots=True)
class Simulated:
    """A unit before and after: whether it meets its criteria, what then stands in the way, what its name suffers."""

    unit: CountedUnit
    outcome: Outcome
    failing: tuple[str, ...]
    consequence: Consequence | None = None
    was_failing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamesFound:
    """What would become of the names that stand if they were judged by a guideline: by unit, and in numbers.

    `facts` marks what it was made from: another mark tells that the facts are no longer those.
    """

    befallen: Mapping[UUID, Consequence]
    falling: int
    returning: int
    facts: str


def simulate_guideline(
    units: Iterable[CountedUnit], current: Guideline, other: Guideline
) -> Iterator[Simulated]:
    """Judge units under two guidelines; those neither asks anything of are left out."""
    kinds = {kind for each in (current, other) for item in each.criteria for kind in item.applies_to}
    for unit in units:
        if unit.kind in kinds:
            before, after = (_judged(each, unit) for each in (current, other))
            yield Simulated(unit, _OUTCOMES[before.met, after.met], _ids(after), was_failing=_ids(before))


def simulate_event(
    line: Sequence[tuple[CountedUnit, Position]],
    guidelines: Mapping[UUID, Guideline],
    current: Guideline,
    event: EventFact,
    standings: Mapping[UUID, tuple[Standing, UUID]],
) -> Iterator[Simulated]:
    """Judge the units of an event's line before and after it; names fall as they would.

    `standings` tells how the name of a unit stands and which version of `guidelines` it was given under.
    """
    fallen = _fallen(line, guidelines, event, standings)
    for unit, position in line:
        seen = replace(event, above=position == "below")
        facts = replace(unit.facts, events=(*unit.facts.events, seen))
        before, after = _judged(current, unit), _judged(current, replace(unit, facts=facts))
        if before.findings:
            outcome = _OUTCOMES[before.met, after.met]
            yield Simulated(unit, outcome, _ids(after), fallen.get(unit.id), was_failing=_ids(before))


def line_of(units: Iterable[CountedUnit], place: CountedUnit) -> list[tuple[CountedUnit, Position]]:
    """Pick the unit itself, those above and those below, each with where it lies."""
    return [(unit, position) for unit in units if (position := _position(unit, place)) is not None]


def _judged(guideline: Guideline, unit: CountedUnit) -> Evaluation:
    return evaluate_against(guideline, unit.facts, applied=unit.applied)


def _ids(evaluation: Evaluation) -> tuple[str, ...]:
    return tuple(finding.criterion_id for finding in evaluation.failures)


def _fallen(
    line: Sequence[tuple[CountedUnit, Position]],
    guidelines: Mapping[UUID, Guideline],
    event: EventFact,
    standings: Mapping[UUID, tuple[Standing, UUID]],
) -> Mapping[UUID, Consequence]:
    affected = [
        AffectedUnit(
            id=unit.id,
            parent_id=unit.parent_id,
            kind=unit.kind,
            position=position,
            standing=standings[unit.id][0] if unit.id in standings else None,
        )
        for unit, position in line
    ]
    found = {}
    for version, guideline in guidelines.items():
        for loss in consequences_of(guideline, event, affected, line[0][0].facts.on):
            if standings[loss.unit.id][1] == version:
                found[loss.unit.id] = loss
    return found


def _position(unit: CountedUnit, place: CountedUnit) -> Position | None:
    if unit.id == place.id:
        return "own"
    if place.path.startswith(unit.path + "."):
        return "above"
    return "below" if unit.path.startswith(place.path + ".") else None
