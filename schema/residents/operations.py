"""Entering households and the people who live in them: a part of a larger operation."""

import uuid
from collections.abc import Sequence

from authz.actions import Action
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Transaction
from schema.guidelines.repository import current_edition
from schema.residents import repository
from schema.residents.rules import HouseholdRow, check_households, normal_identity_number
from schema.residents.tables import Household
from schema.units import repository as units
from schema.units.tables import Unit


async def enter_households(
    tx: Transaction, unit_id: uuid.UUID, households: Sequence[HouseholdRow]
) -> tuple[Unit, Sequence[Household]]:
    """Add households with their residents to a building, entrance or group (B-g, B-o).

    Refuses every fault of the rows at once; no refusal carries personal data.
    """
    unit = await units.lock(tx.session, unit_id)
    tx.authorize(Action.HOUSEHOLD_REGISTER, unit.path)
    guideline = (await current_edition(tx.session, tx.today)).guideline
    if not any(kind.households for kind in guideline.unit_kinds if kind.id == unit.kind):
        raise DomainError(ErrorCode.UNIT_WITHOUT_HOUSEHOLDS, "该类单元不直接登记住户。", field=("unit",))
    people = [person for row in households for person in row.residents]
    numbers = [normal_identity_number(person.identity_number) for person in people]
    rows = check_households(
        households,
        tx.today,
        special_groups=[group.id for group in guideline.special_groups],
        existing_codes=await repository.taken_codes(tx.session, unit.id, [row.code for row in households]),
        existing_numbers=await repository.taken_identity_numbers(tx.session, numbers),
    )
    entered = await repository.add_households(tx.session, unit.id, rows, tx.now)
    tx.note(households=len(rows), residents=len(people))
    return unit, entered
