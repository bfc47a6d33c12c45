"""Attesting and assessing: parts of larger operations, run in their transaction, and the periodic assessment."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from authz.actions import Action
from schema.criteria.loading import load_evidence, load_facts
from schema.criteria.loading.applied import applied_facts, judges_at_applying
from schema.criteria.rules import (
    Evaluation,
    check_attestation,
    check_scoring,
    evaluate_against,
    evidence_faults,
    written,
)
from schema.criteria.rules.asked import sources_of
from schema.criteria.rules.facts import UnitFacts
from schema.criteria.rules.frozen import explanation_of
from schema.criteria.rules.snapshots import facts_to_data
from schema.criteria.tables import Assessment, AssessmentResult, Attestation
from schema.designations.repository import held_by_units
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.operation import Command, Transaction, operation
from schema.guidelines.repository import Edition, current_edition
from schema.guidelines.rules import criteria_for
from schema.guidelines.rules.meaning import meaning_of
from schema.petitions.repository import last_tally_of_unit
from schema.units import repository as units
from schema.units.tables import Unit
from tenants.base import new_id


@dataclass(frozen=True, kw_only=True, slots=True)
class AttestationEntry:
    """What an official states of one criterion."""

    criterion: str
    met: bool
    note: str | None = None
    reference: str | None = None
    sample_size: int | None = None
    sample_met: int | None = None
    share_percent: int | None = None
    points: Decimal | None = None
    applicable: bool = True

    @property
    def share(self) -> int | None:
        """Tell the share of a survey in whole percent, rounded down: who reads no numbers yet judges by it."""
        if self.sample_met is None or not self.sample_size:
            return self.share_percent
        return 100 * self.sample_met // self.sample_size


@dataclass(frozen=True, kw_only=True, slots=True)
class AssessUnit(Command):
    """Look at a titled unit again; statements now, machine checks by themselves."""

    unit_id: uuid.UUID
    attestations: tuple[AttestationEntry, ...] = ()


@operation("unit.assess", Assessment)
async def assess_unit(tx: Transaction, command: AssessUnit) -> Assessment:
    """Judge a titled unit by the version in force and keep what was found; its name stays as it is.

    By this a unit meets a version later than that it was named under. Its petition is the one the name rests on, and
    what is judged at applying stands as it was when the name was applied for.
    """
    unit = await units.lock(tx.session, command.unit_id)
    tx.authorize(Action.UNIT_ASSESS, unit.path)
    name = (await held_by_units(tx.session, [unit.id])).get(unit.id)
    if name is None:
        raise DomainError(ErrorCode.NOT_TITLED, "该单元没有称号。", field=("unit",))
    edition = await current_edition(tx.session, tx.today)
    await attest(tx, unit, edition, command.attestations)
    asked = sources_of(edition.guideline, unit.kind)
    facts = await load_facts(tx.session, unit, tx.today, asked)
    signed = await last_tally_of_unit(tx.session, unit.id)
    applied = await _handed_in_with(tx, edition, unit, None, name.application_id)
    evaluation = evaluate_against(edition.guideline, replace(facts, petition=signed), applied=applied)
    kept = await keep_assessment(tx, unit, edition, "periodic", evaluation, None)
    tx.note(unit=unit.code, guideline=edition.number, met=evaluation.met, failures=len(evaluation.failures))
    return kept


async def evaluate_unit(
    tx: Transaction,
    unit: Unit,
    edition: Edition,
    tier: str | None = None,
    application_id: uuid.UUID | None = None,
) -> Evaluation:
    """Evaluate a unit now against the criteria of its kind, or of who applies for a tier; writes nothing.

    Of an application that was handed in, what is judged at applying stands as it was then.
    """
    asked = sources_of(edition.guideline, unit.kind, tier)
    facts = await load_facts(tx.session, unit, tx.today, asked)
    applied = await _handed_in_with(tx, edition, unit, tier, application_id)
    return evaluate_against(edition.guideline, facts, tier, applied)


async def _handed_in_with(
    tx: Transaction, edition: Edition, unit: Unit, tier: str | None, application_id: uuid.UUID | None
) -> UnitFacts | None:
    """Read the facts an application was handed in with, where anything is judged by them."""
    if application_id is None or not judges_at_applying(edition.guideline, unit.kind, tier):
        return None
    return (await applied_facts(tx.session, [application_id])).get(application_id)


async def attest(
    tx: Transaction,
    unit: Unit,
    edition: Edition,
    entries: Sequence[AttestationEntry],
    tier: str | None = None,
) -> None:
    """Write attestations; refuses every fault at once with fields `("attestations", index, column)`.

    Nobody states that a criterion is met whose evidence is not there, or no longer fresh.
    """
    criteria = {
        criterion.id: criterion
        for criterion in criteria_for(edition.guideline, unit.kind, tier)
        if criterion.attest is not None
    }
    files = (await load_evidence(tx.session, [unit.id])).get(unit.id, {})
    faults: list[DomainError] = []
    stated: set[str] = set()
    for index, entry in enumerate(entries):
        field = ("attestations", str(index))
        criterion = criteria.get(entry.criterion)
        if criterion is None or criterion.attest is None:
            message = "该编号不是可由人员确认的标准。"
            faults.append(DomainError(ErrorCode.UNKNOWN_CRITERION, message, field=(*field, "criterion")))
        elif entry.criterion in stated:
            message = f"{entry.criterion} 在本次重复填写。"
            faults.append(DomainError(ErrorCode.INVALID_INPUT, message, field=(*field, "criterion")))
        else:
            stated.add(entry.criterion)
            faults.extend(check_attestation(criterion.attest, entry, field))
            faults.extend(check_scoring(criterion, edition.guideline.score_sheet, entry, field))
            if entry.met and entry.applicable:
                brought = files.get(criterion.id, ())
                faults.extend(evidence_faults(criterion, brought, tx.today, field))
    if faults:
        raise DomainErrors(faults)
    for entry in entries:
        tx.session.add(
            Attestation(
                unit_id=unit.id,
                criterion=entry.criterion,
                met=entry.met,
                note=entry.note,
                reference=entry.reference,
                sample_size=entry.sample_size,
                sample_met=entry.sample_met,
                share_percent=entry.share,
                points=entry.points,
                applicable=entry.applicable,
                meaning=meaning_of(criteria[entry.criterion]),
                attested_by=tx.actor_id,
                attested_on=tx.today,
                attested_at=tx.now,
            )
        )
    await tx.session.flush()


async def keep_assessment(
    tx: Transaction,
    unit: Unit,
    edition: Edition,
    kind: str,
    evaluation: Evaluation,
    application_id: uuid.UUID | None,
) -> Assessment:
    """Keep an evaluation as it was, finding by finding, with the facts it was made from."""
    score = evaluation.score
    assessment = Assessment(
        id=new_id(),
        unit_id=unit.id,
        guideline_version_id=edition.id,
        application_id=application_id,
        kind=kind,
        met=evaluation.met,
        assessed_on=tx.today,
        assessed_at=tx.now,
        assessed_by=tx.actor_id,
        explanation=evaluation.explanation.to_data(),
        facts=facts_to_data(evaluation.facts),
        points=Decimal(written(score.earned)) if score is not None else None,
    )
    results = (
        AssessmentResult(
            assessment_id=assessment.id,
            criterion=finding.criterion_id,
            outcome=finding.outcome,
            explanation=explanation_of(finding),
        )
        for finding in evaluation.findings
    )
    tx.records.append(assessment, *results)
    return assessment
