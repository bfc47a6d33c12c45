"""How a unit stands against another version, with the statements that go along to it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from schema.application_migrations.rules.carrying import Carried
from schema.criteria.rules import evaluate_against, written
from schema.criteria.rules.facts import AttestationFact, UnitFacts
from schema.guidelines.rules.format import Guideline


@dataclass(frozen=True, slots=True)
class Outlook:
    """Whether the unit would pass, with how many points, and what is in its way; `asked_anew` are clauses."""

    met: bool
    points: str | None
    failing: tuple[str, ...]
    asked_anew: tuple[str, ...]


def look_ahead(guideline: Guideline, facts: UnitFacts, tier: str | None, carried: Carried) -> Outlook:
    """Judge a unit by a version it is to be taken along to."""
    said = {**facts.attestations, **_rewritten(facts.attestations, carried)}
    evaluation = evaluate_against(guideline, replace(facts, attestations=said), tier)
    failing = dict.fromkeys(finding.criterion_id for finding in evaluation.failures)
    points = written(evaluation.score.earned) if evaluation.score is not None else None
    return Outlook(evaluation.met, points, tuple(failing), carried.asked_anew)


def _rewritten(said: Mapping[str, AttestationFact], carried: Carried) -> dict[str, AttestationFact]:
    return {
        clause: replace(said[source], meaning=meaning)
        for clause, (source, meaning) in carried.written.items()
    }
