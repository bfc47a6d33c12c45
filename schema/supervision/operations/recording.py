"""Recording what is wanting at a unit that bears a name; where the guideline says so, its name falls with it."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from authz.actions import Action
from schema.designations import repository as designations
from schema.designations.operations import change_designation
from schema.designations.operations.changing import Change
from schema.designations.rules import Cause
from schema.designations.tables import Designation
from schema.findings.operations import TEXT_LIMIT, ground_of
from schema.findings.rules import Climb, FindingStatus, at_once
from schema.findings.tables import Finding
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.operation import Command, Transaction, operation
from schema.frame.text import text_fault
from schema.guidelines.repository import get_edition
from schema.guidelines.rules import as_of, criteria_for
from schema.supervision.operations.settling import guidelines_borne
from schema.supervision.operations.upwards import follow_upwards
from schema.units import repository as units
from schema.units.tables import Unit
from tenants.base import new_id


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordFinding(Command):
    """Something is wanting at a unit that bears a name: found there, told by the media, or how somebody behaved."""

    unit_id: uuid.UUID
    occasion: str
    clause: str
    description: str


@operation("finding.record", Finding)
async def record_finding(tx: Transaction, command: RecordFinding) -> Finding:
    """Keep what was found, with the days the guideline gives to put it right.

    The name stays as it is unless the criterion says that a finding tells at once; then those above follow, too.
    """
    unit = await units.lock(tx.session, command.unit_id)
    tx.authorize(Action.FINDING_RECORD, unit.path)
    held = (await designations.lock_held_by_units(tx.session, [unit.id])).get(unit.id)
    if held is None:
        raise DomainError(ErrorCode.NOT_TITLED, "该单元没有称号。", field=("unit",))
    guideline = as_of((await get_edition(tx.session, held.guideline_version_id)).guideline, tx.today)
    faults = []
    asked = {criterion.id: criterion for criterion in criteria_for(guideline, unit.kind, held.tier)}
    if command.clause not in asked:
        message = "该单元的标准中没有此条款。"
        faults.append(DomainError(ErrorCode.UNKNOWN_CRITERION, message, field=("clause",)))
    fault = text_fault(command.description, field=("description",), label="问题", maximum=TEXT_LIMIT)
    faults += [fault] if fault is not None else []
    if faults:
        raise DomainErrors(faults)
    finding = Finding(
        id=new_id(),
        designation_id=held.id,
        unit_id=unit.id,
        occasion=command.occasion,
        clause=command.clause,
        description=command.description,
        found_by=tx.actor_id,
        found_on=tx.today,
        due_on=tx.today + timedelta(days=guideline.supervision.rectification_days),
    )
    tx.session.add(finding)
    told = at_once(asked[command.clause], guideline.supervision, tx.today)
    if told is not None:
        await _answer(tx, finding, held, unit, told)
    tx.note(
        unit=unit.code,
        clause=command.clause,
        occasion=command.occasion,
        change=told.change if told is not None else "none",
    )
    return finding


async def _answer(tx: Transaction, finding: Finding, held: Designation, unit: Unit, told: Climb) -> None:
    change = Change(told.change, Cause.CRITERION_BROKEN, finding.clause, ground=ground_of(finding))
    await change_designation(tx, held, unit, change)
    if told.rung is None:
        finding.status = FindingStatus.LAPSED
    else:
        finding.warnings, finding.suspended = told.rung.warnings, told.rung.suspended
        finding.due_on = told.rung.due_on
    await tx.session.flush()
    if told.change != "warned":
        await follow_upwards(tx, [(unit.parent_id, unit.kind)], await guidelines_borne(tx), tx.today)
