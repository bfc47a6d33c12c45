"""Which facts a guideline's criteria can ask for: what nobody looks at need not be loaded to judge one unit."""

from enum import StrEnum

from schema.guidelines.rules import criteria_for
from schema.guidelines.rules.format import (
    ChildrenCheck,
    ComplaintsCheck,
    ConditionCheck,
    Criterion,
    Guideline,
    RateCheck,
)


class Source(StrEnum):
    """Facts that only some guidelines look at, each loaded by a statement of its own."""

    CHILDREN = "children"
    COMPLAINTS = "complaints"
    EVIDENCE = "evidence"
    FIGURES = "figures"


ALL = frozenset(Source)


def sources_of(guideline: Guideline, kind: str, tier: str | None = None) -> frozenset[Source]:
    """List the facts that are looked at in units of a kind, or in one that applies for a tier."""
    return frozenset(
        source for criterion in criteria_for(guideline, kind, tier) for source in _sources(criterion)
    )


def _sources(criterion: Criterion) -> frozenset[Source]:
    asked = {Source.EVIDENCE} if criterion.evidence else set()
    match criterion.check:
        case ChildrenCheck() | ConditionCheck():
            asked.add(Source.CHILDREN)
        case ComplaintsCheck():
            asked.add(Source.COMPLAINTS)
        case RateCheck():
            asked.add(Source.FIGURES)
    return frozenset(asked)
