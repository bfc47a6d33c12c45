"""Giving a name and changing its standing, parts of larger operations; and what becomes of its plaque."""

import uuid
from dataclasses import dataclass
from datetime import date

from authz.actions import Action
from schema.designations import repository
from schema.designations.rules import (
    EVALUATION,
    Cause,
    Plaque,
    Standing,
    State,
    format_number,
    next_state,
    require_plaque,
    series_of,
)
from schema.designations.tables import Designation, DesignationChange
from schema.guidelines.repository import Edition
from schema.guidelines.rules import unit_kind
from schema.operation import Command, Transaction, operation, require_revision
from schema.units import repository as units
from schema.units.tables import Unit
from tenants.base import new_id

_GROUNDED = frozenset({"warned", "suspended", "restored"})


@dataclass(frozen=True, slots=True)
class Change:
    """What befalls a designation, on which ground and why; `clause` is the guideline's.

    `event_id` names the event behind it.
    """

    change: str
    cause: Cause
    clause: str | None = None
    event_id: uuid.UUID | None = None
    ground: str = EVALUATION


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordPlaque(Command):
    """Note that a plaque was handed out or came back on a day."""

    designation_id: uuid.UUID
    expected_revision: int
    what: Plaque
    on: date


async def issue_designation(
    tx: Transaction, unit: Unit, application_id: uuid.UUID, edition: Edition, *, pilot: bool = False
) -> Designation:
    """Give the unit its name, or its pilot name, under the next number of its kind and year (B-W1, T-P4)."""
    naming = edition.guideline.naming
    kind = unit_kind(edition.guideline, unit.kind)
    series = series_of(naming, unit.kind, tx.today.year)
    designation = Designation(
        id=new_id(),
        unit_id=unit.id,
        application_id=application_id,
        guideline_version_id=edition.id,
        number=format_number(
            naming, unit.kind, tx.today.year, await repository.next_number(tx.session, series)
        ),
        title=(kind.pilot_title if pilot else None) or kind.title or unit.name,
        named_on=tx.today,
    )
    tx.session.add(designation)
    await tx.session.flush()
    await _record(tx, designation, unit, Change("named", Cause.NAMED))
    return designation


async def change_designation(tx: Transaction, designation: Designation, unit: Unit, change: Change) -> None:
    """Change how a name stands that the caller has locked; its history and the feed tell why."""
    after = next_state(state_of(designation), change.change, change.ground)
    designation.status = after.standing
    designation.warned_for = sorted(after.warned_for)
    designation.suspended_for = sorted(after.suspended_for)
    designation.ended_on = None if after.standing.held else tx.today
    await _record(tx, designation, unit, change)


def state_of(designation: Designation) -> State:
    """Tell how a name stands and on which grounds."""
    return State(
        Standing(designation.status),
        frozenset(designation.warned_for),
        frozenset(designation.suspended_for),
    )


@operation("designation.record_plaque", Designation)
async def record_plaque(tx: Transaction, command: RecordPlaque) -> Designation:
    """Note that the plaque was handed out, or came back 摘牌 (B-M4)."""
    designation = await repository.lock(tx.session, command.designation_id)
    unit = await units.get(tx.session, designation.unit_id)
    if unit is None or not tx.context.decide(Action.UNIT_READ, unit.path).allowed:
        raise repository.unknown()
    tx.authorize(Action.DESIGNATION_RECORD_PLAQUE, unit.path)
    require_revision(designation.revision, command.expected_revision)
    require_plaque(
        command.what,
        command.on,
        standing=Standing(designation.status),
        named_on=designation.named_on,
        issued_on=designation.plaque_issued_on,
        returned_on=designation.plaque_returned_on,
        today=tx.today,
    )
    if command.what is Plaque.ISSUED:
        designation.plaque_issued_on, designation.plaque_returned_on = command.on, None
    else:
        designation.plaque_returned_on = command.on
    tx.note(unit=unit.code, number=designation.number, plaque=command.what)
    return designation


async def _record(tx: Transaction, designation: Designation, unit: Unit, change: Change) -> None:
    tx.session.add(
        DesignationChange(
            designation_id=designation.id,
            ordinal=await repository.next_ordinal(tx.session, designation.id),
            change=change.change,
            cause=change.cause,
            clause=change.clause,
            ground=change.ground if change.change in _GROUNDED else None,
            event_id=change.event_id,
            actor_id=tx.context.actor.id,
            role=tx.role,
            effective_on=tx.today,
            at=tx.now,
        )
    )
    tx.publish(
        f"designation.{change.change}",
        {
            "code": unit.code,
            "number": designation.number,
            "status": designation.status,
            "cause": change.cause,
            "clause": change.clause,
            "effectiveOn": tx.today.isoformat(),
        },
    )
