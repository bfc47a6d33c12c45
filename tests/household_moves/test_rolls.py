"""What a resident's move does to petitions and names (B-k, open questions 4 and 5)."""

import pytest
from sqlalchemy import select
from stdnum.iso7064 import mod_11_2

from schema.household_moves.operations import (
    AddResident,
    CorrectResident,
    MoveResident,
    RemoveResident,
    add_resident,
    correct_resident,
    move_resident,
    remove_resident,
)
from schema.petitions.tables import PetitionEntry
from schema.residents.rules import Correction, Leaving
from schema.residents.tables import Household, Resident
from tenants.database import Database
from tests.builders.district import key
from tests.builders.looks import changes_of, standing_of
from tests.builders.residents import numbered
from tests.petition_answers.test_living import FROZEN, LIVING, Hall, make_hall


async def signatory(hall: Hall, home: Household) -> Resident:
    """Find who signed for a household."""
    async with hall.community.read() as session:
        chosen = (
            select(Resident)
            .join(PetitionEntry, PetitionEntry.signatory_id == Resident.id)
            .where(PetitionEntry.household_id == home.id)
        )
        return (await session.scalars(chosen)).one()


async def fresh(hall: Hall, home: Household) -> Household:
    async with hall.community.read() as session:
        return await session.get_one(Household, (home.tenant_id, home.id))


async def join(hall: Hall, home: Household, order: int) -> Resident:
    now = await fresh(hall, home)
    command = AddResident(
        idempotency_key=key(),
        household_id=now.id,
        expected_revision=now.revision,
        resident=numbered(order),
    )
    return await add_resident(hall.community, command)


async def leave(hall: Hall, person: Resident, how: Leaving = Leaving.LEFT) -> None:
    async with hall.community.read() as session:
        home = await session.get_one(Household, (person.tenant_id, person.household_id))
    command = RemoveResident(
        idempotency_key=key(),
        resident_id=person.id,
        expected_revision=home.revision,
        reason=how,
        departed_on=hall.community.today(),
    )
    await remove_resident(hall.community, command)


async def empty(hall: Hall, home: Household) -> None:
    """Let everybody leave a household."""
    async with hall.community.read() as session:
        chosen = select(Resident).where(Resident.household_id == home.id, Resident.departed_on.is_(None))
        people = (await session.scalars(chosen)).all()
    for person in people:
        await leave(hall, person)


@pytest.mark.parametrize("scheme", [LIVING, FROZEN])
async def test_b_k_a_household_signed_whoever_of_it_marries_away(database: Database, scheme: str) -> None:
    """B-k, question 4: the household signs; while anybody of it is there its signature stands, also past the naming."""
    hall = await make_hall(database, scheme)
    first, second, third = await hall.households("signed")
    for home, order in ((first, 1), (second, 2)):
        await join(hall, home, order)
    await leave(hall, await signatory(hall, first))
    assert await hall.counts() == (4, 3, 1)
    await hall.name()
    bride = await signatory(hall, second)
    left = await fresh(hall, second)
    command = MoveResident(
        idempotency_key=key(),
        resident_id=bride.id,
        expected_revision=left.revision,
        household_id=third.id,
        moved_on=hall.community.today(),
    )
    await move_resident(hall.community, command)
    assert await hall.counts() == (4, 3, 1)
    assert await standing_of(hall.district, "H1") == "active"


async def test_b_k_a_household_nobody_lives_in_any_more_signs_anew(database: Database) -> None:
    """Question 4: a household is those who live there. On a living roll the name that rested on it follows."""
    hall = await make_hall(database, LIVING)
    await hall.name()
    home = (await hall.households("signed"))[0]
    await empty(hall, home)
    assert await hall.counts() == (4, 2, 2)
    assert await standing_of(hall.district, "H1") == "suspended"
    last = (await changes_of(hall.district, "H1"))[-1]
    assert (last.cause, last.clause) == ("QUORUM_LOST", "S-a")
    person = await join(hall, home, 7)
    assert person.household_id == home.id
    await hall.sign(await fresh(hall, home))
    assert await standing_of(hall.district, "H1") == "active"


async def test_question_5_a_roll_that_stands_keeps_what_was_signed(database: Database) -> None:
    """While it takes answers, and after the naming: who moves in or out, or leaves nobody behind, changes nothing."""
    hall = await make_hall(database, FROZEN)
    await empty(hall, (await hall.households("signed"))[0])
    assert await hall.counts() == (4, 3, 1)
    await hall.name()
    await empty(hall, (await hall.households("signed"))[1])
    person = await signatory(hall, (await hall.households("signed"))[2])
    await leave(hall, person, Leaving.RECORDED_WRONGLY)
    assert await hall.counts() == (4, 3, 1)
    assert await standing_of(hall.district, "H1") == "active"


@pytest.mark.parametrize("scheme", [LIVING, FROZEN])
async def test_question_4_who_never_lived_there_never_signed(database: Database, scheme: str) -> None:
    """On each roll that still takes answers the household is asked anew."""
    hall = await make_hall(database, scheme)
    first, second, _ = await hall.households("signed")
    for home, order in ((first, 1), (second, 2)):
        await join(hall, home, order)
    await leave(hall, await signatory(hall, first), Leaving.RECORDED_WRONGLY)
    assert await hall.counts() == (4, 2, 2)
    person = await signatory(hall, second)
    child = numbered(5)
    number = child.identity_number or ""
    home = await fresh(hall, second)
    body = f"{number[:6]}20200101{number[14:17]}"
    command = CorrectResident(
        idempotency_key=key(),
        resident_id=person.id,
        expected_revision=home.revision,
        correction=Correction(identity_number=body + mod_11_2.calc_check_digit(body)),
    )
    await correct_resident(hall.community, command)
    assert await hall.counts() == (4, 1, 3)


async def test_a_vacancy_ends_for_living_rolls_when_somebody_comes(database: Database) -> None:
    """Confirmed or claimed: who came is asked; a roll that stands keeps what was found."""
    for scheme, counts in ((LIVING, (4, 3, 1)), (FROZEN, (4, 3, 0))):
        hall = await make_hall(database, scheme)
        home = (await hall.households("pending"))[0]
        await hall.claim(home, hall.community)
        assert await hall.counts() == (4, 3, 0)
        await join(hall, home, 8)
        assert await hall.counts() == counts
