"""What happened that keeps a unit from being named, and until when: the part of an evaluation time alone mends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from schema.criteria.rules.checks import run_check
from schema.criteria.rules.evaluation import evaluate
from schema.criteria.rules.facts import UnitFacts
from schema.guidelines.rules import as_of, criteria_for
from schema.guidelines.rules.format import ChildrenCheck, Criterion, Guideline, NoneOfCheck, WindowCheck
from schema.guidelines.rules.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A criterion that an event breaks until a day, null where that cannot be said: a state that goes on."""

    clause: str
    title: str
    until: date | None


def obstacles(guideline: Guideline, facts: UnitFacts) -> tuple[Obstacle, ...]:
    """List what stands in the way by the unit's events alone; all else can be made good on any day.

    Where one of several routes asks for nothing of the kind, no route stands in the way.
    """
    guideline = as_of(guideline, facts.on)
    asked = criteria_for(guideline, facts.kind)
    gates = [criterion.model_copy(update=_STATEMENTS) for criterion in asked if _is_gate(criterion)]
    if _way_round(asked, gates):
        gates = [criterion for criterion in gates if criterion.route is None]
    titles = {criterion.id: criterion.title for criterion in gates}
    found = evaluate(gates, facts, Vocabulary.of(guideline)).machine_failures
    return tuple(Obstacle(each.criterion_id, titles[each.criterion_id], each.eligible_from) for each in found)


def unmet_below(guideline: Guideline, facts: UnitFacts) -> tuple[tuple[str, str], ...]:
    """List the clauses about the units directly below that a unit does not meet, each with its title (B-f)."""
    return tuple(
        (criterion.id, criterion.title)
        for criterion in criteria_for(as_of(guideline, facts.on), facts.kind)
        if isinstance(criterion.check, ChildrenCheck) and not run_check(criterion.check, facts).passed
    )


_STATEMENTS: Mapping[str, Any] = {"attest": None, "evidence": (), "score": None}
"""What a person says or brings is left out of account."""


def _is_gate(criterion: Criterion) -> bool:
    score = criterion.score
    return isinstance(criterion.check, WindowCheck | NoneOfCheck) and (
        score is None or score.hard or score.kind == "veto"
    )


def _way_round(asked: Sequence[Criterion], gates: Sequence[Criterion]) -> bool:
    routes = {criterion.route for criterion in asked} - {None}
    return bool(routes - {criterion.route for criterion in gates})
