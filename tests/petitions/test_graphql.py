"""Petitions through the API: who sees the count, who sees the roll, refusals as data (B-k, question 5)."""

from typing import Any

import pytest

from authz.actions import Role
from authz.context import OperationContext
from schema.frame.context import RequestContext
from schema.frame.identifiers import encode_id
from schema.frame.pagination import Cursors
from schema.petition_answers.operations import HouseholdAnswer
from schema.root import official_schema
from tenants.base import new_id
from tenants.database import Database
from tests.petitions.neighbourhood import Neighbourhood, make_neighbourhood, next_key

COUNT = """
    id revision roll signed vacant vacancyClaimed refused absent pending missing denominator complete
"""
UNIT = (
    "query($code: String!) { unit(code: $code) { petition {"
    + COUNT
    + "entries(first: 2) { totalCount pageInfo { hasNextPage endCursor }"
    " edges { node { id answer recordedAt household { code } } } } } } }"
)
OPEN = "mutation($input: OpenPetitionInput!) { result: openPetition(input: $input) { petition {%s} %s } }"
RECORD = (
    "mutation($input: RecordPetitionAnswersInput!) "
    "{ result: recordPetitionAnswers(input: $input) { petition {%s} %s } }"
)
CONFIRM = (
    "mutation($input: ConfirmVacancyInput!) { result: confirmVacancy(input: $input) { petition {%s} %s } }"
)
ERRORS = "errors { code field fix details { name value } }"


@pytest.fixture
async def place(database: Database) -> Neighbourhood:
    return await make_neighbourhood(database)


async def ask(caller: OperationContext, document: str, **variables: Any) -> dict[str, Any]:
    context = RequestContext(caller, Cursors("secret"))
    result = await official_schema.execute(document, variable_values=variables, context_value=context)
    assert result.errors is None, result.errors
    assert result.data is not None
    return result.data


async def change(caller: OperationContext, document: str, **input: Any) -> dict[str, Any]:
    variables = {"idempotencyKey": next_key(), **input}
    data = await ask(caller, document % (COUNT, ERRORS), input=variables)
    found: dict[str, Any] = data["result"]
    return found


def answer(given: HouseholdAnswer) -> dict[str, Any]:
    signatory = given.given.signatory_id
    return {
        "household": encode_id("Household", given.household_id),
        "answer": given.given.answer.upper(),
        "signatory": encode_id("Resident", signatory) if signatory else None,
        "evidence": given.given.evidence,
    }


async def test_b_k_a_petition_from_its_opening_to_its_completion(place: Neighbourhood) -> None:
    opened = await change(place.leader, OPEN, unit=encode_id("Unit", place.building.id))
    petition = opened["petition"]
    assert opened["errors"] == []
    assert (petition["roll"], petition["missing"], petition["complete"]) == (3, 3, False)
    recorded = await change(
        place.leader,
        RECORD,
        petition=petition["id"],
        expectedRevision=petition["revision"],
        answers=[answer(place.signed(0)), answer(place.signed(1)), answer(place.claimed(2))],
    )
    petition = recorded["petition"]
    assert (petition["signed"], petition["vacancyClaimed"], petition["missing"]) == (2, 1, 1)
    confirmed = await change(
        place.community,
        CONFIRM,
        petition=petition["id"],
        expectedRevision=petition["revision"],
        household=encode_id("Household", place.households[2].id),
    )
    petition = confirmed["petition"]
    assert (petition["vacant"], petition["denominator"], petition["complete"]) == (1, 2, True)


async def test_two_mutations_in_one_request_each_tell_the_count_after_them(place: Neighbourhood) -> None:
    petition = await place.open()
    document = (
        "mutation($a: RecordPetitionAnswersInput!, $b: RecordPetitionAnswersInput!) {"
        " a: recordPetitionAnswers(input: $a) { petition { signed } }"
        " b: recordPetitionAnswers(input: $b) { petition { signed } } }"
    )
    inputs = [
        {
            "idempotencyKey": next_key(),
            "petition": encode_id("Petition", petition.id),
            "expectedRevision": petition.revision + index,
            "answers": [answer(place.signed(index))],
        }
        for index in range(2)
    ]
    data = await ask(place.leader, document, a=inputs[0], b=inputs[1])
    assert data == {"a": {"petition": {"signed": 1}}, "b": {"petition": {"signed": 2}}}


async def test_question_5_the_roll_is_shown_to_those_who_keep_it(place: Neighbourhood) -> None:
    await place.record(await place.open(), place.signed(0))
    for role in (Role.BUILDING_LEADER, Role.COMMUNITY, Role.PROPERTY):
        data = await ask(place.acting(role), UNIT, code="b1")
        entries = data["unit"]["petition"]["entries"]
        assert (entries["totalCount"], entries["pageInfo"]["hasNextPage"]) == (3, True)
        first, second = (edge["node"] for edge in entries["edges"])
        assert (first["answer"], second["answer"], first["household"]["code"]) == (
            "SIGNED",
            "PENDING",
            "0000",
        )
    data = await ask(place.acting(Role.STREET, place.district.street), UNIT, code="b1")
    assert data["unit"]["petition"]["signed"] == 1
    assert data["unit"]["petition"]["entries"] is None


async def test_the_roll_is_paged_and_filtered_by_answer(place: Neighbourhood) -> None:
    petition = await place.record(await place.open(), place.signed(1))
    document = (
        "query($id: ID!, $after: String) { node(id: $id) { ... on Petition {"
        " signed: entries(answers: [SIGNED]) { totalCount edges { node { household { code } } } }"
        " entries(first: 2, after: $after) { pageInfo { endCursor hasNextPage }"
        " edges { node { household { code } } } } } } }"
    )
    seen: list[str] = []
    after = None
    for _ in range(2):
        node = (await ask(place.leader, document, id=encode_id("Petition", petition.id), after=after))["node"]
        seen += [edge["node"]["household"]["code"] for edge in node["entries"]["edges"]]
        after = node["entries"]["pageInfo"]["endCursor"]
    assert seen == ["0000", "0001", "0002"]
    assert node["signed"] == {"totalCount": 1, "edges": [{"node": {"household": {"code": "0001"}}}]}
    assert not node["entries"]["pageInfo"]["hasNextPage"]


async def test_nodes_are_read_only_by_those_who_may(place: Neighbourhood, database: Database) -> None:
    await place.open()
    data = await ask(place.leader, UNIT, code="b1")
    petition = data["unit"]["petition"]
    entry = petition["entries"]["edges"][0]["node"]
    document = "query($id: ID!) { node(id: $id) { __typename id } }"
    for found, name in ((petition, "Petition"), (entry, "PetitionEntry")):
        node = (await ask(place.leader, document, id=found["id"]))["node"]
        assert node == {"__typename": name, "id": found["id"]}
    street = place.acting(Role.STREET, place.district.street)
    assert (await ask(street, document, id=petition["id"]))["node"] is not None
    assert (await ask(street, document, id=entry["id"]))["node"] is None
    outside = place.acting(Role.BUILDING_LEADER, place.empty_building)
    stranger = (await make_neighbourhood(database)).community
    for caller in (outside, stranger, place.district.context()):
        for found in (petition, entry):
            assert (await ask(caller, document, id=found["id"]))["node"] is None
    for name in ("Petition", "PetitionEntry"):
        assert (await ask(place.leader, document, id=encode_id(name, new_id())))["node"] is None


async def test_refusals_are_data_with_field_and_fix(place: Neighbourhood) -> None:
    petition = await place.open()
    malformed = {**answer(place.signed(0)), "signatory": encode_id("Household", place.households[0].id)}
    result = await change(
        place.leader,
        RECORD,
        petition=encode_id("Petition", petition.id),
        expectedRevision=petition.revision,
        answers=[malformed],
    )
    assert result["petition"] is None
    assert [(error["code"], error["field"]) for error in result["errors"]] == [
        ("INVALID_ID", ["answers", "0", "signatory"])
    ]
    again = await change(place.leader, OPEN, unit=encode_id("Unit", place.building.id))
    assert again["petition"] is None
    assert [error["code"] for error in again["errors"]] == ["PETITION_OPEN_ALREADY"]
    assert again["errors"][0]["fix"]
    stale = await change(
        place.leader,
        RECORD,
        petition=encode_id("Petition", petition.id),
        expectedRevision=7,
        answers=[answer(place.signed(0))],
    )
    assert stale["errors"][0]["details"] == [
        {"name": "actual", "value": "1"},
        {"name": "expected", "value": "7"},
    ]
