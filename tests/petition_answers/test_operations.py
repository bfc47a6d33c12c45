"""Opening petitions, recording answers, confirming vacancies: B-k, open questions 4, 5 and 7."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from authz.actions import Role
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.household_moves.operations import RegisterHouseholds, register_households
from schema.petition_answers.operations import (
    ConfirmVacancy,
    OpenPetition,
    RecordPetitionAnswers,
    confirm_vacancy,
    open_petition,
    record_petition_answers,
)
from schema.petitions import repository
from schema.petitions.rules import GivenAnswer, Tally
from schema.petitions.tables import Petition, PetitionEntry
from schema.residents.rules import HouseholdRow
from schema.residents.tables import Household
from tenants.audit import AuditEntry
from tenants.base import new_id
from tenants.database import Database
from tests.petitions.neighbourhood import Neighbourhood, make_neighbourhood, next_key


@pytest.fixture
async def place(database: Database) -> Neighbourhood:
    return await make_neighbourhood(database)


async def refused(place: Neighbourhood, work: Awaitable[object]) -> list[tuple[ErrorCode, str]]:
    """Run what must be refused; show that nothing was written; tell codes and fields."""
    before = await place.written()
    with pytest.raises((DomainError, DomainErrors)) as refusal:
        await work
    assert await place.written() == before
    return [(error.code, ".".join(error.field)) for error in errors_of(refusal.value)]


def errors_of(refusal: Exception) -> tuple[DomainError, ...]:
    if isinstance(refusal, DomainErrors):
        return refusal.errors
    assert isinstance(refusal, DomainError)
    return (refusal,)


def confirmation(place: Neighbourhood, petition: Petition, index: int = 0) -> ConfirmVacancy:
    return ConfirmVacancy(
        idempotency_key=next_key(),
        petition_id=petition.id,
        household_id=place.households[index].id,
        expected_revision=petition.revision,
    )


async def test_b_k_the_roll_is_the_roster_of_the_subtree_and_then_stands(place: Neighbourhood) -> None:
    petition = await place.open()
    assert await place.tally() == Tally(roll=3, pending=3)
    later = RegisterHouseholds(
        idempotency_key=next_key(), unit_id=place.building.id, households=(HouseholdRow("9999"),)
    )
    await register_households(place.leader, later)
    assert await place.tally() == Tally(roll=3, pending=3)
    compound = await place.open(place.compound, place.community)
    assert compound.id != petition.id
    assert await place.tally(place.compound) == Tally(roll=4, pending=4)


async def test_b_k_a_unit_has_one_open_petition(place: Neighbourhood) -> None:
    petition = await place.open()
    assert await refused(place, place.open()) == [(ErrorCode.PETITION_OPEN_ALREADY, "unit")]
    async with place.district.view.begin() as session:
        await repository.close_open(session, place.building.id, place.district.clock())
    assert (await place.open()).id != petition.id


async def test_b_k_two_who_open_at_once_open_one(place: Neighbourhood) -> None:
    results = await asyncio.gather(place.open(), place.open(), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["DomainError", "Petition"]
    assert await place.tally() == Tally(roll=3, pending=3)


async def test_question_7_no_petition_without_households(place: Neighbourhood) -> None:
    caller = place.acting(Role.BUILDING_LEADER, place.empty_building)
    assert await refused(place, place.open(place.empty_building, caller)) == [
        (ErrorCode.PETITION_ROLL_EMPTY, "unit")
    ]


async def test_b_k_100_percent_signed_completes_it_and_99_does_not(place: Neighbourhood) -> None:
    petition = await place.open()
    petition = await place.record(petition, place.signed(0), place.signed(1, "signed_remotely"))
    tally = await place.tally()
    assert tally is not None
    assert (tally.missing(), tally.complete()) == (1, False)
    proxy = replace(
        place.signed(2), given=GivenAnswer("signed_by_proxy", place.adults[2].id, authorisation="委1")
    )
    await place.record(petition, proxy)
    assert (await place.tally()) == Tally(roll=3, signed=3, remote=1, proxies=1)
    async with place.district.view.read() as session:
        row = await session.scalar(
            select(PetitionEntry).where(PetitionEntry.household_id == place.households[2].id)
        )
    assert row is not None
    assert (row.authorisation, row.signatory_id) == ("委1", place.adults[2].id)
    assert (row.recorded_by, row.recorded_at) == (place.leader.actor.id, place.district.clock())


async def test_question_4_children_and_neighbours_do_not_sign(place: Neighbourhood) -> None:
    petition = await place.open()
    child = replace(place.signed(0), given=GivenAnswer("signed", place.children[0].id))
    neighbour = replace(place.signed(1), given=GivenAnswer("signed", place.adults[0].id))
    nobody = replace(place.signed(2), given=GivenAnswer("signed", new_id()))
    assert await refused(place, place.record(petition, child, neighbour, nobody)) == [
        (ErrorCode.SIGNATORY_NOT_CAPABLE, f"answers.{index}.signatory") for index in range(3)
    ]


async def test_question_5_every_fault_is_told_and_good_rows_are_not_written(place: Neighbourhood) -> None:
    petition = await place.open()
    stranger = replace(place.signed(0), household_id=new_id())
    assert await refused(
        place,
        place.record(
            petition,
            place.signed(0),
            place.answered(1, "vacancy_claimed"),
            place.answered(2, "vacancy_confirmed"),
            stranger,
            place.answered(0, "absent"),
        ),
    ) == [
        (ErrorCode.EVIDENCE_REQUIRED, "answers.1.evidence"),
        (ErrorCode.INVALID_INPUT, "answers.2.answer"),
        (ErrorCode.NOT_FOUND, "answers.3.household"),
        (ErrorCode.INVALID_INPUT, "answers.4.household"),
    ]
    assert await refused(place, place.record(petition)) == [(ErrorCode.INVALID_INPUT, "answers")]


async def test_answers_are_corrected_while_it_is_open(place: Neighbourhood) -> None:
    petition = await place.record(await place.open(), place.signed(0))
    await place.record(petition, place.answered(0, "refused"), place.answered(1, "absent"))
    assert await place.tally() == Tally(roll=3, refused=1, absent=1, pending=1)
    async with place.district.view.read() as session:
        rows = await session.scalars(select(PetitionEntry).where(PetitionEntry.signatory_id.is_not(None)))
    assert not rows.all()


async def test_question_5_a_second_person_confirms_a_vacancy(place: Neighbourhood) -> None:
    petition = await place.record(await place.open(), place.claimed(0), place.signed(1), place.signed(2))
    assert await place.tally() == Tally(roll=3, signed=2, vacancy_claimed=1)
    await confirm_vacancy(place.community, confirmation(place, petition))
    tally = await place.tally()
    assert tally == Tally(roll=3, signed=2, vacant=1)
    assert tally.complete()


async def test_question_5_nobody_confirms_their_own_claim_or_what_was_not_claimed(
    place: Neighbourhood,
) -> None:
    petition = await place.record(await place.open(), place.claimed(0), caller=place.community)
    own = confirm_vacancy(place.community, confirmation(place, petition))
    assert await refused(place, own) == [(ErrorCode.ALREADY_ACTED, "household")]
    unclaimed = confirm_vacancy(place.community, confirmation(place, petition, 1))
    assert await refused(place, unclaimed) == [(ErrorCode.VACANCY_NOT_CLAIMED, "household")]
    foreign = replace(confirmation(place, petition), household_id=new_id())
    assert await refused(place, confirm_vacancy(place.community, foreign)) == [
        (ErrorCode.NOT_FOUND, "household")
    ]


async def test_question_5_a_confirmed_vacancy_is_undone_by_its_confirmer_only(place: Neighbourhood) -> None:
    petition = await place.record(await place.open(), place.claimed(0))
    petition = await confirm_vacancy(place.community, confirmation(place, petition))
    assert await refused(place, place.record(petition, place.signed(0))) == [
        (ErrorCode.VACANCY_CONFIRMED_ALREADY, "answers.0.answer")
    ]
    await place.record(petition, place.signed(0), caller=place.community)
    assert await place.tally() == Tally(roll=3, signed=1, pending=2)


async def test_a_stale_page_is_noticed(place: Neighbourhood) -> None:
    opened = await place.open()
    stale = Petition(id=opened.id, revision=opened.revision)
    recorded = await place.record(opened, place.signed(0))
    assert recorded.revision == stale.revision + 1
    assert await refused(place, place.record(stale, place.signed(1))) == [
        (ErrorCode.STALE_REVISION, "expectedRevision")
    ]
    await place.record(recorded, place.signed(1))


async def test_of_two_who_record_at_once_on_one_revision_one_is_refused(place: Neighbourhood) -> None:
    petition = await place.open()
    results = await asyncio.gather(
        place.record(petition, place.signed(0)),
        place.record(petition, place.signed(1), caller=place.community),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["DomainError", "Petition"]
    tally = await place.tally()
    assert tally is not None
    assert tally.signed == 1


async def test_a_closed_petition_takes_no_answers(place: Neighbourhood) -> None:
    petition = await place.record(await place.open(), place.claimed(0))
    async with place.district.view.begin() as session:
        await repository.close_open(session, place.building.id, place.district.clock())
    assert await place.tally() is None
    closed = [(ErrorCode.PETITION_CLOSED, "petition")]
    assert await refused(place, place.record(petition, place.signed(1))) == closed
    assert await refused(place, confirm_vacancy(place.community, confirmation(place, petition))) == closed


async def test_wrong_role_wrong_area_and_unknown_ids_are_refused(place: Neighbourhood) -> None:
    street = place.acting(Role.STREET, place.district.street)
    elsewhere = place.acting(Role.BUILDING_LEADER, place.empty_building)
    role, area = [(ErrorCode.ROLE_NOT_ALLOWED, "")], [(ErrorCode.OUTSIDE_AREA, "")]
    assert await refused(place, place.open(caller=street)) == role
    assert await refused(place, place.open(caller=elsewhere)) == area
    assert await refused(place, place.open(place.compound)) == area
    petition = await place.record(await place.open(), place.claimed(0))
    assert await refused(place, place.record(petition, place.signed(1), caller=street)) == role
    assert await refused(place, place.record(petition, place.signed(1), caller=elsewhere)) == area
    assert await refused(place, confirm_vacancy(place.leader, confirmation(place, petition))) == role
    nowhere = Petition(id=new_id(), revision=1)
    assert await refused(place, place.record(nowhere, place.signed(1))) == [(ErrorCode.NOT_FOUND, "petition")]
    unknown = OpenPetition(idempotency_key=next_key(), unit_id=new_id())
    assert await refused(place, open_petition(place.leader, unknown)) == [(ErrorCode.NOT_FOUND, "unit")]


async def test_nobody_signed_in_is_refused(place: Neighbourhood) -> None:
    petition = await place.open()
    anonymous = place.district.context()
    assert await refused(place, place.record(petition, place.signed(0), caller=anonymous)) == [
        (ErrorCode.UNAUTHENTICATED, "")
    ]


async def test_another_tenant_neither_sees_nor_writes_it(place: Neighbourhood, database: Database) -> None:
    petition = await place.open()
    other = await make_neighbourhood(database)
    before = await place.written()
    assert await refused(other, other.record(petition, other.signed(0))) == [
        (ErrorCode.NOT_FOUND, "petition")
    ]
    own = await other.open()
    foreign = replace(other.signed(0), household_id=place.households[0].id)
    borrowed = replace(other.signed(1), given=GivenAnswer("signed", place.adults[1].id))
    assert await refused(other, other.record(own, foreign, borrowed)) == [
        (ErrorCode.NOT_FOUND, "answers.0.household"),
        (ErrorCode.SIGNATORY_NOT_CAPABLE, "answers.1.signatory"),
    ]
    assert await place.written() == before


async def test_a_repeated_call_acts_once(place: Neighbourhood) -> None:
    petition = await place.open()
    command = RecordPetitionAnswers(
        idempotency_key=next_key(),
        petition_id=petition.id,
        expected_revision=petition.revision,
        answers=(place.signed(0),),
    )
    first = await record_petition_answers(place.leader, command)
    again = await record_petition_answers(place.leader, command)
    assert (again.id, again.revision) == (first.id, first.revision)
    other = replace(command, answers=(place.signed(1),))
    assert await refused(place, record_petition_answers(place.leader, other)) == [
        (ErrorCode.IDEMPOTENCY_KEY_REUSED, "idempotencyKey")
    ]


async def test_the_audit_tells_counts_and_no_person(place: Neighbourhood) -> None:
    await place.record(await place.open(), place.signed(0), place.signed(1))
    async with place.district.view.read() as session:
        rows = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
    assert [(row.action, row.role) for row in rows][-2:] == [
        ("petition.open", Role.BUILDING_LEADER),
        ("petition.record", Role.BUILDING_LEADER),
    ]
    assert rows[-2].detail == {"unit": "b1", "roll": 3}
    assert rows[-1].detail == {"unit": "b1", "answers": 2}


async def test_a_signatory_who_comes_of_age_may_sign_that_day(place: Neighbourhood) -> None:
    petition = await place.open()
    child = replace(place.signed(0), given=GivenAnswer("signed", place.children[0].id))
    eve = replace(place.leader, clock=lambda: place.district.clock() + timedelta(days=365 * 11))
    assert await refused(place, place.record(petition, child, caller=eve)) == [
        (ErrorCode.SIGNATORY_NOT_CAPABLE, "answers.0.signatory")
    ]
    grown = replace(place.leader, clock=lambda: place.district.clock() + timedelta(days=365 * 13))
    await place.record(petition, child, caller=grown)


async def test_b_k_a_village_of_ten_thousand_households_is_copied_in_one_statement(
    place: Neighbourhood,
) -> None:
    async with place.district.view.begin() as session:
        session.add_all(
            Household(unit_id=place.building.id, code=f"v{index}", created_at=place.district.clock())
            for index in range(10_000)
        )
    await place.open(place.compound, place.community)
    assert await place.tally(place.compound) == Tally(roll=10_003, pending=10_003)
