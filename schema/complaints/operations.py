"""Recording a complaint, and what was found of it."""

import uuid
from dataclasses import dataclass
from datetime import date

from authz.actions import Action
from schema.complaints import repository
from schema.complaints.rules import check_complaint, require_settlement
from schema.complaints.tables import Complaint
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.units import repository as units
from tenants.base import new_id


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordComplaint(Command):
    """Record that a complaint came; names neither who complained nor of whom."""

    unit_id: uuid.UUID
    reference: str
    received_on: date
    due_on: date
    about_epidemic: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SettleComplaint(Command):
    """Say whether a complaint is substantiated and, once it is done with, the day it was settled."""

    complaint_id: uuid.UUID
    expected_revision: int
    substantiated: bool
    settled_on: date | None = None


@operation("complaint.record", Complaint)
async def record_complaint(tx: Transaction, command: RecordComplaint) -> Complaint:
    """Keep the reference and the dates of a complaint (open question 17)."""
    unit = await units.lock(tx.session, command.unit_id)
    tx.authorize(Action.COMPLAINT_RECORD, unit.path)
    check_complaint(command.reference, command.received_on, command.due_on, tx.today)
    if await repository.is_known(tx.session, command.reference):
        raise DomainError(ErrorCode.DUPLICATE_COMPLAINT, "该卷宗编号已登记。", field=("reference",))
    row = Complaint(
        id=new_id(),
        unit_id=unit.id,
        reference=command.reference,
        received_on=command.received_on,
        due_on=command.due_on,
        about_epidemic=command.about_epidemic,
        recorded_by=tx.actor_id,
        recorded_at=tx.now,
    )
    tx.session.add(row)
    tx.note(unit=unit.code)
    return row


@operation("complaint.settle", Complaint)
async def settle_complaint(tx: Transaction, command: SettleComplaint) -> Complaint:
    """Put on record what was found of a complaint; the unit it is about does not judge it itself."""
    complaint = await repository.lock(tx.session, command.complaint_id)
    unit = await units.get(tx.session, complaint.unit_id)
    if unit is None or not tx.context.decide(Action.COMPLAINT_READ, unit.path).allowed:
        raise repository.unknown()
    tx.authorize(Action.COMPLAINT_SETTLE, unit.path)
    require_revision(complaint.revision, command.expected_revision)
    require_settlement(complaint.received_on, complaint.settled_on, on=command.settled_on, today=tx.today)
    complaint.substantiated = command.substantiated
    complaint.settled_on = command.settled_on
    complaint.settled_by = tx.actor_id
    tx.note(unit=unit.code, substantiated=str(command.substantiated))
    return complaint
