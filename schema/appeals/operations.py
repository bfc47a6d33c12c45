"""Appeals: another look at what befell a name, by somebody who had no part in it."""

import uuid
from dataclasses import dataclass

from authz.actions import Action
from schema.appeals import repository
from schema.appeals.guards import decided_refusal, finding_behind, took_part
from schema.appeals.rules import appeal_refusal, last_befallen
from schema.appeals.tables import Appeal
from schema.designations import repository as designations
from schema.designations.operations import change_designation
from schema.designations.operations.changing import Change, state_of
from schema.designations.repository import history
from schema.designations.rules import EVALUATION, Cause
from schema.designations.tables import Designation, DesignationChange
from schema.findings import repository as findings
from schema.findings.operations import TEXT_LIMIT
from schema.findings.rules import FindingStatus
from schema.findings.tables import Finding
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.frame.text import text_fault
from schema.guidelines.repository import get_edition
from schema.notifications.operations.delivery import settle
from schema.notifications.rules import OF_RECTIFICATIONS
from schema.units import repository as units
from schema.units.rules import require_open
from schema.units.tables import Unit
from tenants.base import new_id


@dataclass(frozen=True, kw_only=True, slots=True)
class LodgeAppeal(Command):
    """Ask for another look at the last change of a name."""

    designation_id: uuid.UUID
    grounds: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideAppeal(Command):
    """Uphold an appeal, which undoes the change, or dismiss it."""

    appeal_id: uuid.UUID
    expected_revision: int
    upheld: bool
    opinion: str


@operation("appeal.lodge", Appeal)
async def lodge_appeal(tx: Transaction, command: LodgeAppeal) -> Appeal:
    """Appeal against the last change of a name while it stands, in the days the guideline gives."""
    name = await designations.lock(tx.session, command.designation_id)
    unit = await units.get(tx.session, name.unit_id)
    if unit is None or not tx.context.decide(Action.UNIT_READ, unit.path).allowed:
        raise designations.unknown()
    tx.authorize(Action.APPEAL_LODGE, unit.path)
    require_open(unit.code, unit.closed_on)
    last = last_befallen((await history.changes_of(tx.session, [name.id]))[name.id])
    if last is None:
        raise designations.unknown()
    terms = (await get_edition(tx.session, name.guideline_version_id)).guideline.supervision
    refusal = appeal_refusal(
        terms,
        last.change,
        name.status,
        last.effective_on,
        by_event=last.event_id is not None,
        today=tx.today,
    )
    refusal = refusal or text_fault(command.grounds, field=("grounds",), label="申诉理由", maximum=TEXT_LIMIT)
    if refusal is not None:
        raise refusal
    appeal = Appeal(
        id=new_id(),
        designation_id=name.id,
        change_id=last.id,
        unit_id=unit.id,
        grounds=command.grounds,
        lodged_by=tx.actor_id,
        lodged_at=tx.now,
    )
    tx.session.add(appeal)
    tx.note(unit=unit.code, number=name.number, change=last.change)
    return appeal


@operation("appeal.decide", Appeal)
async def decide_appeal(tx: Transaction, command: DecideAppeal) -> Appeal:
    """Decide on an appeal; upheld, it restores the name, and the history says so. Not by who had a part in it."""
    appeal = await repository.lock_appeal(tx.session, command.appeal_id)
    unit = await units.lock(tx.session, appeal.unit_id)
    if not tx.context.decide(Action.FINDING_READ, unit.path).allowed:
        raise findings.unknown("appeal")
    name = await designations.lock(tx.session, appeal.designation_id)
    changes = (await history.changes_of(tx.session, [name.id]))[name.id]
    change = next(each for each in changes if each.id == appeal.change_id)
    finding = await _finding_behind(tx, change)
    tx.authorize(Action.APPEAL_DECIDE, unit.path, prior_actors=took_part(appeal, change, finding))
    require_revision(appeal.revision, command.expected_revision)
    decided = decided_refusal(appeal)
    if decided is not None:
        raise decided
    fault = text_fault(command.opinion, field=("opinion",), label="决定理由", maximum=TEXT_LIMIT)
    if fault is not None:
        raise fault
    appeal.status = "upheld" if command.upheld else "dismissed"
    appeal.opinion, appeal.decided_by, appeal.decided_at = command.opinion, tx.actor_id, tx.now
    if command.upheld:
        await _undo(tx, name, unit, change)
        if finding is not None:
            finding.status = FindingStatus.SET_ASIDE
            settle(tx, OF_RECTIFICATIONS, finding.id)
    tx.note(unit=unit.code, number=name.number, upheld=int(command.upheld))
    return appeal


async def _undo(tx: Transaction, name: Designation, unit: Unit, change: DesignationChange) -> None:
    """Restore a name; what was lifted since, or ended otherwise, stays as it is."""
    ground, state = change.ground or EVALUATION, state_of(name)
    if change.change == "revoked" and state.standing == "revoked":
        if await designations.held_by_units(tx.session, [unit.id]):
            raise DomainError(ErrorCode.ALREADY_TITLED, "该单元已重新命名。", field=("appeal",))
        await change_designation(tx, name, unit, Change("reinstated", Cause.APPEAL_UPHELD, change.clause))
    elif ground in state.warned_for | state.suspended_for:
        undone = Change("restored", Cause.APPEAL_UPHELD, change.clause, ground=ground)
        await change_designation(tx, name, unit, undone)


async def _finding_behind(tx: Transaction, change: DesignationChange) -> Finding | None:
    found = finding_behind(change)
    return await findings.lock_finding(tx.session, found) if found is not None else None
