"""How a unit stands to its criteria on a day. Pure: facts in, findings out."""

from schema.criteria.rules.attestations import (
    AttestationResult,
    GivenAttestation,
    check_attestation,
    judge_attestation,
)
from schema.criteria.rules.checks import run_check
from schema.criteria.rules.evaluation import Evaluation, Finding, Outcome, evaluate
from schema.criteria.rules.results import CheckResult

__all__ = [
    "AttestationResult",
    "CheckResult",
    "Evaluation",
    "Finding",
    "GivenAttestation",
    "Outcome",
    "check_attestation",
    "evaluate",
    "judge_attestation",
    "run_check",
]
