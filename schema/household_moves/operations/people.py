"""One resident comes, is written otherwise, moves to another household, or leaves (B-g, B-o)."""

import uuid
from dataclasses import dataclass
from datetime import date

from schema.frame.errors import DomainError, refuse
from schema.frame.operation import Command, Transaction, operation
from schema.household_moves.operations import rolls
from schema.household_moves.operations.homes import let_in, open_both, open_home, open_resident
from schema.residents import repository
from schema.residents.operations import known_people
from schema.residents.rules import (
    Correction,
    Leaving,
    ResidentRow,
    corrected,
    corrects_identity,
    is_capable_adult,
    leaving_faults,
    normal,
    require_room,
)
from schema.residents.tables import Household, Resident


@dataclass(frozen=True, kw_only=True, slots=True)
class AddResident(Command):
    """Add a person to a household."""

    household_id: uuid.UUID
    expected_revision: int
    resident: ResidentRow


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectResident(Command):
    """Write otherwise what is known of a person."""

    resident_id: uuid.UUID
    expected_revision: int
    correction: Correction


@dataclass(frozen=True, kw_only=True, slots=True)
class MoveResident(Command):
    """Let a person live in another household from a day on."""

    resident_id: uuid.UUID
    expected_revision: int
    household_id: uuid.UUID
    moved_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoveResident(Command):
    """Note that a person left a household, or never lived there."""

    resident_id: uuid.UUID
    expected_revision: int
    reason: Leaving
    departed_on: date


@operation("resident.add", Resident)
async def add_resident(tx: Transaction, command: AddResident) -> Resident:
    """Add a person to a household that is here; a vacant one is occupied from then on."""
    household, unit = await open_home(tx, command.household_id, command.expected_revision)
    require_room(len(await _people(tx, household)), ("household",))
    known = await known_people(tx, [command.resident.identity])
    refuse(known.faults(command.resident, ("resident",)))
    resident = Resident(**repository.write_person(household.id, normal(command.resident), tx.now))
    tx.session.add(resident)
    let_in(household)
    tx.note(unit=unit.code, household=str(household.id))
    await rolls.somebody_came(tx, household, unit)
    return resident


@operation("resident.correct", Resident)
async def correct_resident(tx: Transaction, command: CorrectResident) -> Resident:
    """Write otherwise what is known of a person; the audit keeps which fields, never what they held."""
    resident, household, unit = await open_resident(tx, command.resident_id, command.expected_revision)
    former = _row_of(resident)
    row = normal(corrected(former, command.correction))
    known = await known_people(tx, [row.identity])
    known.keys.discard(former.identity.key or "")
    refuse(known.correction_faults(row, command.correction.changes, ("correction",)))
    for name, value in repository.write_person(household.id, row, resident.created_at).items():
        if name not in {"id", "household_id", "created_at"}:
            setattr(resident, name, value)
    repository.touch_household(household)
    tx.note(unit=unit.code, household=str(household.id), fields=len(command.correction.changes))
    told = corrects_identity(command.correction) or command.correction.under_guardianship is not None
    capable = is_capable_adult(resident.born_on, tx.today, under_guardianship=resident.under_guardianship)
    if told and not capable:
        await rolls.could_not_sign(tx, household, unit, resident.id)
    return resident


@operation("resident.move", Resident)
async def move_resident(tx: Transaction, command: MoveResident) -> Resident:
    """Let a person live in another household; the row left keeps what was signed there and how it was on a day."""
    resident, (left, unit), (entered, place) = await open_both(
        tx, command.resident_id, command.expected_revision, command.household_id
    )
    refuse(_leaving_faults(resident, command.moved_on, tx.today, "迁居日期", "movedOn"))
    require_room(len(await _people(tx, entered)), ("household",))
    row = _row_of(resident)
    _let_go(resident, left, command.moved_on, Leaving.MOVED)
    await tx.session.flush()
    arrived = Resident(
        **repository.write_person(entered.id, row, tx.now)
        | {"arrived_on": command.moved_on, "former_id": resident.id}
    )
    tx.session.add(arrived)
    let_in(entered)
    tx.note(unit=unit.code, household=str(left.id), to=place.code, entered=str(entered.id))
    if not await _people(tx, left):
        await rolls.nobody_left(tx, left, unit)
    await rolls.somebody_came(tx, entered, place)
    return arrived


@operation("resident.remove", Resident)
async def remove_resident(tx: Transaction, command: RemoveResident) -> Resident:
    """Note that a person left, or that nobody like that ever lived here: then what was signed in the name goes too."""
    resident, household, unit = await open_resident(tx, command.resident_id, command.expected_revision)
    if command.reason is not Leaving.RECORDED_WRONGLY:
        refuse(_leaving_faults(resident, command.departed_on, tx.today, "离开日期", "departedOn"))
    day = tx.today if command.reason is Leaving.RECORDED_WRONGLY else command.departed_on
    _let_go(resident, household, day, command.reason)
    tx.note(unit=unit.code, household=str(household.id), reason=command.reason.value)
    if command.reason is Leaving.RECORDED_WRONGLY:
        await rolls.could_not_sign(tx, household, unit, resident.id)
    if not await _people(tx, household):
        await rolls.nobody_left(tx, household, unit)
    return resident


async def _people(tx: Transaction, household: Household) -> list[Resident]:
    await tx.session.flush()
    return list((await repository.residents_by_household(tx.session, [household.id])).get(household.id, ()))


def _let_go(resident: Resident, household: Household, on: date, how: Leaving) -> None:
    resident.departed_on = on
    resident.left_for = how.value
    repository.touch_household(household)


def _leaving_faults(resident: Resident, on: date, today: date, label: str, field: str) -> list[DomainError]:
    born, arrived = resident.born_on, resident.arrived_on
    return list(leaving_faults(on, today, born_on=born, arrived_on=arrived, label=label, field=field))


def _row_of(resident: Resident) -> ResidentRow:
    groups = resident.special_groups
    return ResidentRow(
        name=resident.name,
        identity_number=resident.identity_number,
        telephone=resident.telephone,
        special_groups=tuple(groups) if groups is not None else None,
        needs_recorded_on=resident.needs_recorded_on,
        document=resident.document,
        issuer=resident.issuer,
        birth_date=resident.born_on,
        under_guardianship=resident.under_guardianship,
        arrived_on=resident.arrived_on,
    )
