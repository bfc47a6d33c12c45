"""A name given in error is declared void 撤销命名: it never was, which is not what it is to be revoked."""

import uuid
from dataclasses import dataclass

from authz.actions import Action
from schema.criteria.loading import load_children
from schema.designations import repository as designations
from schema.designations.operations import change_designation
from schema.designations.operations.changing import Change
from schema.designations.repository import history, sweeps
from schema.designations.rules import Cause, Standing
from schema.designations.tables import Designation
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.frame.text import text_fault
from schema.supervision.guards import givers_of, voiding_refusal
from schema.supervision.operations.settling import Guidelines, guidelines_borne
from schema.supervision.operations.upwards import failing_clause, follow_upwards
from schema.units import repository as units
from schema.units.tables import Unit

REASON_LIMIT = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class VoidDesignation(Command):
    """Declare that a name was given in error, and say why."""

    designation_id: uuid.UUID
    expected_revision: int
    reason: str


@operation("designation.void", Designation)
async def void_designation(tx: Transaction, command: VoidDesignation) -> Designation:
    """Declare a name void from the day it was given, held or over; those above follow as for any name lost.

    Not by who gave it. What was known until now stays known as it was; the unit may apply anew at once.
    """
    found = (await designations.by_ids(tx.session, [command.designation_id])).get(command.designation_id)
    unit = await units.get(tx.session, found.unit_id) if found is not None else None
    if unit is None or not tx.context.decide(Action.UNIT_READ, unit.path).allowed:
        raise designations.unknown()
    if unit.closed_on is None:
        unit = await units.lock(tx.session, unit.id)
    name = await designations.lock(tx.session, command.designation_id)
    changes = (await history.changes_of(tx.session, [name.id]))[name.id]
    tx.authorize(Action.DESIGNATION_VOID, unit.path, prior_actors=givers_of(changes))
    require_revision(name.revision, command.expected_revision)
    refusal = voiding_refusal(name) or text_fault(
        command.reason, field=("reason",), label="事由", maximum=REASON_LIMIT
    )
    if refusal is not None:
        raise refusal
    tx.turn_has_come()
    borne = Standing(name.status).held
    voided = Change("voided", Cause.NAMED_IN_ERROR, effective_on=name.named_on, note=command.reason)
    await change_designation(tx, name, unit, voided)
    await tx.session.flush()
    above = await _follow(tx, unit, borne=borne)
    tx.note(unit=unit.code, number=name.number, above=above)
    return name


async def _follow(tx: Transaction, unit: Unit, *, borne: bool) -> int:
    """Let names above fall that the void name, if it was `borne`, leaves without enough below; tell how many.

    One that was over by then may be all that holds those above down: they are to miss it in their own right.
    """
    guidelines = await guidelines_borne(tx)
    if not borne and not await _is_missed(tx, unit, guidelines):
        return 0
    return await follow_upwards(tx, [(unit.parent_id, unit.kind)], guidelines, tx.today)


async def _is_missed(tx: Transaction, unit: Unit, guidelines: Guidelines) -> bool:
    """Tell whether the unit above bears a name and has not enough below it, this unit among those without one."""
    if unit.parent_id is None or unit.closed_on is not None:
        return False
    if await designations.held_by_units(tx.session, [unit.id]):
        return False
    names = await sweeps.lock_of_units(tx.session, [unit.parent_id])
    children = await load_children(tx.session, [unit.parent_id], tx.today)
    below = children.get(unit.parent_id, {})
    return any(failing_clause(guidelines[name.version], name, below, tx.today) for name in names)
