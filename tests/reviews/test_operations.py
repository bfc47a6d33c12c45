"""Decisions: what they must say, what they rest on, and that one step is decided once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from authz.actions import Role
from authz.context import OperationContext
from schema.applications.tables import Application
from schema.criteria.tables import Assessment
from schema.guidelines.guards import decision_table
from schema.guidelines.operations import new_version
from schema.guidelines.repository import current_edition
from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import Term
from schema.reviews.operations import ReviewApplication, review_application
from tenants.database import Database
from tests.builders.applications import Officials, appoint_all, pass_steps, review, submitted
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.events import close, exclude, report
from tests.builders.looks import application_now, reviews_of, standing_of
from tests.builders.refusals import refusals, refused


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


@pytest.fixture
async def officials(district: District) -> Officials:
    return await appoint_all(district, Role.BUILDING_LEADER, "B1")


@pytest.mark.parametrize(
    ("passed", "who", "decision", "needs"),
    [
        ((), "community", "forward", False),
        (("forward",), "intake", "forward", False),
        (("forward", "intake"), "street", "endorse", True),
        (("forward", "intake", "street"), "commission", "endorse", True),
        (("forward", "intake", "street", "commission"), "headquarters", "name", False),
    ],
)
async def test_b_w1_the_opinion_is_signed_where_the_guideline_wants_it(
    district: District, officials: Officials, passed: tuple[str, ...], who: str, decision: str, needs: bool
) -> None:
    """B-W1 签注意见: street review and commission sign an opinion; passing on and naming need none."""
    application = await pass_steps(officials, await submitted(district, officials, "B1"), passed)
    reviewer = getattr(officials, who)
    missing = [("OPINION_REQUIRED", "opinion")] if needs else []
    assert await refused(review(reviewer, application, decision, None)) == missing
    if needs:
        assert await refused(review(reviewer, application, decision, " \n")) == missing
        assert await refused(review(reviewer, application, decision, "情况属实，同意上报")) == []
        assert (await reviews_of(district, application))[-1].opinion == "情况属实，同意上报"


async def test_a_decision_says_what_was_known_and_permitted(district: District, officials: Officials) -> None:
    """Append-only: who, in which role, on which assessment, under which compiled permissions."""
    application = await submitted(district, officials, "B1")
    made = await review(officials.community, application, "forward", "已上门核实")
    grant = officials.community.actor.grants[0]
    async with officials.community.read() as session:
        edition = await current_edition(session, officials.community.today())
        assessment = await session.get_one(Assessment, (district.tenant.id, made.assessment_id))
    assert (made.reviewer_id, made.role) == (officials.community.actor.id, "community")
    assert made.membership_id == grant.membership_id
    assert made.permission_digest == decision_table(edition.guideline).digest
    assert (assessment.kind, assessment.met, assessment.application_id) == ("review", True, application.id)


@pytest.mark.parametrize("kind", ["case", "close_contact", "home_quarantine", "key_area_returnee"])
async def test_question_1_positive_decisions_check_again(
    district: District, officials: Officials, kind: str
) -> None:
    """Open question 1, B-a … B-d: what arises after applying stops every positive decision, not a return."""
    application = await submitted(district, officials, "B1")
    event = await report(officials.community, (await district.unit("B1")).id, kind)
    clause = {"case": "B-a", "close_contact": "B-b", "home_quarantine": "B-c", "key_area_returnee": "B-d"}[
        kind
    ]
    assert await refused(review(officials.community, application, "forward")) == [
        ("CRITERIA_NOT_MET", f"criteria.{clause}")
    ]
    if kind == "case":
        district.clock.forward(7)
        found = await refusals(review(officials.community, application, "forward"))
        window = next(error for error in found if error.field == ("criteria", "B-a"))
        assert window.details["missing"] == 1
        assert window.details["eligibleFrom"] == str(event.reported_on + timedelta(days=8))
    else:
        await close(officials.street, event)
        assert await refused(review(officials.community, application, "forward")) == []


async def test_question_1_a_naming_checks_again_whatever_its_step_says(
    database: Database, district: District
) -> None:
    """Open question 1, B-a: a version from before the linter refused `rechecks: false` on the naming.

    The endorsements check nothing there, and a case after them blocks the name all the same.
    """
    await unchecked_version(database, district)
    officials = await appoint_all(district, Role.BUILDING_LEADER, "B1")
    application = await pass_steps(
        officials, await submitted(district, officials, "B1"), ("forward", "intake", "street", "commission")
    )
    event = await report(officials.community, (await district.unit("B1")).id, "case")
    before = await application_now(district, application)
    assert await refused(review(officials.headquarters, application, "name")) == [
        ("CRITERIA_NOT_MET", "criteria.B-a")
    ]
    assert await standing_of(district, "B1") is None
    assert (await application_now(district, application)).revision == before.revision
    await exclude(officials.commission, event)
    assert await refused(review(officials.headquarters, application, "name")) == []
    assert await standing_of(district, "B1") == "active"


async def unchecked_version(database: Database, district: District) -> None:
    """Put a version in force whose steps check nothing again, as could be published once."""
    guideline = load_template("wenlong").guideline
    processes = tuple(
        process.model_copy(
            update={"steps": tuple(step.model_copy(update={"rechecks": False}) for step in process.steps)}
        )
        for process in guideline.processes
    )
    loose = guideline.model_copy(update={"id": "loose", "processes": processes})
    async with database.begin_platform(district.tenant) as session:
        term = Term(2, district.clock().date())
        session.add(new_version(loose, 2, district.clock(), term, None))


async def test_question_1_a_return_asks_for_no_criteria(district: District, officials: Officials) -> None:
    application = await submitted(district, officials, "B1")
    await report(officials.community, (await district.unit("B1")).id, "case")
    assert await refused(review(officials.community, application, "return", "待满8天")) == []


async def test_statements_go_stale_before_the_naming(district: District, officials: Officials) -> None:
    """B-h, B-m: statements hold 30 days and logs a week; whoever decides later sees what is missing by then."""
    application = await pass_steps(
        officials,
        await submitted(district, officials, "B1"),
        ("forward", "intake", "street", "commission"),
    )
    district.clock.forward(31)
    found = [field for _, field in await refused(review(officials.headquarters, application, "name"))]
    assert {"criteria.B-h", "criteria.B-i", "criteria.B-m", "criteria.B-p"} <= set(found)
    assert "criteria.B-k" not in found
    assert await standing_of(district, "B1") is None


async def test_a_step_is_decided_once(district: District, officials: Officials) -> None:
    """Two officials at the same step at once: one decides, the other is told that the page was stale."""
    application = await pass_steps(
        officials, await submitted(district, officials, "B1"), ("forward", "intake")
    )
    colleague = await district.official(Role.STREET, "S1")
    now = await application_now(district, application)

    async def decide(actor: OperationContext, decision: str) -> list[tuple[str, str]]:
        command = ReviewApplication(
            idempotency_key=key(),
            application_id=application.id,
            expected_revision=now.revision,
            decision=decision,
            opinion="意见",
        )
        return await refused(review_application(actor, command))

    outcomes = await asyncio.gather(decide(officials.street, "endorse"), decide(colleague, "reject"))
    assert sorted(outcomes) == [[], [("STALE_REVISION", "expectedRevision")]]
    assert len(await reviews_of(district, application)) == 3


async def test_a_decision_sent_twice_at_once_acts_once(district: District, officials: Officials) -> None:
    """The same key and input from a nervous client: one review, and both calls are given it."""
    application = await submitted(district, officials, "B1")
    command = ReviewApplication(
        idempotency_key=key(),
        application_id=application.id,
        expected_revision=application.revision,
        decision="forward",
    )
    made = await asyncio.gather(*[review_application(officials.community, command) for _ in range(4)])
    assert len({one.id for one in made}) == 1
    assert len(await reviews_of(district, application)) == 1


async def test_wrong_area(district: District, officials: Officials) -> None:
    """An official of another street or community does not even learn that the application exists."""
    application = await submitted(district, officials, "B1")
    for role, code in ((Role.COMMUNITY, "C2"), (Role.COMMUNITY, "V1"), (Role.STREET, "S2")):
        stranger = await district.official(role, code)
        assert await refused(review(stranger, application, "forward")) == [("NOT_FOUND", "application")]
    assert await refused(review(officials.community, application, "forward")) == []


async def test_a_district_role_held_in_a_street_reaches_no_further(
    district: District, officials: Officials
) -> None:
    """Workflow permissions reach the subtree of the grant: a commission of S2 decides nothing in S1."""
    application = await pass_steps(
        officials, await submitted(district, officials, "B1"), ("forward", "intake", "street")
    )
    elsewhere = await district.official(Role.COMMISSION, "S2")
    assert await refused(review(elsewhere, application, "endorse")) == [("OUTSIDE_AREA", "")]
    assert await refused(review(officials.commission, application, "endorse")) == []


async def test_an_ended_application_keeps_its_reviews(district: District, officials: Officials) -> None:
    application = await submitted(district, officials, "B1")
    await review(officials.community, application, "return", "请更正")
    async with officials.community.read() as session:
        rows = (await session.scalars(select(Application))).all()
    assert [row.id for row in rows] == [application.id]
    assert [(one.decision, one.opinion) for one in await reviews_of(district, application)] == [
        ("return", "请更正")
    ]
