"""Open applications are taken to a later version on demand, each with its result; others stay pinned."""

import uuid

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import OperationContext
from schema.application_migrations.operations import (
    MigrateApplications,
    migrate_applications,
    preview_migration,
    relocations_of,
)
from schema.application_migrations.rules import ClauseMapping, Outlook, StepMapping
from schema.applications import repository
from schema.applications.tables import Application, Transition
from schema.criteria.tables import Attestation
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.guideline_drafts.operations import WithdrawGuideline, withdraw_guideline
from schema.guidelines.repository.templates import load_template
from tenants.database import Database
from tests.builders.applications import appoint_all, create, ready, review, submit
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.guidelines import publish
from tests.builders.refusals import refusals
from tests.clients import ask

TEXT = load_template("wenlong").text
FIRST = (
    "      - {id: community_verification, name: 社区核实, kind: forward, role: community,"
    " actions: [forward, return]}\n"
)
DOUBLED = TEXT.replace(FIRST, FIRST.replace("community_verification", "door_check") + FIRST, 1)
RENAMED = TEXT.replace("id: community_verification", "id: verification").replace(
    "steps[community_verification]", "steps[verification]"
)
RENAMED = RENAMED.replace("id: wenlong", "id: ours", 1)


class Case:
    """A district with a draft for B9 and a submitted application for B1, and who may take them along."""

    district: District
    commission: OperationContext
    community: OperationContext
    applications: dict[str, Application]

    async def publish(self, text: str) -> None:
        await publish(self.district, text)

    async def standing(self) -> dict[str, tuple[int, str | None, int]]:
        """Tell where each application stands: by how many transitions, at which step, in which revision."""
        found = {}
        async with self.commission.read() as session:
            for code, row in self.applications.items():
                now = await repository.get(session, row.id)
                assert now is not None
                moves = await session.scalar(
                    select(func.count()).select_from(Transition).where(Transition.application_id == row.id)
                )
                found[code] = (moves or 0, now.step, now.revision)
        return found

    async def version(self, code: str) -> uuid.UUID:
        async with self.commission.read() as session:
            row = await repository.get(session, self.applications[code].id)
            assert row is not None
            return row.guideline_version_id


@pytest.fixture
async def case(database: Database) -> Case:
    made = Case()
    made.district = await make_district(database)
    await made.district.import_units(*STREETS)
    officials = await appoint_all(made.district, Role.BUILDING_LEADER, "C1")
    made.commission, made.community = officials.commission, officials.community
    made.applications = {
        "B9": await create(officials.applicant, await made.district.unit("B9")),
        "B1": await submit(officials.applicant, await ready(made.district, officials, "B1")),
    }
    return made


def command(
    *mapping: StepMapping, key_: str | None = None, clauses: tuple[ClauseMapping, ...] = (), **versions: int
) -> MigrateApplications:
    numbers = {"from_version": 1, "to_version": 2} | versions
    return MigrateApplications(idempotency_key=key_ or key(), mapping=mapping, clauses=clauses, **numbers)


async def test_a_dry_run_tells_and_writes_nothing(case: Case) -> None:
    await case.publish(DOUBLED)
    before = await case.standing()
    told = {each.unit_code: each for each in await preview_migration(case.commission, command())}
    assert (told["B9"].to_step, told["B9"].refusal) == ("draft", None)
    assert told["B1"].to_step is None
    assert told["B1"].refusal is not None
    assert told["B1"].refusal.code is ErrorCode.STEP_NOT_MAPPED
    assert await case.standing() == before


async def test_what_can_be_moved_moves_and_the_rest_stays_pinned(case: Case) -> None:
    await case.publish(DOUBLED)
    pinned, before = await case.version("B1"), await case.standing()
    message = await migrate_applications(case.commission, command())
    told = {each.unit_code: each.to_step for each in relocations_of(message)}
    assert told == {"B9": "draft", "B1": None}
    after = await case.standing()
    assert after["B1"] == before["B1"]
    assert after["B9"] == (before["B9"][0] + 1, "draft", before["B9"][2] + 1)
    assert await case.version("B1") == pinned
    assert await case.version("B9") != pinned


async def test_a_mapping_takes_along_what_was_renamed(case: Case) -> None:
    await case.publish(RENAMED)
    renamed = StepMapping("B-W1", "community_verification", "verification")
    message = await migrate_applications(case.commission, command(renamed))
    assert {each.unit_code: each.to_step for each in relocations_of(message)} == {
        "B9": "draft",
        "B1": "verification",
    }
    assert (await case.standing())["B1"][1] == "verification"


async def test_the_same_call_again_moves_once_and_tells_the_same(case: Case) -> None:
    await case.publish(DOUBLED)
    again = command(key_="again")
    first = await migrate_applications(case.commission, again)
    standing = await case.standing()
    second = await migrate_applications(case.commission, again)
    assert (second.id, second.payload) == (first.id, first.payload)
    assert await case.standing() == standing


@pytest.mark.parametrize(
    ("versions", "field"),
    [
        ({"from_version": 9}, ("fromVersion",)),
        ({"to_version": 9}, ("toVersion",)),
        ({"from_version": 2}, ("toVersion",)),
        ({"from_version": 2, "to_version": 1}, ("toVersion",)),
    ],
)
async def test_only_from_one_version_to_a_later_one(
    case: Case, versions: dict[str, int], field: tuple[str, ...]
) -> None:
    await case.publish(DOUBLED)
    before = await case.standing()
    with pytest.raises(DomainError) as refused:
        await migrate_applications(case.commission, command(**versions))
    assert refused.value.field == field
    assert await case.standing() == before


async def test_a_mapping_of_what_is_not_there_is_refused(case: Case) -> None:
    await case.publish(DOUBLED)
    before = await case.standing()
    with pytest.raises(DomainErrors):
        await migrate_applications(case.commission, command(StepMapping("B-W9", "naming", "nowhere")))
    assert await case.standing() == before


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.COMMISSION, Role.PLATFORM_OPERATOR}]
)
async def test_only_the_commission_takes_applications_along(case: Case, role: Role) -> None:
    await case.publish(DOUBLED)
    before = await case.standing()
    other = await case.district.official(role, "500110")
    for work in (migrate_applications, preview_migration):
        with pytest.raises(DomainError) as refused:
            await work(other, command())
        assert refused.value.code is ErrorCode.ROLE_NOT_ALLOWED
    assert await case.standing() == before


async def test_nothing_moves_to_a_version_that_was_withdrawn(case: Case) -> None:
    """Nothing new begins under it, nor comes to it; what is open under it stays, and may move on."""
    await case.publish(DOUBLED)
    headquarters = await case.district.official(Role.HEADQUARTERS, "500110")
    withdrawal = WithdrawGuideline(idempotency_key=key(), number=2, reason="条文有误")
    await withdraw_guideline(headquarters, withdrawal)
    before = await case.standing()
    refused = await refusals(migrate_applications(case.commission, command()))
    assert [(error.code, error.field) for error in refused] == [(ErrorCode.GUIDELINE_ENDED, ("toVersion",))]
    assert await case.standing() == before
    await case.publish(DOUBLED)
    message = await migrate_applications(case.commission, command(to_version=3))
    assert {each.unit_code: each.to_step for each in relocations_of(message)}["B9"] == "draft"


async def test_what_is_open_under_a_withdrawn_version_stays_bound_to_it(case: Case) -> None:
    """It goes on under its version; what is opened now goes by the one that is in force again."""
    await case.publish(DOUBLED)
    officials = await appoint_all(case.district, Role.BUILDING_LEADER, "C1")
    under = await create(officials.applicant, await case.district.unit("B2"))
    headquarters = await case.district.official(Role.HEADQUARTERS, "500110")
    withdrawal = WithdrawGuideline(idempotency_key=key(), number=2, reason="条文有误")
    withdrawn = await withdraw_guideline(headquarters, withdrawal)
    async with case.commission.read() as session:
        row = await repository.get(session, under.id)
    assert row is not None
    assert row.guideline_version_id == withdrawn.id
    assert row.closed_at is None
    case.applications["B2"] = under
    assert await case.version("B2") != await case.version("B9")


OURS = TEXT.replace("id: wenlong", "id: ours", 1)
ASKED_MORE = OURS.replace("title: 规范佩戴口罩", "title: 规范佩戴N95口罩")
RENUMBERED = OURS.replace("- id: B-h", "- id: 一、8").replace("[B-h]", "[一、8]")


async def outlooks(case: Case, asked: MigrateApplications) -> dict[str, Outlook | None]:
    return {each.unit_code: each.outlook for each in await preview_migration(case.commission, asked)}


async def statements(case: Case) -> int:
    async with case.commission.read() as session:
        return await session.scalar(select(func.count()).select_from(Attestation)) or 0


async def test_a_dry_run_tells_where_an_application_would_stand(case: Case) -> None:
    """B-i: of a version that asks for more rounds the submitted one lacks them; the draft lacks all but that."""
    untried = OURS[: OURS.index("scenarios:")] + OURS[OURS.index("proposals:") :]
    await case.publish(untried.replace("within_days: 7, rounds: 1", "within_days: 7, rounds: 5"))
    found = await outlooks(case, command())
    assert found["B1"] == Outlook(met=False, points=None, failing=("B-i",), asked_anew=())
    draft = found["B9"]
    assert draft is not None
    assert {"B-k", "B-i", "B-h"} <= set(draft.failing)
    assert draft.asked_anew == ()


async def test_what_reads_the_same_goes_along(case: Case) -> None:
    """Nobody is asked anew where no word changed that a person attests, whatever else did."""
    await case.publish(
        DOUBLED.replace("id: wenlong", "id: ours", 1).replace("valid_days: 30", "valid_days: 29")
    )
    before = await statements(case)
    skipped = StepMapping("B-W1", "community_verification", "door_check")
    assert (await outlooks(case, command(skipped)))["B1"] == Outlook(True, None, (), ())
    await migrate_applications(case.commission, command(skipped))
    assert await statements(case) == before


async def test_a_clause_of_another_meaning_is_asked_anew(case: Case) -> None:
    """B-h: what was stated of masks says nothing of better ones; the dry run says so, and nothing passes without."""
    await case.publish(ASKED_MORE)
    before = await statements(case)
    found = (await outlooks(case, command()))["B1"]
    assert found == Outlook(met=False, points=None, failing=("B-h",), asked_anew=("B-h",))
    assert await statements(case) == before
    message = await migrate_applications(case.commission, command())
    assert {each.unit_code: each.outlook for each in relocations_of(message)}["B1"] == found
    refused = await refusals(review(case.community, case.applications["B1"], "forward"))
    assert [error.field for error in refused] == [("criteria", "B-h")]


async def test_a_mapping_tells_that_the_meaning_is_the_same(case: Case) -> None:
    """B-h, changed in a word only: whoever takes the applications along answers for that; who stated it stays."""
    await case.publish(ASKED_MORE)
    same = command(clauses=(ClauseMapping("B-h", "B-h"),))
    assert (await outlooks(case, same))["B1"] == Outlook(True, None, (), ())
    before = await statements(case)
    await migrate_applications(case.commission, same)
    assert await statements(case) == before + 1
    assert await refusals(review(case.community, case.applications["B1"], "forward")) == []


async def test_a_renumbered_clause_is_asked_anew_unless_it_is_mapped(case: Case) -> None:
    """B-h is 一、8 in the new version: without the mapping nobody has stated it."""
    await case.publish(RENUMBERED)
    alone = (await outlooks(case, command()))["B1"]
    assert alone == Outlook(met=False, points=None, failing=("一、8",), asked_anew=("一、8",))
    mapped = command(clauses=(ClauseMapping("B-h", "一、8"),))
    assert (await outlooks(case, mapped))["B1"] == Outlook(True, None, (), ())
    await migrate_applications(case.commission, mapped)
    assert await refusals(review(case.community, case.applications["B1"], "forward")) == []


async def test_a_statement_of_unknown_wording_was_made_of_the_old_version(
    case: Case, owner: AsyncEngine
) -> None:
    """Statements from before wordings were kept count where they stand, and are asked anew where that changed."""
    async with owner.begin() as connection:
        ours = Attestation.tenant_id == case.district.tenant.id
        await connection.execute(update(Attestation).where(ours).values(meaning=None))
    await case.publish(ASKED_MORE)
    found = (await outlooks(case, command()))["B1"]
    assert found == Outlook(met=False, points=None, failing=("B-h",), asked_anew=("B-h",))
    await migrate_applications(case.commission, command())
    refused = await refusals(review(case.community, case.applications["B1"], "forward"))
    assert [error.field for error in refused] == [("criteria", "B-h")]


MIGRATE = """mutation($dry: Boolean!, $clauses: [ClauseMappingInput!]!) {
  migrateApplications(input: {
    idempotencyKey: "take them along", fromVersion: 1, toVersion: 2, dryRun: $dry, clauses: $clauses
  }) { results { unitCode toStep outlook { met points failing askedAnew } } errors { code field } }
}"""


async def test_the_api_shows_the_same_before_and_after(case: Case) -> None:
    await case.publish(ASKED_MORE)
    shown = []
    for dry in (True, False):
        answer = await ask(case.commission, MIGRATE, dry=dry, clauses=[])
        assert answer.errors is None, answer.errors
        assert answer.data is not None
        assert answer.data["migrateApplications"]["errors"] == []
        shown.append({each["unitCode"]: each for each in answer.data["migrateApplications"]["results"]})
    assert shown[0] == shown[1]
    assert shown[0]["B1"] == {
        "unitCode": "B1",
        "toStep": "community_verification",
        "outlook": {"met": False, "points": None, "failing": ["B-h"], "askedAnew": ["B-h"]},
    }


async def test_a_mapping_of_clauses_nobody_attests_is_refused(case: Case) -> None:
    """B-a is judged by machine; every wrong entry is told, and nothing is written."""
    await case.publish(ASKED_MORE)
    before = (await case.standing(), await statements(case))
    wrong = (ClauseMapping("B-a", "B-h"), ClauseMapping("B-h", "B-zz"), ClauseMapping("B-h", "B-h"))
    refused = await refusals(migrate_applications(case.commission, command(clauses=wrong)))
    assert [error.field for error in refused] == [
        ("clauses", "0", "fromClause"),
        ("clauses", "1", "toClause"),
        ("clauses", "2", "toClause"),
    ]
    assert (await case.standing(), await statements(case)) == before
