"""Guidelines in the API: what is asked of which units, and the way of an application."""

from schema.guidelines.graphql.batches import BatchKind, BatchTerms
from schema.guidelines.graphql.criteria import AttestMethod, Criterion, UnitKind
from schema.guidelines.graphql.guideline import Guideline, GuidelineQuery, GuidelineVersionSummary, current_of
from schema.guidelines.graphql.lists import Practice, RiskLevel, ScoreSheet, SpecialGroup
from schema.guidelines.graphql.processes import (
    Process,
    ProcessStep,
    ReviewDecision,
    StepKind,
    role_name,
)

__all__ = [
    "AttestMethod",
    "BatchKind",
    "BatchTerms",
    "Criterion",
    "Guideline",
    "GuidelineQuery",
    "GuidelineVersionSummary",
    "Practice",
    "Process",
    "ProcessStep",
    "ReviewDecision",
    "RiskLevel",
    "ScoreSheet",
    "SpecialGroup",
    "StepKind",
    "UnitKind",
    "current_of",
    "role_name",
]
