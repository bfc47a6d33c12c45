"""Giving, renewing, raising and changing names, parts of larger operations."""

import uuid
from collections.abc import Sequence
from datetime import date

from schema.designations import repository
from schema.designations.operations.certificates import issue_next
from schema.designations.operations.changing import Change, apply_change, give_name, record_change, state_of
from schema.designations.operations.derivation import settle_above
from schema.designations.rules import (
    Cause,
    Held,
    Standing,
    next_state,
    renewed_until,
    valid_until,
)
from schema.designations.tables import Designation
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Transaction
from schema.guidelines.repository import Edition
from schema.guidelines.rules import tier_for, unit_kind
from schema.units.tables import Unit


def held_of(designation: Designation | None) -> Held | None:
    """Tell what an application must know of the name a unit bears."""
    if designation is None:
        return None
    return Held(Standing(designation.status), designation.named_on, designation.valid_until, designation.tier)


def revoked_on(names: Sequence[Designation]) -> date | None:
    """Tell when the last of a unit's names, newest first, was revoked; None if it was not.

    One that is void never was: what counts is the name before it.
    """
    real = [name for name in names if name.status != Standing.VOIDED]
    return real[0].ended_on if real and real[0].status == Standing.REVOKED else None


def standing_on(designation: Designation, day: date) -> Standing:
    """Tell how a name stands on a day not before its last change: expired once its validity has run out."""
    standing = Standing(designation.status)
    over = designation.valid_until is not None and day > designation.valid_until
    return Standing.EXPIRED if over and standing.held else standing


async def issue_designation(
    tx: Transaction,
    unit: Unit,
    application_id: uuid.UUID,
    edition: Edition,
    *,
    pilot: bool = False,
    tier: str | None = None,
) -> Designation:
    """Give the unit its name, or its pilot name (B-W1, T-P4); renew the one it bears, or raise it to a tier.

    A name whose validity has run out is ended first, and another number given.
    """
    held = (await repository.lock_held_by_units(tx.session, [unit.id])).get(unit.id)
    if held is not None and held.valid_until is not None and tx.today > held.valid_until:
        await change_designation(tx, held, unit, Change("expired", Cause.VALIDITY_ENDED))
        held = None
        await tx.session.flush()
    if tier is not None:
        return await _promote(tx, held, unit, application_id, edition, tier)
    if held is not None and held.valid_until is not None:
        return await _renew(tx, held, unit, application_id, edition)
    kind = unit_kind(edition.guideline, unit.kind)
    name = Designation(
        application_id=application_id,
        origin="application",
        title=(kind.pilot_title if pilot else None) or kind.title or unit.name,
        valid_until=valid_until(edition.guideline, unit.kind, tx.today),
    )
    named = Change("named", Cause.NAMED, application_id=application_id)
    await give_name(tx, unit, edition, name, named)
    await settle_above(tx, [(unit.path, unit.kind)])
    return name


async def change_designation(tx: Transaction, designation: Designation, unit: Unit, change: Change) -> None:
    """Change how a name stands that the caller has locked; titles derived from it follow."""
    if await apply_change(tx, designation, unit, change):
        await settle_above(tx, [(unit.path, unit.kind)])


async def _renew(
    tx: Transaction, held: Designation, unit: Unit, application_id: uuid.UUID, edition: Edition
) -> Designation:
    next_state(state_of(held), "renewed")
    until = renewed_until(edition.guideline, unit.kind, held.valid_until or tx.today, tx.today)
    held.valid_until, held.guideline_version_id = until, edition.id
    await record_change(tx, held, unit, Change("renewed", Cause.RENEWED, application_id=application_id))
    issue_next(tx, held, unit, "renewed")
    return held


async def _promote(
    tx: Transaction,
    held: Designation | None,
    unit: Unit,
    application_id: uuid.UUID,
    edition: Edition,
    tier: str,
) -> Designation:
    raised = tier_for(edition.guideline, unit.kind, tier)
    if held is None or raised is None:
        raise DomainError(ErrorCode.TIER_NOT_OPEN, "须先取得命名，方可取得级别。", field=("tier",))
    next_state(state_of(held), "promoted")
    held.tier, held.tier_since, held.title = raised.id, tx.today, raised.title
    held.guideline_version_id = edition.id
    await record_change(tx, held, unit, Change("promoted", Cause.PROMOTED, application_id=application_id))
    issue_next(tx, held, unit, "promoted")
    return held
