"""The household somebody's change concerns: found and locked, with its unit, where the caller keeps the roster."""

import uuid
from collections.abc import Mapping

from authz.actions import Action
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Transaction, require_revision
from schema.residents import repository
from schema.residents.rules import Occupancy, departed_refusal, gone_refusal
from schema.residents.tables import Household, Resident
from schema.units import repository as units
from schema.units.tables import Unit


async def open_home(
    tx: Transaction, household_id: uuid.UUID, expected_revision: int
) -> tuple[Household, Unit]:
    """Lock a household that is here; refuse an unknown one, one elsewhere, one that departed, a stale revision."""
    household = await repository.lock_household(tx.session, household_id)
    unit = (await units.by_ids(tx.session, [household.unit_id]))[household.unit_id]
    tx.authorize(Action.HOUSEHOLD_REGISTER, unit.path)
    if household.departed_on is not None:
        raise departed_refusal()
    require_revision(household.revision, expected_revision)
    return household, unit


async def open_resident(
    tx: Transaction, resident_id: uuid.UUID, expected_revision: int
) -> tuple[Resident, Household, Unit]:
    """Lock a resident with the household; refuse one who left."""
    found = await repository.find_resident(tx.session, resident_id)
    household, unit = await open_home(tx, found.household_id, expected_revision)
    resident = await repository.lock_resident(tx.session, resident_id)
    if resident.departed_on is not None:
        raise gone_refusal()
    return resident, household, unit


async def open_both(
    tx: Transaction, resident_id: uuid.UUID, expected_revision: int, household_id: uuid.UUID
) -> tuple[Resident, tuple[Household, Unit], tuple[Household, Unit]]:
    """Lock a resident with the household left and the one moved to, in the order of their ids."""
    found = await repository.find_resident(tx.session, resident_id)
    if found.household_id == household_id:
        raise DomainError(ErrorCode.INVALID_INPUT, "迁往的住户就是现在的住户。", field=("household",))
    await repository.lock_households(tx.session, {found.household_id, household_id})
    resident, left, unit = await open_resident(tx, resident_id, expected_revision)
    homes: Mapping[uuid.UUID, Household] = await repository.households_by_ids(tx.session, [household_id])
    if household_id not in homes:
        raise DomainError(ErrorCode.NOT_FOUND, "迁往的住户不存在。", field=("household",))
    entered = homes[household_id]
    place = (await units.by_ids(tx.session, [entered.unit_id]))[entered.unit_id]
    tx.authorize(Action.HOUSEHOLD_REGISTER, place.path)
    if entered.departed_on is not None:
        raise departed_refusal()
    return resident, (left, unit), (entered, place)


def let_in(household: Household) -> None:
    """Count that somebody came to live in a household: it is no longer vacant."""
    if household.occupancy == Occupancy.VACANT:
        household.occupancy = Occupancy.OCCUPIED
    repository.touch_household(household)
