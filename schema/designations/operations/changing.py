"""Writing what happens to a name: the row, its history, the counters above it and the message to the world."""

import uuid
from dataclasses import dataclass
from datetime import date

from schema.designations import repository
from schema.designations.operations.certificates import issue_certificate
from schema.designations.operations.news import tell_change
from schema.designations.operations.shifts import Shift, note_shift
from schema.designations.repository import history
from schema.designations.rules import (
    EVALUATION,
    Cause,
    Standing,
    State,
    format_number,
    next_state,
    public_cause,
    public_from,
    series_of,
)
from schema.designations.tables import Designation, DesignationChange
from schema.frame.operation import Transaction
from schema.guidelines.repository import Edition, get_edition
from schema.guidelines.rules import unit_kind
from schema.units.repository.counters import count_names
from schema.units.tables import Unit
from tenants.base import new_id

_GROUNDED = frozenset({"warned", "suspended", "restored"})


@dataclass(frozen=True, slots=True)
class Change:
    """What befalls a designation, on which ground and why; `clause` is the guideline's.

    `event_id` names the event behind it, `application_id` the application. It holds from `effective_on`, today unless
    told; `note` is the reason an official gave.
    """

    change: str
    cause: Cause
    clause: str | None = None
    event_id: uuid.UUID | None = None
    ground: str = EVALUATION
    application_id: uuid.UUID | None = None
    effective_on: date | None = None
    note: str | None = None


def state_of(designation: Designation) -> State:
    """Tell how a name stands and on which grounds."""
    return State(
        Standing(designation.status),
        frozenset(designation.warned_for),
        frozenset(designation.suspended_for),
    )


async def give_name(
    tx: Transaction, unit: Unit, edition: Edition, designation: Designation, change: Change
) -> Designation:
    """Give a unit, which the caller has locked, a name under the next number of its kind and year (B-W1)."""
    tx.turn_has_come()
    naming, year = edition.guideline.naming, tx.today.year
    district, kind = tx.context.tenant.slug, unit_kind(edition.guideline, unit.kind).name
    sequence = await repository.next_number(tx.session, series_of(naming, district, kind, year))
    designation.id = new_id()
    designation.unit_id = unit.id
    designation.guideline_version_id = edition.id
    designation.number = format_number(naming, district, kind, year, sequence)
    designation.named_on = tx.today
    designation.public_from = public_from(edition.guideline, tx.today)
    tx.session.add(designation)
    await tx.session.flush()
    await count_names(tx.session, {(unit.path, unit.kind): (1, 1)})
    await record_change(tx, designation, unit, change, ordinal=1)
    issue_certificate(tx, designation, unit, "named")
    note_shift(tx, _shift(tx, designation, unit, change, None, Standing.ACTIVE))
    return designation


async def apply_change(tx: Transaction, designation: Designation, unit: Unit, change: Change) -> bool:
    """Change how a name stands that the caller has locked; tell whether it came into force or went out of it."""
    before = state_of(designation)
    after = next_state(before, change.change, change.ground)
    designation.status = after.standing
    designation.warned_for = sorted(after.warned_for)
    designation.suspended_for = sorted(after.suspended_for)
    designation.ended_on = None if after.standing.held else designation.ended_on or tx.today
    held = after.standing.held - before.standing.held
    in_force = after.standing.in_force - before.standing.in_force
    await count_names(tx.session, {(unit.path, unit.kind): (held, in_force)})
    await record_change(tx, designation, unit, change)
    note_shift(tx, _shift(tx, designation, unit, change, before.standing, after.standing))
    return bool(in_force)


def _shift(
    tx: Transaction,
    designation: Designation,
    unit: Unit,
    change: Change,
    before: Standing | None,
    after: Standing,
) -> Shift:
    return Shift(
        unit_id=unit.id,
        parent_id=unit.parent_id,
        code=unit.code,
        number=designation.number,
        change=change.change,
        cause=change.cause,
        clause=change.clause,
        effective_on=change.effective_on or tx.today,
        before=before,
        after=after,
    )


async def record_change(
    tx: Transaction, designation: Designation, unit: Unit, change: Change, *, ordinal: int | None = None
) -> None:
    """Append to the history and tell the world, from the day it may know of the name.

    `ordinal` is the place in the history, where the caller knows it.
    """
    if ordinal is None:
        ordinal = await _next_ordinal(tx, designation)
    tx.records.append(
        DesignationChange(
            designation_id=designation.id,
            ordinal=ordinal,
            change=change.change,
            cause=change.cause,
            clause=change.clause,
            ground=change.ground if change.change in _GROUNDED or change.ground != EVALUATION else None,
            event_id=change.event_id,
            application_id=change.application_id,
            actor_id=tx.context.actor.id,
            role=tx.role,
            level=tx.level,
            on_behalf_of=tx.on_behalf_of,
            effective_on=change.effective_on or tx.today,
            at=tx.now,
            note=change.note,
        )
    )
    edition = await get_edition(tx.session, designation.guideline_version_id)
    cause, clause = public_cause(
        change.change, change.cause, change.clause, told=edition.guideline.publication.shows_cause
    )
    tell_change(tx, change.change, designation.id, unit.id, unit.path)
    tx.publish(
        f"designation.{change.change}",
        {
            "code": unit.code,
            "number": designation.number,
            "status": designation.status,
            "cause": cause,
            "clause": clause,
            "effectiveOn": (change.effective_on or tx.today).isoformat(),
        },
        on=designation.public_from,
    )


async def _next_ordinal(tx: Transaction, designation: Designation) -> int:
    if tx.records.holds(DesignationChange):
        await tx.records.write()
    return await history.next_ordinal(tx.session, designation.id)
