"""How a unit stands to its criteria on a day. Pure: facts in, findings out."""

from schema.criteria.rules.applicability import area_level
from schema.criteria.rules.attestations import (
    AttestationResult,
    GivenAttestation,
    check_attestation,
    judge_attestation,
)
from schema.criteria.rules.checks import run_check
from schema.criteria.rules.evaluation import Evaluation, evaluate, evaluate_against
from schema.criteria.rules.evidence import evidence_faults, judge_evidence
from schema.criteria.rules.explanations import Explanation, Outcome, explanation_from
from schema.criteria.rules.findings import Finding
from schema.criteria.rules.obstacles import Obstacle, obstacles, unmet_below
from schema.criteria.rules.results import CheckResult
from schema.criteria.rules.scores import SectionScore, SheetScore
from schema.criteria.rules.scoring import check_scoring
from schema.criteria.rules.sheets import explain_sheet, written

__all__ = [
    "AttestationResult",
    "CheckResult",
    "Evaluation",
    "Explanation",
    "Finding",
    "GivenAttestation",
    "Obstacle",
    "Outcome",
    "SectionScore",
    "SheetScore",
    "area_level",
    "check_attestation",
    "check_scoring",
    "evaluate",
    "evaluate_against",
    "evidence_faults",
    "explain_sheet",
    "explanation_from",
    "judge_attestation",
    "judge_evidence",
    "obstacles",
    "run_check",
    "unmet_below",
    "written",
]
