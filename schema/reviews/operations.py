"""What reviewers do: forward, return, reject, endorse, name, record."""

import uuid
from dataclasses import dataclass

from authz.context import Grant
from schema.applications.guards import require_open
from schema.applications.loading import Dossier
from schema.applications.operations import lock_rechecked, move
from schema.applications.rules import STEP_ACTIONS, act, require_opinion
from schema.applications.rules.forms import FormAnswer, check_answers
from schema.applications.tables import Transition
from schema.batches.guards import batch_kind_of
from schema.batches.rules import BatchKind
from schema.criteria.operations import keep_assessment
from schema.criteria.rules import Evaluation
from schema.designations.operations import issue_designation
from schema.frame.operation import Command, Transaction, operation
from schema.guidelines.guards import decision_table
from schema.guidelines.rules.lookup import find_step
from schema.reviews.tables import Review
from tenants.base import new_id

PASSING_ON = STEP_ACTIONS - {"return", "reject"}
"""Decisions that need what the form of the step requires."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewApplication(Command):
    """Decide at the open step. `decision`: forward, return, reject, endorse, name or record."""

    application_id: uuid.UUID
    expected_revision: int
    decision: str
    opinion: str | None = None
    answers: tuple[FormAnswer, ...] = ()


@operation("application.review", Review)
async def review_application(tx: Transaction, command: ReviewApplication) -> Review:
    """Decide on an application at its open step (B-W1 … B-W3: 初审, 签注意见, 复核研判, 命名).

    Positive decisions check the criteria again. Nobody decides on what they submitted or already decided.
    """
    dossier, evaluation = await lock_rechecked(
        tx, command.application_id, command.expected_revision, command.decision
    )
    grant = await require_open(tx.session, tx.context, dossier, command.decision, evaluation)
    step = find_step(dossier.process, dossier.state.step)
    answers: list[dict[str, str]] = []
    if step is not None:
        require_opinion(step, command.decision, command.opinion)
        answers = check_answers(step.form, command.answers, complete=command.decision in PASSING_ON)
    assessment_id = None
    if evaluation is not None:
        kind = "naming" if command.decision == "name" else "review"
        kept = await keep_assessment(
            tx, dossier.unit, dossier.edition, kind, evaluation, dossier.application.id
        )
        assessment_id = kept.id
    return await record_decision(
        tx, dossier, grant, command.decision, command.opinion, assessment_id, answers, evaluation
    )


async def record_decision(
    tx: Transaction,
    dossier: Dossier,
    grant: Grant,
    decision: str,
    opinion: str | None,
    assessment_id: uuid.UUID | None,
    answers: list[dict[str, str]] | None = None,
    evaluation: Evaluation | None = None,
) -> Review:
    """Write a decision that nothing stands in the way of, move the application on and name the unit."""
    entered = act(dossier.process, dossier.state, decision)
    step_id = dossier.application.step or ""
    transition: Transition = await move(
        tx,
        dossier,
        decision,
        entered,
        grant,
        note=opinion,
        assessment_id=assessment_id,
        answers=answers,
        evaluation=evaluation,
    )
    if decision == "name":
        pilot = (
            dossier.may_be_in_batch
            and await batch_kind_of(tx.session, dossier.application.id) == BatchKind.PILOT
        )
        tier = dossier.application.tier
        await issue_designation(
            tx, dossier.unit, dossier.application.id, dossier.edition, pilot=pilot, tier=tier
        )
    review = Review(
        id=new_id(),
        application_id=dossier.application.id,
        transition_id=transition.id,
        step=step_id,
        decision=decision,
        opinion=opinion,
        reviewer_id=tx.actor_id,
        on_behalf_of=grant.on_behalf_of,
        role=grant.role,
        level=grant.level or None,
        membership_id=grant.membership_id,
        assessment_id=assessment_id,
        permission_digest=decision_table(dossier.edition.guideline).digest,
        decided_at=tx.now,
    )
    tx.records.append(review)
    return review
