"""Plaques: handed out, taken back 摘牌 and replaced 换发, and what is kept of that."""

import uuid
from dataclasses import dataclass
from datetime import date

from authz.actions import Action
from schema.designations import repository
from schema.designations.guards import plaque_refusal
from schema.designations.operations.certificates import REASON_LIMIT
from schema.designations.repository import papers
from schema.designations.rules import Plaque
from schema.designations.tables import Designation, PlaqueMove
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.frame.text import text_fault
from schema.units import repository as units


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordPlaque(Command):
    """Note that a plaque was handed out or came back on a day."""

    designation_id: uuid.UUID
    expected_revision: int
    what: Plaque
    on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplacePlaque(Command):
    """Note that another plaque was handed out for the same name on a day, and why."""

    designation_id: uuid.UUID
    expected_revision: int
    on: date
    reason: str


@operation("designation.record_plaque", Designation)
async def record_plaque(tx: Transaction, command: RecordPlaque) -> Designation:
    """Note that the plaque was handed out, or came back 摘牌 (B-M4)."""
    return await _move(tx, command, command.what)


@operation("designation.replace_plaque", Designation)
async def replace_plaque(tx: Transaction, command: ReplacePlaque) -> Designation:
    """Note that the plaque was replaced 换发: the one handed out before counts no more."""
    fault = text_fault(command.reason, field=("reason",), label="换发原因", maximum=REASON_LIMIT)
    if fault is not None:
        raise fault
    return await _move(tx, command, Plaque.REPLACED, command.reason)


async def _move(
    tx: Transaction, command: RecordPlaque | ReplacePlaque, what: Plaque, reason: str | None = None
) -> Designation:
    designation = await repository.lock(tx.session, command.designation_id)
    unit = await units.get(tx.session, designation.unit_id)
    if unit is None or not tx.context.decide(Action.UNIT_READ, unit.path).allowed:
        raise repository.unknown()
    tx.authorize(Action.DESIGNATION_RECORD_PLAQUE, unit.path)
    require_revision(designation.revision, command.expected_revision)
    refusal = plaque_refusal(designation, what, command.on, tx.today)
    if refusal is not None:
        raise refusal
    if what is Plaque.RETURNED:
        designation.plaque_returned_on = command.on
    else:
        designation.plaque_issued_on, designation.plaque_returned_on = command.on, None
    tx.records.append(
        PlaqueMove(
            designation_id=designation.id,
            ordinal=await papers.next_plaque_ordinal(tx.session, designation.id),
            what=what,
            happened_on=command.on,
            reason=reason,
            actor_id=tx.actor_id,
            role=tx.role,
            level=tx.level,
            on_behalf_of=tx.on_behalf_of,
            at=tx.now,
        )
    )
    tx.note(unit=unit.code, number=designation.number, plaque=what)
    return designation
