"""What an event does to the names around it: its own unit, those above, and under a zone those below.

A name is warned or falls by a criterion the event breaks (`on_loss`), and falls by a name lost below
(`on_child_loss`).
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from schema.criteria.rules import run_check
from schema.criteria.rules.facts import EventFact, UnitFacts
from schema.designations.rules import Cause, Standing, cause_of_event
from schema.guidelines.rules import as_of, criteria_for
from schema.guidelines.rules.format import ChildrenCheck, Criterion, Guideline, NoneOfCheck, WindowCheck
from schema.guidelines.rules.vocabulary import Vocabulary

Change = Literal["revoke", "suspend", "recompute", "warn", "none", "restore"]
Position = Literal["own", "above", "below"]
_STRENGTH: dict[Change, int] = {"restore": 0, "none": 0, "warn": 1, "recompute": 2, "suspend": 3, "revoke": 4}


@dataclass(frozen=True, slots=True)
class AffectedUnit:
    """A unit an event may touch: where it stands to the event's unit, and how its name stands, if any."""

    id: uuid.UUID
    parent_id: uuid.UUID | None
    kind: str
    position: Position
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Consequence:
    """What befalls a unit's name, why, and by which clause of the guideline.

    `recompute` leaves it to an evaluation: the name is suspended if the unit no longer meets its criteria.
    """

    unit: AffectedUnit
    change: Change
    cause: Cause
    clause: str | None


def consequences_of(
    guideline: Guideline, event: EventFact, units: Sequence[AffectedUnit], on: date
) -> tuple[Consequence, ...]:
    """List what an event does to the names of `units`, bottom up; names it leaves alone are left out.

    `units` holds the event's unit with all units above it and below it, each before its own children.
    At equal strength the event itself is the cause, not the name lost below.
    """
    found: dict[uuid.UUID, Consequence] = {}
    by_id = {unit.id: unit for unit in units}
    for unit in reversed(units):
        direct = broken_by(guideline, event, unit, on)
        if direct is not None:
            _keep(found, direct)
        fallen = found.get(unit.id)
        parent = by_id.get(unit.parent_id) if unit.parent_id is not None else None
        if parent is not None and fallen is not None and fallen.change in {"revoke", "suspend"}:
            through_child = broken_by_child(guideline, unit.kind, parent)
            if through_child is not None:
                _keep(found, through_child)
    return tuple(found[unit.id] for unit in reversed(units) if unit.id in found)


def broken_by(guideline: Guideline, event: EventFact, unit: AffectedUnit, on: date) -> Consequence | None:
    """Tell what the event itself does to the unit's name: the strongest loss among the criteria it breaks.

    A criterion is broken if its check would fail with this event alone: the evaluation and its consequences
    agree on windows, central quarantine and zones above (open questions 1 to 3).
    """
    guideline = as_of(guideline, on)
    vocabulary = Vocabulary.of(guideline)
    losses = [
        Consequence(unit, criterion.on_loss, cause_of_event(event.kind), criterion.id)
        for criterion in _asked(guideline, unit.kind)
        if _breaks(criterion, event, unit, on, vocabulary) and _falls(unit, criterion.on_loss)
    ]
    return max(losses, key=lambda loss: _STRENGTH[loss.change], default=None)


def broken_by_child(guideline: Guideline, child_kind: str, parent: AffectedUnit) -> Consequence | None:
    """Tell what the lost or suspended name of a child does to its parent's (open question 21).

    Only a parent whose criteria count such children is touched; the clause is theirs (B-f).
    """
    clause = counting_clause(guideline, parent.kind, child_kind)
    if clause is None or not _falls(parent, guideline.on_child_loss):
        return None
    return Consequence(parent, guideline.on_child_loss, Cause.CHILD_NAME_LOST, clause)


def counting_clause(guideline: Guideline, kind: str, child_kind: str) -> str | None:
    """Name the clause by which units of `kind` count units of `child_kind` directly below them, if one does."""
    return next(
        (
            criterion.id
            for criterion in _asked(guideline, kind)
            if isinstance(criterion.check, ChildrenCheck)
            and criterion.check.mode != "NONE"
            and child_kind in criterion.check.kinds
        ),
        None,
    )


def losing_criteria(guideline: Guideline, kind: str) -> tuple[Criterion, ...]:
    """List the criteria by which a name of this kind can be lost: by an event, or by a name lost below."""
    return tuple(
        criterion
        for criterion in _asked(guideline, kind)
        if criterion.on_loss != "none"
        or (isinstance(criterion.check, ChildrenCheck) and guideline.on_child_loss != "none")
    )


def watched_kinds(guidelines: Iterable[Guideline]) -> frozenset[str]:
    """List the kinds of units whose names, given under one of these guidelines, events can change."""
    return frozenset(
        kind
        for guideline in guidelines
        for criterion in guideline.criteria
        if criterion.tier is None and _falls_by_events(guideline, criterion)
        for kind in criterion.applies_to
    )


def _falls_by_events(guideline: Guideline, criterion: Criterion) -> bool:
    if isinstance(criterion.check, ChildrenCheck):
        return guideline.on_child_loss != "none"
    return isinstance(criterion.check, WindowCheck | NoneOfCheck) and criterion.on_loss != "none"


def _asked(guideline: Guideline, kind: str) -> Iterator[Criterion]:
    return iter(criteria_for(guideline, kind))


def _breaks(
    criterion: Criterion, event: EventFact, unit: AffectedUnit, on: date, vocabulary: Vocabulary
) -> bool:
    if not isinstance(criterion.check, WindowCheck | NoneOfCheck):
        return False
    seen = replace(event, above=unit.position == "below")
    return not run_check(criterion.check, UnitFacts(on, unit.kind, events=(seen,)), vocabulary).passed


def _falls(unit: AffectedUnit, change: Change) -> bool:
    """Tell whether the change would change anything: a name not held, or down as far already, is left alone."""
    if unit.standing is None or not unit.standing.held or change == "none":
        return False
    if change == "warn":
        return unit.standing is Standing.ACTIVE
    return unit.standing.in_force or change == "revoke"


def _keep(found: dict[uuid.UUID, Consequence], loss: Consequence) -> None:
    """Keep the stronger loss of a unit; of equals the later, which is the event's own."""
    held = found.get(loss.unit.id)
    if held is None or _STRENGTH[loss.change] >= _STRENGTH[held.change]:
        found[loss.unit.id] = loss
