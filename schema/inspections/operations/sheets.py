"""What an acceptance team does on the spot, and what a unit that failed reports afterwards."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from authz.actions import Action
from authz.context import Grant
from schema.applications.loading import Dossier
from schema.applications.operations import lock_dossier
from schema.applications.rules import require_opinion, step_not_open
from schema.batches.tables import Rectification
from schema.criteria.operations import evaluate_unit, keep_assessment
from schema.criteria.rules import Evaluation, Finding
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.operation import Command, Transaction, operation
from schema.frame.refusals import granted
from schema.guidelines.rules.lookup import find_step
from schema.inspections.loading import Site, dossier_on_site, enter_site, scores_from, scores_to
from schema.inspections.rules import (
    Score,
    Verdict,
    check_scores,
    check_settlement,
    missing_lines,
    reach_verdict,
    sheet_total,
)
from schema.inspections.tables import Inspection, ScoreSheet
from schema.notifications.operations.delivery import tell
from schema.notifications.rules import Happening, Kind
from schema.reviews.operations import record_decision
from tenants.base import new_id


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordScoreSheet(Command):
    """Points on lines of the caller's sheet; with `submit` the sheet is complete and handed in."""

    application_id: uuid.UUID
    scores: tuple[Score, ...]
    submit: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ConcludeInspection(Command):
    """What the team's leader makes of the sheets. `settlement` is for sheets that part too far."""

    application_id: uuid.UUID
    expected_revision: int
    opinion: str | None = None
    settlement: tuple[Score, ...] = ()


@operation("inspection.score", ScoreSheet)
async def record_score_sheet(tx: Transaction, command: RecordScoreSheet) -> ScoreSheet:
    """Keep what an inspector found on the spot (T-P5); below the maximum a reason is needed.

    Lines may come in several calls until the sheet is handed in. The leader concludes and fills in none.
    """
    dossier = await dossier_on_site(tx, command.application_id)
    tx.authorize(Action.INSPECTION_SCORE, dossier.unit.path)
    site = await enter_site(tx, dossier)
    sheet = _sheet_of(tx, site)
    faults = check_scores(site.lines, command.scores, "scores")
    if faults:
        raise DomainErrors(faults)
    scores = scores_from(sheet.scores) | {score.item: score for score in command.scores}
    lacking = missing_lines(site.lines, scores)
    if command.submit and lacking:
        raise DomainError(
            ErrorCode.INSPECTION_INCOMPLETE,
            f"评分表还缺：{'、'.join(line.title for line in lacking)}。",
            field=("scores",),
            details={"missing": len(lacking)},
        )
    sheet.scores, sheet.updated_at = scores_to(scores), tx.now
    sheet.submitted_at = tx.now if command.submit else None
    tx.session.add(sheet)
    tx.note(unit=dossier.unit.code, batch=site.batch.number, points=sheet_total(scores))
    return sheet


def _sheet_of(tx: Transaction, site: Site) -> ScoreSheet:
    if site.member.leads:
        raise DomainError(ErrorCode.NOT_ON_TEAM, "组长负责核定和下结论，不填评分表。")
    own = next((sheet for sheet in site.sheets if sheet.inspector_id == tx.actor_id), None)
    if own is not None and own.submitted_at is not None:
        raise DomainError(ErrorCode.SHEET_SUBMITTED, "您的评分表已提交。")
    if own is None and len(site.sheets) >= site.settings.inspectors:
        raise DomainError(
            ErrorCode.NOT_ON_TEAM,
            f"该单元已由 {site.settings.inspectors} 名成员检查。",
            details={"inspectors": site.settings.inspectors},
        )
    return own or ScoreSheet(
        id=new_id(),
        inspection_id=site.inspection.id,
        inspector_id=tx.actor_id,
        office=site.member.office,
        scores=[],
        updated_at=tx.now,
    )


@operation("inspection.conclude", Inspection)
async def conclude_inspection(tx: Transaction, command: ConcludeInspection) -> Inspection:
    """Conclude an inspection by the points of its sheets: pass on, or return with what to rectify (T-P5, T-P8).

    Sheets further apart than the guideline allows are settled by the leader line by line. Criteria outside
    the score sheet must hold whatever the points.
    """
    dossier = await lock_dossier(tx, command.application_id, command.expected_revision)
    tx.authorize(Action.INSPECTION_CONCLUDE, dossier.unit.path)
    site = await enter_site(tx, dossier)
    application = dossier.application
    evaluation = await evaluate_unit(tx, dossier.unit, dossier.edition, application.tier, application.id)
    verdict = _weigh(site, command.settlement, evaluation)
    gates = _gates_in_the_way(dossier, evaluation)
    decision = "return" if gates or not verdict.suffices else "endorse"
    grant = _require_decider(tx, dossier, decision, command.opinion)
    kept = await keep_assessment(
        tx, dossier.unit, dossier.edition, "acceptance", evaluation, dossier.application.id
    )
    review = await record_decision(
        tx, dossier, grant, decision, command.opinion, kept.id, evaluation=evaluation
    )
    await tx.records.write()
    inspection = site.inspection
    inspection.status = "passed" if decision == "endorse" else "failed"
    inspection.points = Decimal(int(verdict.points * 100)) / 100
    inspection.settlement = scores_to({score.item: score for score in command.settlement})
    inspection.concluded_by, inspection.concluded_at = tx.actor_id, tx.now
    inspection.review_id = review.id
    if decision == "return":
        _ask_rectification(tx, site, verdict, [(gate.criterion_id, gate.message) for gate in gates])
    tx.note(unit=dossier.unit.code, batch=site.batch.number, points=str(inspection.points))
    return inspection


def _weigh(site: Site, settlement: Sequence[Score], evaluation: Evaluation) -> Verdict:
    if not site.member.leads:
        raise DomainError(ErrorCode.NOT_ON_TEAM, "由验收组组长下结论。")
    handed_in = [scores_from(sheet.scores) for sheet in site.sheets if sheet.submitted_at is not None]
    missing = site.settings.inspectors - len(handed_in)
    if missing > 0:
        raise DomainError(
            ErrorCode.INSPECTION_INCOMPLETE,
            f"还缺 {missing} 名检查人员的评分表。",
            details={"missing": missing},
        )
    faults = check_settlement(site.lines, handed_in, site.settings.allowed_divergence, settlement)
    if faults:
        raise DomainErrors(faults)
    return reach_verdict(site.form, site.lines, handed_in, settlement, _deducted(evaluation))


def _deducted(evaluation: Evaluation) -> Fraction:
    """Add up what deductions take off; they are found by checks and statements, not by inspectors."""
    leaves = evaluation.score.leaves if evaluation.score is not None else ()
    return -sum((item.earned for leaf in leaves for item in leaf.items if item.earned < 0), Fraction())


def _gates_in_the_way(dossier: Dossier, evaluation: Evaluation) -> list[Finding]:
    """List what must hold whatever the points: gates, hard items and vetoes that are not met."""
    by_points = {
        criterion.id
        for criterion in dossier.edition.guideline.criteria
        if criterion.score is not None and criterion.score.kind != "veto" and not criterion.score.hard
    }
    return [finding for finding in evaluation.failures if finding.criterion_id not in by_points]


def _require_decider(tx: Transaction, dossier: Dossier, decision: str, opinion: str | None) -> Grant:
    """The conclusion is the step's decision, so its permission and separation of duties bind the leader too."""
    grant = granted(dossier.decide(tx.context, decision))
    step = find_step(dossier.process, dossier.state.step)
    if step is None or decision not in step.actions:
        raise step_not_open(dossier.state, decision)
    require_opinion(step, decision, opinion)
    return grant


def _ask_rectification(
    tx: Transaction, site: Site, verdict: Verdict, gates: Sequence[tuple[str, str]]
) -> None:
    titles = {criterion.id: criterion.title for criterion in site.dossier.edition.guideline.criteria}
    wanting = [
        (short.line.id, short.line.title, "；".join(short.reasons) or "未得满分")
        for short in verdict.shortfalls
    ]
    wanting += [(criterion, titles[criterion], message) for criterion, message in gates]
    due_on = tx.today + timedelta(days=site.settings.rectification_days)
    tx.session.add_all(
        Rectification(
            id=new_id(),
            entry_id=site.entry.id,
            unit_id=site.dossier.unit.id,
            item=item,
            title=title,
            finding=finding,
            due_on=due_on,
        )
        for item, title, finding in wanting
    )
    dossier, roles = site.dossier, tuple(site.dossier.process.applicants)
    unit, subject = dossier.unit, dossier.application.id
    if wanting:
        tell(tx, Happening(Kind.RECTIFICATION_DUE, unit.id, unit.path, roles, "Application", subject))
