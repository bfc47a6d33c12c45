"""Households of which nobody may sign: a guardian does, or who the guardian sends (B-k, open questions 4 and 5)."""

from dataclasses import replace

import pytest

from schema.frame.errors import ErrorCode
from schema.household_moves.operations import (
    CorrectResident,
    RemoveResident,
    correct_resident,
    remove_resident,
)
from schema.petition_answers.operations import HouseholdAnswer
from schema.petitions import repository as petitions
from schema.petitions.rules import GivenAnswer, Tally
from schema.petitions.tables import Petition
from schema.residents import repository as residents
from schema.residents.rules import Correction, Leaving
from schema.residents.tables import Resident
from tenants.database import Database
from tests.petition_answers.test_operations import refused
from tests.petitions.neighbourhood import Neighbourhood, make_neighbourhood, next_key


@pytest.fixture
async def place(database: Database) -> Neighbourhood:
    return await make_neighbourhood(database)


async def revision(place: Neighbourhood, index: int) -> int:
    home = place.households[index].id
    async with place.district.view.read() as session:
        return (await residents.households_by_ids(session, [home]))[home].revision


async def leave(place: Neighbourhood, person: Resident, index: int) -> None:
    command = RemoveResident(
        idempotency_key=next_key(),
        resident_id=person.id,
        expected_revision=await revision(place, index),
        reason=Leaving.LEFT,
        departed_on=place.leader.today(),
    )
    await remove_resident(place.leader, command)


async def guard(place: Neighbourhood, person: Resident, index: int) -> None:
    command = CorrectResident(
        idempotency_key=next_key(),
        resident_id=person.id,
        expected_revision=await revision(place, index),
        correction=Correction(under_guardianship=True),
    )
    await correct_resident(place.leader, command)


def guarded(place: Neighbourhood, index: int, answer: str = "signed_by_guardian") -> HouseholdAnswer:
    given = GivenAnswer(answer, authorisation="监护-2022-1")
    return HouseholdAnswer(household_id=place.households[index].id, given=given)


async def test_question_4_a_guardian_signs_for_children_and_wards(place: Neighbourhood) -> None:
    """B-k: the last of three households is complete by a guardian, by a proxy the guardian sent, and by an adult."""
    petition = await place.open()
    await leave(place, place.adults[0], 0)
    await guard(place, place.adults[1], 1)
    petition = await place.record(
        petition, guarded(place, 0), guarded(place, 1, "signed_by_proxy"), place.signed(2)
    )
    tally = await place.tally()
    assert tally == Tally(roll=3, signed=3, proxies=1)
    assert tally.complete()


async def test_question_4_nobody_signs_for_those_who_can(place: Neighbourhood) -> None:
    """A guardian not for an adult, not without a paper, not in the name of a resident; nobody for an empty dwelling."""
    petition = await place.open()
    await leave(place, place.adults[0], 0)
    await guard(place, place.adults[1], 1)
    await leave(place, place.adults[2], 2)
    child = replace(place.signed(0), given=GivenAnswer("signed", place.children[0].id))
    ward = replace(place.signed(1), given=GivenAnswer("signed", place.adults[1].id))
    named = replace(
        guarded(place, 0), given=GivenAnswer("signed_by_guardian", place.children[0].id, authorisation="1")
    )
    unsaid = replace(guarded(place, 1), given=GivenAnswer("signed_by_guardian", authorisation=" "))
    assert await refused(place, place.record(petition, child, ward)) == [
        (ErrorCode.SIGNATORY_NOT_CAPABLE, "answers.0.signatory"),
        (ErrorCode.SIGNATORY_NOT_CAPABLE, "answers.1.signatory"),
    ]
    assert await refused(place, place.record(petition, named, unsaid)) == [
        (ErrorCode.INVALID_INPUT, "answers.0.signatory"),
        (ErrorCode.AUTHORISATION_REQUIRED, "answers.1.authorisation"),
    ]
    await leave(place, place.children[2], 2)
    assert await refused(place, place.record(petition, guarded(place, 2))) == [
        (ErrorCode.GUARDIAN_NOT_ALLOWED, "answers.0.answer")
    ]
    nowhere = replace(guarded(place, 0), household_id=place.adults[0].id)
    assert await refused(place, place.record(petition, nowhere)) == [
        (ErrorCode.NOT_FOUND, "answers.0.household")
    ]
    assert await place.record(petition, guarded(place, 0), guarded(place, 1))


async def test_question_4_an_adult_at_home_signs_in_person(place: Neighbourhood) -> None:
    petition = await place.open()
    proxy = replace(place.signed(1), given=GivenAnswer("signed_by_proxy", authorisation="委1"))
    assert await refused(place, place.record(petition, guarded(place, 0), proxy)) == [
        (ErrorCode.GUARDIAN_NOT_ALLOWED, "answers.0.answer"),
        (ErrorCode.SIGNATORY_NOT_CAPABLE, "answers.1.signatory"),
    ]
    await place.record(petition, place.signed(0))


async def test_question_4_who_turns_out_to_have_a_guardian_never_signed(place: Neighbourhood) -> None:
    """On a roll that takes answers the household is asked anew; its guardian then signs."""
    await place.record(await place.open(), place.signed(0), place.signed(1))
    await guard(place, place.adults[0], 0)
    assert await place.tally() == Tally(roll=3, signed=1, pending=2)
    await place.record(await current(place), guarded(place, 0))
    assert await place.tally() == Tally(roll=3, signed=2, pending=1)


async def current(place: Neighbourhood) -> Petition:
    """Read the petition as it is now."""
    async with place.district.view.read() as session:
        return (await petitions.open_by_units(session, [place.building.id]))[place.building.id]
