"""Criteria in the API."""

from schema.criteria.graphql.attestations import AttestationInput
from schema.criteria.graphql.criteria import (
    Assessment,
    Coverage,
    CriterionResult,
    evaluate_live,
    kept_results,
    results_of,
    score_of,
)
from schema.criteria.graphql.explanations import CriterionOutcome, ExplanationNode, ScoreTotal

__all__ = [
    "Assessment",
    "AttestationInput",
    "Coverage",
    "CriterionOutcome",
    "CriterionResult",
    "ExplanationNode",
    "ScoreTotal",
    "evaluate_live",
    "kept_results",
    "results_of",
    "score_of",
]
