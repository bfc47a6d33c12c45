"""Signatures a scheme does not take, and whom it counts, on the database and in the API."""

import pytest

from authz.actions import Role
from authz.context import OperationContext
from schema.criteria.loading import load_facts
from schema.criteria.rules import evaluate_against
from schema.frame.pagination import Page
from schema.guidelines.repository import current_edition
from schema.petition_answers.operations import (
    HouseholdAnswer,
    OpenPetition,
    RecordPetitionAnswers,
    open_petition,
    record_petition_answers,
)
from schema.petitions import repository as petitions
from schema.petitions.rules import GivenAnswer
from schema.residents import repository as residents
from tenants.database import Database
from tests.builders.applications import register
from tests.builders.district import District, key
from tests.builders.own_scheme import own_district
from tests.builders.refusals import refused
from tests.clients import ask

SCHEME = """
criteria:
  - id: S-a
    title: 联名
    guidance: 本人当面签名，外出的不计入。
    applies_to: [park, hall]
    check: {kind: petition, percent: 100, absent: exclude, remote: false, proxies: false}
"""
SEEN = """{ unit(code: "H1") { petition {
  roll signed absent denominator missing complete entries(first: 1) { edges { node { household { unit { code } } } } }
} } }"""


@pytest.fixture
async def district(database: Database) -> District:
    return await own_district(database, SCHEME)


async def test_only_signatures_a_scheme_takes_are_recorded_and_only_whom_it_counts_counts(
    district: District,
) -> None:
    """B-k, open question 5: the refusal writes nothing, the rule is the same for the count and the criterion."""
    community = await district.official(Role.COMMUNITY, "P1")
    unit = await district.unit("H1")
    await register(community, unit, 2)
    petition = await open_petition(community, OpenPetition(idempotency_key=key(), unit_id=unit.id))
    async with community.read() as session:
        entries = (await petitions.list_entries(session, petition.id, None, Page(limit=10))).rows
        people = await residents.residents_by_household(session, [each.household_id for each in entries])
    first, second = (entry.household_id for entry in entries)

    async def answer(revision: int, *answers: HouseholdAnswer) -> list[tuple[str, str]]:
        command = RecordPetitionAnswers(
            idempotency_key=key(), petition_id=petition.id, expected_revision=revision, answers=answers
        )
        return await refused(record_petition_answers(community, command))

    def signed(kind: str, **more: str) -> HouseholdAnswer:
        given = GivenAnswer(kind, signatory_id=people[first][0].id, **more)
        return HouseholdAnswer(household_id=first, given=given)

    assert await answer(1, signed("signed_remotely")) == [("INVALID_INPUT", "answers.0.answer")]
    proxy = signed("signed_by_proxy", authorisation="授-1")
    assert await answer(1, proxy) == [("INVALID_INPUT", "answers.0.answer")]
    assert await failing(district, community) == ["S-a"]
    absent = HouseholdAnswer(household_id=second, given=GivenAnswer("absent"))
    assert await answer(1, signed("signed"), absent) == []
    assert await failing(district, community) == []
    seen = await ask(community, SEEN)
    assert seen.data is not None
    shown = seen.data["unit"]["petition"]
    assert [shown[name] for name in ("roll", "signed", "absent", "denominator", "missing", "complete")] == [
        *(2, 1, 1, 1, 0),
        True,
    ]
    assert shown["entries"]["edges"][0]["node"]["household"]["unit"]["code"] == "H1"


async def failing(district: District, actor: OperationContext) -> list[str]:
    async with actor.read() as session:
        guideline = (await current_edition(session, actor.today())).guideline
        facts = await load_facts(session, await district.unit("H1"), actor.today())
    return [finding.criterion_id for finding in evaluate_against(guideline, facts).failures]


ACTIONS = '{ unit(code: "H1") { petition { actions { name allowed reasons { code } } } } }'


async def test_actions_tell_what_each_may_do_with_a_petition(district: District) -> None:
    """The same reasons the mutations refuse with: role, and nothing to confirm."""
    community = await district.official(Role.COMMUNITY, "P1")
    leader = await district.official(Role.BUILDING_LEADER, "H1")
    unit = await district.unit("H1")
    await register(community, unit, 2)
    petition = await open_petition(community, OpenPetition(idempotency_key=key(), unit_id=unit.id))

    async def told(actor: OperationContext) -> dict[str, list[str]]:
        seen = await ask(actor, ACTIONS)
        assert seen.data is not None
        shown = seen.data["unit"]["petition"]["actions"]
        assert all(each["allowed"] == (not each["reasons"]) for each in shown)
        return {each["name"]: [reason["code"] for reason in each["reasons"]] for each in shown}

    unsigned = {"WITHDRAW_SIGNATURE": ["SIGNATURE_NOT_GIVEN"]}
    claim = ("CONFIRM_VACANCY", "REFUSE_VACANCY")
    nothing = {"RECORD_ANSWERS": [], **{each: ["VACANCY_NOT_CLAIMED"] for each in claim}, **unsigned}
    assert await told(community) == nothing
    async with community.read() as session:
        entry = (await petitions.list_entries(session, petition.id, None, Page(limit=1))).rows[0]
    claimed = HouseholdAnswer(
        household_id=entry.household_id, given=GivenAnswer("vacancy_claimed", evidence="水电停用")
    )
    command = RecordPetitionAnswers(
        idempotency_key=key(), petition_id=petition.id, expected_revision=1, answers=(claimed,)
    )
    assert await refused(record_petition_answers(leader, command)) == []
    assert await told(community) == {"RECORD_ANSWERS": [], **{each: [] for each in claim}, **unsigned}
    barred = {each: ["ROLE_NOT_ALLOWED"] for each in claim}
    assert await told(leader) == {"RECORD_ANSWERS": [], **barred, **unsigned}
    street = await district.official(Role.STREET, "P1")
    assert (await told(street))["RECORD_ANSWERS"] == ["ROLE_NOT_ALLOWED"]
