"""Giving a name and changing its standing; parts of larger operations, run in their transaction."""

import uuid
from dataclasses import dataclass

from schema.designations import repository
from schema.designations.rules import Cause, Standing, format_number, next_standing, series_of
from schema.designations.tables import Designation, DesignationChange
from schema.guidelines.repository import Edition
from schema.guidelines.rules import unit_kind
from schema.operation import Transaction
from schema.units.tables import Unit
from tenants.base import new_id


@dataclass(frozen=True, slots=True)
class Change:
    """What befalls a designation and why; `clause` is the guideline's, `event_id` the event behind it."""

    change: str
    cause: Cause
    clause: str | None = None
    event_id: uuid.UUID | None = None


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
    """Suspend, restore or revoke a designation the caller has locked; its history and the feed tell why."""
    designation.status = next_standing(Standing(designation.status), change.change)
    if designation.status == Standing.REVOKED:
        designation.ended_on = tx.today
    await _record(tx, designation, unit, change)


async def _record(tx: Transaction, designation: Designation, unit: Unit, change: Change) -> None:
    tx.session.add(
        DesignationChange(
            designation_id=designation.id,
            ordinal=await repository.next_ordinal(tx.session, designation.id),
            change=change.change,
            cause=change.cause,
            clause=change.clause,
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
