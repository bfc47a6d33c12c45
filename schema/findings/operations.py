"""What units do about what supervisors found, and what becomes of that."""

import uuid
from dataclasses import dataclass

from authz.actions import Action
from schema.designations import repository as designations
from schema.designations.operations import change_designation
from schema.designations.operations.changing import Change, state_of
from schema.designations.rules import Cause
from schema.findings import repository
from schema.findings.guards import reporters_of, standing_refusal
from schema.findings.rules import FindingStatus
from schema.findings.tables import Finding
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.frame.text import text_fault
from schema.notifications.operations.delivery import settle
from schema.notifications.rules import OF_RECTIFICATIONS
from schema.units import repository as units
from schema.units.tables import Unit

TEXT_LIMIT = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class RectifyFinding(Command):
    """What the unit did about a finding."""

    finding_id: uuid.UUID
    expected_revision: int
    measure: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VerifyFinding(Command):
    """Whether that suffices."""

    finding_id: uuid.UUID
    expected_revision: int
    accepted: bool
    opinion: str


@operation("finding.rectify", Finding)
async def rectify_finding(tx: Transaction, command: RectifyFinding) -> Finding:
    """Report what was done about a finding; its clock stands still until somebody has looked."""
    finding, unit = await _locked(tx, command.finding_id)
    tx.authorize(Action.FINDING_RECTIFY, unit.path)
    _require(finding, FindingStatus.OPEN, command.expected_revision)
    fault = text_fault(command.measure, field=("measure",), label="整改措施", maximum=TEXT_LIMIT)
    if fault is not None:
        raise fault
    finding.status = FindingStatus.REPORTED
    settle(tx, OF_RECTIFICATIONS, finding.id)
    finding.measure, finding.reported_by, finding.reported_on = command.measure, tx.actor_id, tx.today
    tx.note(unit=unit.code, clause=finding.clause)
    return finding


@operation("finding.verify", Finding)
async def verify_finding(tx: Transaction, command: VerifyFinding) -> Finding:
    """Accept what was done, which lifts what the name suffers for it, or send it back; not by who reported it.

    What is sent back is due on the day it was, or today if that has passed.
    """
    finding, unit = await _locked(tx, command.finding_id)
    tx.authorize(Action.FINDING_VERIFY, unit.path, prior_actors=reporters_of(finding))
    _require(finding, FindingStatus.REPORTED, command.expected_revision)
    fault = text_fault(command.opinion, field=("opinion",), label="核查意见", maximum=TEXT_LIMIT)
    if fault is not None:
        raise fault
    finding.opinion, finding.verified_by, finding.verified_on = command.opinion, tx.actor_id, tx.today
    finding.status = FindingStatus.VERIFIED if command.accepted else FindingStatus.OPEN
    if command.accepted:
        await lift(tx, finding, unit, Cause.RECTIFIED)
    else:
        finding.due_on = max(finding.due_on, tx.today)
    tx.note(unit=unit.code, clause=finding.clause, accepted=int(command.accepted))
    return finding


async def lift(tx: Transaction, finding: Finding, unit: Unit, cause: Cause) -> None:
    """Lift what a name suffers for a finding, if it suffers anything."""
    name = (await designations.lock_held_by_units(tx.session, [unit.id])).get(unit.id)
    ground = ground_of(finding)
    if name is None or name.id != finding.designation_id:
        return
    state = state_of(name)
    if ground in state.warned_for | state.suspended_for:
        change = Change("restored", cause, finding.clause, ground=ground)
        await change_designation(tx, name, unit, change)


def ground_of(finding: Finding) -> str:
    """Name the ground a name is warned or suspended on for a finding."""
    return f"finding:{finding.id}"


def _require(finding: Finding, status: FindingStatus, expected_revision: int) -> None:
    require_revision(finding.revision, expected_revision)
    refusal = standing_refusal(finding, status)
    if refusal is not None:
        raise refusal


async def _locked(tx: Transaction, finding_id: uuid.UUID) -> tuple[Finding, Unit]:
    """Lock a finding and its unit; one out of sight is unknown."""
    finding = await repository.lock_finding(tx.session, finding_id)
    unit = await units.lock(tx.session, finding.unit_id)
    if not tx.context.decide(Action.FINDING_READ, unit.path).allowed:
        raise repository.unknown("finding")
    return finding, unit
