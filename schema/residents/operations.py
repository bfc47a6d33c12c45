"""Entering households and the people who live in them: parts of larger operations."""

import uuid
from collections.abc import Collection, Mapping, Sequence

from authz.actions import Action
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Transaction
from schema.guidelines.repository import current_edition
from schema.residents import repository
from schema.residents.rules import HouseholdRow, Identity, People, Place, check_households
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
    taken = await repository.taken_identities(tx.session, [person.identity for person in people])
    rows = check_households(
        households,
        tx.today,
        special_groups=[group.id for group in guideline.special_groups],
        existing_codes=await repository.taken_codes(tx.session, unit.id, [row.code for row in households]),
        existing_numbers=taken.keys(),
        places=await _places(tx, taken),
    )
    entered = await repository.add_households(tx.session, unit.id, rows, tx.now)
    tx.note(households=len(rows), residents=len(people))
    return unit, entered


async def known_people(tx: Transaction, identities: Sequence[Identity]) -> People:
    """Gather what people are checked against: the special groups in force, and who is on the roster already."""
    guideline = (await current_edition(tx.session, tx.today)).guideline
    taken = await repository.taken_identities(tx.session, identities)
    groups = frozenset(group.id for group in guideline.special_groups)
    return People(tx.today, groups, set(taken), await _places(tx, taken))


async def _places(tx: Transaction, taken: Mapping[str, uuid.UUID]) -> Mapping[str, Place]:
    """Tell in which units people are on the roster, as far as the caller works with the roster there."""
    if not taken:
        return {}
    homes = await repository.households_by_ids(tx.session, list(set(taken.values())))
    found = await _seen(tx, {home.unit_id for home in homes.values()})
    return {
        key: found[homes[household_id].unit_id]
        for key, household_id in taken.items()
        if homes[household_id].unit_id in found
    }


async def _seen(tx: Transaction, unit_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Place]:
    lying = await units.by_ids(tx.session, list(unit_ids))
    return {
        unit.id: Place(unit.code, unit.name)
        for unit in lying.values()
        if tx.context.decide(Action.HOUSEHOLD_READ, unit.path).allowed
    }
