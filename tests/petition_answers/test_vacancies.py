"""Claimed vacancies: they reach who confirms them, with their proof, and are refused for a reason (open question 5)."""

from dataclasses import replace
from typing import Any

import pytest

from authz.actions import Role
from authz.context import OperationContext
from schema.frame.errors import ErrorCode
from schema.frame.identifiers import encode_id
from schema.petition_answers.operations import RefuseVacancy, refuse_vacancy
from schema.petitions.rules import Tally
from schema.petitions.tables import Petition
from tenants.database import Database
from tests.clients import ask
from tests.notifications.test_inbox import inbox
from tests.petition_answers.test_living import FROZEN, LIVING, Hall, make_hall
from tests.petition_answers.test_operations import refused
from tests.petitions.neighbourhood import Neighbourhood, make_neighbourhood, next_key

CLAIMS = """{
  worklistCounts { vacancies }
  vacancyClaims(first: 10) {
    totalCount
    edges { node { answer evidence vacancyRefusal recordedAt unit { code } household { code } } }
  }
}"""
ROLL = """query ($id: ID!) { node(id: $id) { ... on Petition {
  vacancyClaimed actions { name allowed }
  entries(first: 10, answers: [PENDING]) { edges { node { evidence vacancyRefusal } } }
} } }"""


@pytest.fixture
async def place(database: Database) -> Neighbourhood:
    return await make_neighbourhood(database)


def refusal(
    place: Neighbourhood, petition: Petition, index: int = 0, reason: str = "窗内有灯"
) -> RefuseVacancy:
    return RefuseVacancy(
        idempotency_key=next_key(),
        petition_id=petition.id,
        household_id=place.households[index].id,
        expected_revision=petition.revision,
        reason=reason,
    )


async def claims(caller: OperationContext) -> list[dict[str, Any]]:
    result = await ask(caller, CLAIMS)
    assert result.errors is None
    assert result.data is not None
    found = [edge["node"] for edge in result.data["vacancyClaims"]["edges"]]
    counted = (result.data["vacancyClaims"]["totalCount"], result.data["worklistCounts"]["vacancies"])
    assert counted == (len(found), len(found))
    return found


async def told(caller: OperationContext) -> list[tuple[str, str]]:
    return [(one["kind"], one["text"]) for one in await inbox(caller)]


async def test_question_5_a_claim_reaches_the_community_with_its_proof(place: Neighbourhood) -> None:
    """The worklist of who may confirm it, and of nobody else: not of who claimed it, not of who sees no roll."""
    petition = await place.open()
    assert await claims(place.community) == []
    await place.record(petition, place.claimed(0), place.signed(1))
    (claim,) = await claims(place.community)
    assert claim == {
        "answer": "VACANCY_CLAIMED",
        "evidence": "水表停用三个月",
        "vacancyRefusal": None,
        "recordedAt": claim["recordedAt"],
        "unit": {"code": place.building.code},
        "household": {"code": place.households[0].code},
    }
    street = place.acting(Role.STREET, place.compound)
    for caller in (place.leader, street, place.acting(Role.PROPERTY)):
        assert await claims(caller) == []


async def test_question_5_who_claimed_it_does_not_settle_it(place: Neighbourhood) -> None:
    petition = await place.record(await place.open(), place.claimed(0), caller=place.community)
    assert await claims(place.community) == []
    own = refuse_vacancy(place.community, refusal(place, petition))
    assert await refused(place, own) == [(ErrorCode.ALREADY_ACTED, "household")]


async def test_question_5_a_claim_is_refused_with_a_reason(place: Neighbourhood) -> None:
    """The household is asked anew; those who keep the roll see why, and are told; a later answer takes it away."""
    petition = await place.record(await place.open(), place.claimed(0), place.claimed(1))
    petition = await refuse_vacancy(place.community, refusal(place, petition, reason=" 窗内有灯 "))
    assert await place.tally() == Tally(roll=3, vacancy_claimed=1, pending=2)
    shown = await ask(place.leader, ROLL, id=encode_id("Petition", petition.id))
    assert shown.data is not None
    rows = [edge["node"] for edge in shown.data["node"]["entries"]["edges"]]
    assert {"evidence": None, "vacancyRefusal": "窗内有灯"} in rows
    assert len(await claims(place.community)) == 1
    await place.record(petition, place.signed(0))
    shown = await ask(place.leader, ROLL, id=encode_id("Petition", petition.id))
    assert shown.data is not None
    assert "窗内有灯" not in str(shown.data)


async def test_question_5_what_cannot_be_refused_is_told(place: Neighbourhood) -> None:
    petition = await place.record(await place.open(), place.claimed(0), place.signed(1))
    act = place.community
    given = refusal(place, petition)
    assert await refused(place, refuse_vacancy(act, refusal(place, petition, 1))) == [
        (ErrorCode.VACANCY_NOT_CLAIMED, "household")
    ]
    assert await refused(place, refuse_vacancy(act, replace(given, reason=" "))) == [
        (ErrorCode.INVALID_INPUT, "reason")
    ]
    assert await refused(place, refuse_vacancy(act, replace(given, reason="长" * 201))) == [
        (ErrorCode.TEXT_TOO_LONG, "reason")
    ]
    assert await refused(place, refuse_vacancy(act, replace(given, expected_revision=1))) == [
        (ErrorCode.STALE_REVISION, "expectedRevision")
    ]
    assert await refused(place, refuse_vacancy(place.leader, given)) == [(ErrorCode.ROLE_NOT_ALLOWED, "")]
    first = await refuse_vacancy(act, given)
    assert (await refuse_vacancy(act, given)).id == first.id


async def test_question_5_who_settles_a_claim_is_told_of_it_and_who_made_it_of_the_refusal(
    database: Database,
) -> None:
    """In the inbox, by place and permission: not who acted, not who has no part in it."""
    hall: Hall = await make_hall(database, FROZEN)
    leader = await hall.district.official(Role.BUILDING_LEADER, "H1")
    other = await hall.district.official(Role.BUILDING_LEADER, "H2")
    street = await hall.district.official(Role.STREET, "P1")
    home = (await hall.households("pending"))[0]
    petition = await hall.claim(home, leader)
    assert await told(hall.community) == [("vacancy.claimed", "一厂的联名名册有空置登记，请核实或退回。")]
    assert [await told(each) for each in (leader, other, street)] == [[], [], []]
    command = RefuseVacancy(
        idempotency_key=next_key(),
        petition_id=petition.id,
        household_id=home.id,
        expected_revision=petition.revision,
        reason="窗内有灯",
    )
    await refuse_vacancy(hall.community, command)
    assert await told(leader) == [("vacancy.refused", "一厂的空置登记被退回，请查看理由并重新登记该户。")]
    assert [await told(each) for each in (other, street)] == [[], []]


@pytest.mark.parametrize("scheme", [LIVING, FROZEN])
async def test_a_claim_on_a_roll_that_lives_past_its_end_waits_too(database: Database, scheme: str) -> None:
    """And one on a roll that stands does not: it takes no answer any more."""
    hall: Hall = await make_hall(database, scheme)
    leader = await hall.district.official(Role.BUILDING_LEADER, "H1")
    home = (await hall.households("pending"))[0]
    await hall.claim(home, leader)
    assert len(await claims(hall.community)) == 1
    await hall.name()
    lives = scheme is LIVING
    assert len(await claims(hall.community)) == int(lives)
