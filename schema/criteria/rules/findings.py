"""Findings: what is found for one criterion, before it is weighed with the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schema.criteria.rules.applicability import applicability
from schema.criteria.rules.attestations import AttestationResult, judge_attestation
from schema.criteria.rules.checks import run_check
from schema.criteria.rules.evidence import EvidenceResult, judge_files
from schema.criteria.rules.explanations import Explanation, Outcome
from schema.criteria.rules.facts import AttestationFact, EvidenceFact, UnitFacts
from schema.criteria.rules.inputs import inputs_of
from schema.criteria.rules.results import CheckResult
from schema.frame.errors import ErrorCode
from schema.guidelines.rules.format import Attest, Check, Criterion
from schema.guidelines.rules.vocabulary import Vocabulary

Judged = CheckResult | AttestationResult | EvidenceResult


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one criterion. `machine` and `attested` are null where not asked, or not attested.

    `clause` is what a decision cites; see CheckResult for the rest. `blocking` tells whether it would stand
    in the way were it not met: a gate always, an alternative or a `scored` criterion only when it matters.
    `evidence` are the files that count for it; `lacking` is set where nothing but files stands in the way.
    """

    criterion_id: str
    outcome: Outcome
    machine: bool | None
    attested: bool | None
    measured: str
    required: str
    message: str
    clause: str
    explanation: Explanation
    missing: int | None = None
    eligible_from: date | None = None
    blocking: bool = True
    scored: bool = False
    evidence: tuple[EvidenceFact, ...] = ()
    lacking: ErrorCode | None = None
    occurrences: int | None = None

    @property
    def met(self) -> bool:
        """Tell whether the criterion is met."""
        return self.outcome == "met"

    @property
    def in_the_way(self) -> bool:
        """Tell whether the criterion is asked, not met, and keeps the unit from passing."""
        return self.blocking and self.outcome in {"not_met", "not_attested"}


def find(criterion: Criterion, vocabulary: Vocabulary, facts: UnitFacts) -> Finding:
    """Find whether a criterion is met on the day of the facts: checked, attested, backed, or not asked here."""
    asked = applicability(criterion, vocabulary.levels, facts)
    if asked.asked is not True:
        return _unasked(criterion, "not_asked" if asked.asked is False else "not_attested", asked.message)
    machine = run_check(criterion.check, facts, vocabulary) if criterion.check is not None else None
    statement = facts.attestations.get(criterion.id)
    attested = None
    if criterion.attest is not None:
        attested = judge_attestation(criterion.attest, statement, facts.on, vocabulary)
    files = judge_files(criterion, facts.evidence.get(criterion.id, ()), facts.on)
    answers = [part for part in (machine, attested) if part is not None]
    parts: list[Judged] = [*answers, *files]
    outcome = _outcome(parts)
    message = "；".join(part.message for part in _telling(parts))
    measured = "；".join(part.measured for part in parts)
    required = "；".join([*(part.required for part in answers), *(file.wanted for file in files)])
    explanations: list[Explanation] = []
    if criterion.check is not None and machine is not None:
        explanations.append(_checked(criterion.check, machine, facts, vocabulary))
    if criterion.attest is not None and attested is not None:
        explanations.append(_stated(criterion.attest, attested, statement))
    explanations += [file.explanation for file in files]
    return Finding(
        criterion_id=criterion.id,
        outcome=outcome,
        machine=machine.passed if machine is not None else None,
        attested=attested.passed if attested is not None else None,
        measured=measured,
        required=required,
        message=message,
        clause=criterion.id,
        missing=machine.missing if machine is not None else None,
        eligible_from=machine.eligible_from if machine is not None else None,
        evidence=tuple(file for judged in files for file in judged.counted),
        lacking=_lacking(answers, files),
        occurrences=machine.occurrences if machine is not None else None,
        explanation=Explanation(
            title=criterion.title,
            result=outcome,
            clause=criterion.id,
            measured=measured,
            required=required,
            remedy=None if outcome == "met" else message,
            parts=tuple(explanations),
        ),
    )


def _unasked(criterion: Criterion, outcome: Outcome, message: str) -> Finding:
    remedy = message if outcome == "not_attested" else None
    return Finding(
        criterion_id=criterion.id,
        outcome=outcome,
        machine=None,
        attested=None,
        measured=message,
        required=criterion.only_where or "按所在地风险等级",
        message=message,
        clause=criterion.id,
        explanation=Explanation(
            criterion.title, outcome, criterion.id, message, criterion.only_where or "", remedy=remedy
        ),
    )


def _checked(check: Check, result: CheckResult, facts: UnitFacts, vocabulary: Vocabulary) -> Explanation:
    return Explanation(
        title="系统核对",
        result="met" if result.passed else "not_met",
        measured=result.measured,
        required=result.required,
        inputs=inputs_of(check, facts, vocabulary),
        remedy=None if result.passed else result.message,
    )


def _stated(attest: Attest, result: AttestationResult, statement: AttestationFact | None) -> Explanation:
    outcomes: dict[bool | None, Outcome] = {True: "met", False: "not_met", None: "not_attested"}
    evidence: tuple[str, ...] = ()
    if statement is not None:
        said = "符合" if statement.met else "不符合"
        evidence = (f"{statement.on}确认{said}，有效{attest.valid_days}天",)
    return Explanation(
        title="人工确认",
        result=outcomes[result.passed],
        measured=result.measured,
        required="、".join(attest.items) or result.required,
        evidence=evidence,
        remedy=None if result.passed else result.message,
    )


def _outcome(parts: Sequence[Judged]) -> Outcome:
    """Join all: against beats missing, missing beats for; nothing asked is nothing shown."""
    passed = {part.passed for part in parts}
    if False in passed:
        return "not_met"
    return "met" if passed == {True} else "not_attested"


def _lacking(answers: Sequence[Judged], files: Sequence[EvidenceResult]) -> ErrorCode | None:
    """Say what is wrong with the files where all else is in order."""
    if not all(part.passed for part in answers):
        return None
    return next((file.lacking for file in files if file.lacking), None)


def _telling(parts: Sequence[Judged]) -> Sequence[Judged]:
    """Pick the parts that stand in the way; if none does, all of them."""
    return [part for part in parts if not part.passed] or parts
