"""Households move in, are written otherwise, and move out; living rolls follow, and the names that rest on them."""

import uuid
from dataclasses import dataclass
from datetime import date

from schema.frame.errors import refuse
from schema.frame.operation import Command, Transaction, operation
from schema.frame.text import code_key
from schema.household_moves.operations.homes import open_home
from schema.petition_answers.operations.living import lock_living, settle_quorums
from schema.petitions import repository as petitions
from schema.residents import repository
from schema.residents.operations import enter_households
from schema.residents.rules import (
    DwellingCorrection,
    HouseholdRow,
    code_faults,
    corrected_dwelling,
    dwelling_faults,
    require_departure,
)
from schema.residents.tables import Household
from schema.units.tables import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterHouseholds(Command):
    """Add households to a unit that has households; all or nothing."""

    unit_id: uuid.UUID
    households: tuple[HouseholdRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseHousehold(Command):
    """Note that a household moved out on a day."""

    household_id: uuid.UUID
    expected_revision: int
    departed_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectHousehold(Command):
    """Write otherwise what is known of a dwelling."""

    household_id: uuid.UUID
    expected_revision: int
    correction: DwellingCorrection


@operation("household.register", Unit)
async def register_households(tx: Transaction, command: RegisterHouseholds) -> Unit:
    """Add households to a unit's roster; they enter the living rolls over it, and have not signed yet."""
    unit, entered = await enter_households(tx, command.unit_id, command.households)
    rolls = await lock_living(tx, unit.path)
    if rolls:
        await petitions.join_rolls(
            tx.session, [petition.id for petition in rolls], [household.id for household in entered]
        )
        for petition in rolls:
            petitions.touch(petition)
        await tx.session.flush()
        tx.note(rolls=len(rolls))
        await settle_quorums(tx, [petition.unit_id for petition in rolls if petition.closed_at is not None])
    return unit


@operation("household.close", Household)
async def close_household(tx: Transaction, command: CloseHousehold) -> Household:
    """Take a household that moved out, and who lived in it, off the roster and the living rolls over it.

    A frozen roll keeps it. Its door number is free again.
    """
    household, unit = await open_home(tx, command.household_id, command.expected_revision)
    require_departure(command.departed_on, tx.today)
    people = await repository.depart(tx.session, household, command.departed_on)
    tx.note(unit=unit.code, household=str(household.id), residents=people)
    rolls = {petition.id: petition for petition in await lock_living(tx, unit.path)}
    if rolls:
        left = [
            rolls[petition_id]
            for petition_id in await petitions.leave_rolls(tx.session, list(rolls), [household.id])
        ]
        for petition in left:
            petitions.touch(petition)
        await tx.session.flush()
        tx.note(rolls=len(left))
        await settle_quorums(tx, [petition.unit_id for petition in left if petition.closed_at is not None])
    return household


@operation("household.correct", Household)
async def correct_household(tx: Transaction, command: CorrectHousehold) -> Household:
    """Write otherwise what is known of a dwelling: its door number, floor, use, when it was checked (B-g)."""
    household, unit = await open_home(tx, command.household_id, command.expected_revision)
    people = (await repository.count_residents(tx.session, [household.id])).get(household.id, 0)
    before = HouseholdRow(household.code, household.floor, household.occupancy, household.verified_on)
    row = corrected_dwelling(before, command.correction, people)
    another = code_key(row.code) != code_key(before.code)
    taken = await repository.taken_codes(tx.session, unit.id, [row.code]) if another else ()
    faults = [] if row.code == before.code else list(code_faults(row.code, taken, ("correction", "code")))
    refuse([*faults, *dwelling_faults(row, tx.today, ("correction",))])
    household.code, household.floor = row.code, row.floor
    household.occupancy, household.verified_on = row.occupancy, row.verified_on
    repository.touch_household(household)
    tx.note(unit=unit.code, household=str(household.id))
    return household
