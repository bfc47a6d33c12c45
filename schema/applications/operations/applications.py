"""What applicants do: open, assess, submit and withdraw an application."""

import uuid
from dataclasses import dataclass

from authz.actions import DRAFT, Action, step_object
from authz.context import Grant
from schema.applications import repository
from schema.applications.guards import require_open
from schema.applications.guards.applicants import chain_refusal, roles_held
from schema.applications.loading import Dossier, dossier_of
from schema.applications.loading.dossiers import process_of, rechecks
from schema.applications.operations.ending import end_application
from schema.applications.operations.news import tell_move
from schema.applications.rules import State, submit, withdraw
from schema.applications.rules.forms import FormAnswer, check_answers
from schema.applications.tables import Application, Transition
from schema.batches.operations.intake import enter_batch, settle_entry
from schema.criteria.operations import AttestationEntry, attest, evaluate_unit, keep_assessment
from schema.criteria.rules import Evaluation
from schema.deadlines.operations import settle_deadline
from schema.designations import repository as designations
from schema.designations.operations import held_of, revoked_on
from schema.designations.rules import application_refusal, purpose_of
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.frame.text import text_fault
from schema.guidelines.guards import decision_table
from schema.guidelines.repository import current_edition, get_edition
from schema.guidelines.rules import process_for
from schema.guidelines.rules.lookup import find_step
from schema.guidelines.rules.words import role_words
from schema.officials import repository as officials
from schema.public_notices.operations import Standing, settle_notice
from schema.units import repository as units
from schema.units.tables import Unit
from tenants.base import new_id
from tenants.reading import read_together


@dataclass(frozen=True, kw_only=True, slots=True)
class CreateApplication(Command):
    """Open an application for a unit, pinned to the published guideline version; for a `tier`, if told."""

    unit_id: uuid.UUID
    tier: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AssessApplication(Command):
    """Attest criteria and evaluate the unit (B-W4 self-assessment)."""

    application_id: uuid.UUID
    expected_revision: int
    attestations: tuple[AttestationEntry, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SubmitApplication(Command):
    """Hand in a draft or a returned application, with the answers to the form of its process."""

    application_id: uuid.UUID
    expected_revision: int
    answers: tuple[FormAnswer, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawApplication(Command):
    """Take an application back for good."""

    application_id: uuid.UUID
    expected_revision: int
    reason: str | None = None


@operation("application.create", Application)
async def create_application(tx: Transaction, command: CreateApplication) -> Application:
    """Open an application: the unit's kind must have a process, and the unit no other open application.

    Without a name it asks for one; with one, for its renewal when that is open, or for a tier.
    """
    unit = await units.lock(tx.session, command.unit_id)
    edition = await current_edition(tx.session, tx.today)
    process = process_for(edition.guideline, unit.kind, command.tier)
    if process is None:
        raise DomainError(ErrorCode.NO_PROCESS_FOR_KIND, "该类单元不是创建主体。", field=("unit",))
    tx.authorize(
        Action.APPLICATION_CREATE,
        unit.path,
        target=step_object(process.id, DRAFT),
        table=decision_table(edition.guideline),
    )
    if process.fallback:
        over = (await officials.terms_over(tx.session, [unit.path]))[unit.path]
        words = role_words(edition.guideline)
        refusal = chain_refusal(tx.context, process, unit.path, roles_held(over, tx.now), words)
        if refusal is not None:
            raise refusal
    held = held_of((await designations.held_by_units(tx.session, [unit.id])).get(unit.id))
    lost = revoked_on((await designations.of_unit(tx.session, [unit.id])).get(unit.id, []))
    untimely = application_refusal(edition.guideline, unit.kind, held, command.tier, tx.today, lost)
    if untimely is not None:
        raise untimely
    if await repository.open_by_units(tx.session, [unit.id]):
        raise DomainError(ErrorCode.APPLICATION_OPEN_ALREADY, "该单元已有办理中的申请。", field=("unit",))
    application = Application(
        id=new_id(),
        unit_id=unit.id,
        guideline_version_id=edition.id,
        process=process.id,
        purpose=purpose_of(held, command.tier, tx.today),
        tier=command.tier,
        created_by=tx.actor_id,
        created_at=tx.now,
        step_entered_at=tx.now,
    )
    tx.session.add(application)
    tx.note(unit=unit.code, guideline=edition.number)
    return application


@operation("application.assess", Application)
async def assess_application(tx: Transaction, command: AssessApplication) -> Application:
    """Keep attestations and an evaluation of the unit as it stands today (B-W4)."""
    dossier = await lock_dossier(tx, command.application_id, command.expected_revision)
    await require_open(tx.session, tx.context, dossier, "assess")
    tier = dossier.application.tier
    await attest(tx, dossier.unit, dossier.edition, command.attestations, tier)
    evaluation = await evaluate_unit(tx, dossier.unit, dossier.edition, dossier.application.tier)
    await keep_assessment(tx, dossier.unit, dossier.edition, "self", evaluation, dossier.application.id)
    repository.touch(dossier.application)
    tx.note(met=evaluation.met, failures=len(evaluation.failures))
    return dossier.application


@operation("application.submit", Application)
async def submit_application(tx: Transaction, command: SubmitApplication) -> Application:
    """Hand in, or hand in again after a return; the criteria are checked again (B-W1 … B-W3, B-k).

    Refuses with every criterion that fails, an incomplete petition first with how many are missing.
    """
    dossier = await lock_dossier(tx, command.application_id, command.expected_revision)
    evaluation = await evaluate_unit(tx, dossier.unit, dossier.edition, dossier.application.tier)
    grant = await require_open(tx.session, tx.context, dossier, "submit", evaluation)
    answers = check_answers(dossier.process.form, command.answers, complete=True)
    entered = submit(dossier.process, dossier.state)
    if dossier.process.intake == "batch":
        await enter_batch(tx, dossier.unit, dossier.process, dossier.application.id)
    assessment = await keep_assessment(
        tx, dossier.unit, dossier.edition, "application", evaluation, dossier.application.id
    )
    await move(tx, dossier, "submit", entered, grant, assessment_id=assessment.id, answers=answers)
    return dossier.application


@operation("application.withdraw", Application)
async def withdraw_application(tx: Transaction, command: WithdrawApplication) -> Application:
    """Take an application back; the petition closes with it."""
    dossier = await lock_dossier(tx, command.application_id, command.expected_revision)
    grant = await require_open(tx.session, tx.context, dossier, "withdraw")
    fault = text_fault(command.reason, field=("reason",), label="撤回原因", maximum=500, required=False)
    if fault:
        raise fault
    await move(tx, dossier, "withdraw", withdraw(dossier.process, dossier.state), grant, note=command.reason)
    return dossier.application


async def lock_dossier(tx: Transaction, application_id: uuid.UUID, expected_revision: int) -> Dossier:
    """Lock an application, then its unit; refuse one out of sight as unknown, and a stale revision."""
    application, unit = await _lock(tx, application_id, expected_revision)
    return await dossier_of(tx.session, application, unit)


async def lock_rechecked(
    tx: Transaction, application_id: uuid.UUID, expected_revision: int, action: str
) -> tuple[Dossier, Evaluation | None]:
    """Lock an application as `lock_dossier` does; evaluate its unit where the criteria must hold for the action."""
    application, unit = await _lock(tx, application_id, expected_revision)
    edition = await get_edition(tx.session, application.guideline_version_id)
    if not rechecks(process_of(edition, application.process), application.step, action):
        return await dossier_of(tx.session, application, unit), None
    dossier, evaluation = await read_together(
        tx.session,
        dossier_of(tx.session, application, unit),
        evaluate_unit(tx, unit, edition, application.tier, application.id),
    )
    return dossier, evaluation


async def _lock(
    tx: Transaction, application_id: uuid.UUID, expected_revision: int
) -> tuple[Application, Unit]:
    application, unit = await repository.lock_with_unit(tx.session, application_id)
    if not tx.context.decide(Action.APPLICATION_READ, unit.path).allowed:
        raise repository.unknown()
    require_revision(application.revision, expected_revision)
    return application, unit


async def move(
    tx: Transaction,
    dossier: Dossier,
    action: str,
    entered: State,
    grant: Grant | None,
    *,
    note: str | None = None,
    assessment_id: uuid.UUID | None = None,
    answers: list[dict[str, str]] | None = None,
    evaluation: Evaluation | None = None,
) -> Transition:
    """Write a move of the application's state machine; the petition closes with the application.

    What an application that ends shows from then on is kept: what `evaluation` found, else what is so now.

    Without a grant it moves by itself, as a day has passed.
    """
    application = dossier.application
    by_itself = grant is None
    tx.act_in(grant)
    tx.role = "system" if by_itself else tx.role
    transition = Transition(
        id=new_id(),
        application_id=application.id,
        ordinal=len(dossier.history) + 1,
        round=entered.round,
        action=action,
        from_step=application.step or DRAFT,
        to_step=entered.step,
        actor_id=None if by_itself else tx.actor_id,
        role=tx.role or "",
        level=tx.level,
        on_behalf_of=tx.on_behalf_of,
        note=note,
        assessment_id=assessment_id,
        answers=answers or [],
        at=tx.now,
    )
    tx.records.append(transition)
    application.status = entered.status
    application.step = entered.step
    application.round = entered.round
    application.step_entered_at = tx.now
    if not entered.open:
        application.closed_at = tx.now
    await _settle_steps(tx, dossier, transition)
    if not entered.open:
        await end_application(tx, dossier, evaluation)
    tx.note(unit=dossier.unit.code, from_step=transition.from_step, to_step=entered.step, round=entered.round)
    tell_move(tx, dossier, entered)
    return transition


async def _settle_steps(tx: Transaction, dossier: Dossier, transition: Transition) -> None:
    """Let the clock, the public notice and the place in a batch follow a move, where the process has any."""
    application, process = dossier.application, dossier.process
    steps = [find_step(process, each) for each in (transition.from_step, transition.to_step)]
    if any(step is not None and step.deadline is not None for step in steps):
        await settle_deadline(tx, application.id, application.step, process)
    if any(step is not None and step.notice_days is not None for step in steps):
        standing = Standing(application.id, application.step, dossier.unit)
        await settle_notice(tx, standing, dossier.edition.guideline, process)
    if dossier.may_be_in_batch:
        await settle_entry(tx, application.id, transition.action)
