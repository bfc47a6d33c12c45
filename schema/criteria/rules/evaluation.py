"""Evaluates a unit against criteria: machine check and attestation, both where both are asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from schema.criteria.facts import UnitFacts
from schema.criteria.rules.attestations import AttestationResult, judge_attestation
from schema.criteria.rules.checks import run_check
from schema.criteria.rules.results import CheckResult
from schema.guidelines.format import Criterion

Outcome = Literal["met", "not_met", "not_attested"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one criterion. `machine` and `attested` are null where not asked, or not attested.

    `clause` is what a decision cites; see CheckResult for the rest.
    """

    criterion_id: str
    outcome: Outcome
    machine: bool | None
    attested: bool | None
    measured: str
    required: str
    message: str
    clause: str
    missing: int | None = None
    eligible_from: date | None = None

    @property
    def met(self) -> bool:
        """Tell whether the criterion is met."""
        return self.outcome == "met"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was found on a local calendar day, in the guideline's order."""

    on: date
    findings: tuple[Finding, ...]

    @property
    def met(self) -> bool:
        """Tell whether every criterion is met; a unit nothing is asked of does not pass (open question 7)."""
        return bool(self.findings) and all(finding.met for finding in self.findings)

    @property
    def failures(self) -> tuple[Finding, ...]:
        """List what is not met or not attested."""
        return tuple(finding for finding in self.findings if not finding.met)

    @property
    def machine_failures(self) -> tuple[Finding, ...]:
        """List what a machine found not met: what is checked again at each review (open question 1)."""
        return tuple(finding for finding in self.findings if finding.machine is False)

    @property
    def failures_first(self) -> tuple[Finding, ...]:
        """List what is not met, then what is not attested, then the rest; each in the guideline's order."""
        rank = {"not_met": 0, "not_attested": 1, "met": 2}
        return tuple(sorted(self.findings, key=lambda finding: rank[finding.outcome]))


def evaluate(criteria: Sequence[Criterion], facts: UnitFacts) -> Evaluation:
    """Find, for each criterion that applies to the unit's kind, whether it is met on the day of the facts."""
    return Evaluation(
        facts.on,
        tuple(_find(criterion, facts) for criterion in criteria if facts.kind in criterion.applies_to),
    )


def _find(criterion: Criterion, facts: UnitFacts) -> Finding:
    machine = run_check(criterion.check, facts) if criterion.check is not None else None
    attested = None
    if criterion.attest is not None:
        attested = judge_attestation(criterion.attest, facts.attestations.get(criterion.id), facts.on)
    parts = [part for part in (machine, attested) if part is not None]
    return Finding(
        criterion_id=criterion.id,
        outcome=_outcome(machine, attested),
        machine=machine.passed if machine is not None else None,
        attested=attested.passed if attested is not None else None,
        measured="；".join(part.measured for part in parts),
        required="；".join(part.required for part in parts),
        message="；".join(part.message for part in _telling(parts)),
        clause=criterion.id,
        missing=machine.missing if machine is not None else None,
        eligible_from=machine.eligible_from if machine is not None else None,
    )


def _outcome(machine: CheckResult | None, attested: AttestationResult | None) -> Outcome:
    """Join both: against beats missing, missing beats for; nothing asked is nothing shown."""
    passed = {part.passed for part in (machine, attested) if part is not None}
    if False in passed:
        return "not_met"
    return "met" if passed == {True} else "not_attested"


def _telling(parts: Sequence[CheckResult | AttestationResult]) -> Sequence[CheckResult | AttestationResult]:
    """Pick the parts that stand in the way; if none does, all of them."""
    return [part for part in parts if not part.passed] or parts
