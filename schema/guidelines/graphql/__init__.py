"""Guidelines in the API: what is asked of which units, and the way of an application."""

from schema.guidelines.graphql.batches import BatchKind, BatchTerms
from schema.guidelines.graphql.criteria import AttestMethod, Criterion, EvidenceType, UnitKind
from schema.guidelines.graphql.guideline import Guideline, by_current, by_role, current_of
from schema.guidelines.graphql.lists import Practice, RiskLevel, ScoreSheet, SpecialGroup
from schema.guidelines.graphql.offices import Office, offices_of, post_name, role_name
from schema.guidelines.graphql.processes import Process, ProcessStep, ReviewDecision, StepKind
from schema.guidelines.graphql.versions import GuidelineVersionSummary, VersionStatus, calendar_of, version_of

__all__ = [
    "AttestMethod",
    "BatchKind",
    "BatchTerms",
    "Criterion",
    "EvidenceType",
    "Guideline",
    "GuidelineVersionSummary",
    "Office",
    "Practice",
    "Process",
    "ProcessStep",
    "ReviewDecision",
    "RiskLevel",
    "ScoreSheet",
    "SpecialGroup",
    "StepKind",
    "UnitKind",
    "VersionStatus",
    "by_current",
    "by_role",
    "calendar_of",
    "current_of",
    "offices_of",
    "post_name",
    "role_name",
    "version_of",
]
