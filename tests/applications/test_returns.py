"""Applications that do not go straight: returned, corrected, handed in again, rejected, withdrawn."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import OperationContext
from schema.applications.operations import WithdrawApplication, withdraw_application
from schema.applications.tables import Application
from schema.petitions.tables import Petition
from tenants.database import Database
from tests.builders.applications import (
    Officials,
    appoint_all,
    assess,
    create,
    gather_signatures,
    pass_steps,
    ready,
    review,
    submit,
    submitted,
)
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.ledger import changed, read_ledger
from tests.builders.looks import application_now, moves_of, standing_of
from tests.builders.refusals import refused

WAY = ("forward", "intake", "street", "commission", "name")
STEPS = ("community_verification", "street_intake", "street_review", "commission_review", "naming")
REJECTING = STEPS[2:]


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


@pytest.fixture
async def officials(district: District) -> Officials:
    return await appoint_all(district, Role.BUILDING_LEADER, "B1")


def reviewer_at(officials: Officials, step: str) -> OperationContext:
    people = (
        officials.community,
        officials.intake,
        officials.street,
        officials.commission,
        officials.headquarters,
    )
    return people[STEPS.index(step)]


async def brought_to(district: District, officials: Officials, step: str) -> Application:
    """Bring B1's application to a step."""
    application = await submitted(district, officials, "B1")
    return await pass_steps(officials, application, WAY[: STEPS.index(step)])


async def resubmit(district: District, officials: Officials, application: Application) -> Application:
    """Correct, assess again and hand in again."""
    unit = await district.unit("B1")
    current = await application_now(district, application)
    return await submit(officials.applicant, await assess(officials.applicant, current, unit))


async def withdraw(
    actor: OperationContext, application: Application, reason: str | None = None
) -> Application:
    """Withdraw an application as it stands now."""
    async with actor.read() as session:
        now = await session.get_one(Application, (actor.tenant.id, application.id))
    command = WithdrawApplication(
        idempotency_key=key(), application_id=application.id, expected_revision=now.revision, reason=reason
    )
    return await withdraw_application(actor, command)


async def open_petitions(district: District) -> int:
    async with district.database.of(district.tenant).read() as session:
        rows = await session.scalars(select(Petition).where(Petition.closed_at.is_(None)))
        return len(rows.all())


@pytest.mark.parametrize("step", STEPS)
async def test_every_step_can_return_for_correction(
    district: District, officials: Officials, step: str
) -> None:
    """B-W1: with a reason; it goes back to the applicant, and handed in again it begins a second round."""
    application = await brought_to(district, officials, step)
    reviewer = reviewer_at(officials, step)
    assert await refused(review(reviewer, application, "return", None)) == [("OPINION_REQUIRED", "opinion")]
    await review(reviewer, application, "return", "门牌号有误，请更正")
    now = await application_now(district, application)
    assert (now.status, now.step, now.round, now.closed_at) == ("returned", "draft", 1, None)
    last = (await moves_of(district, application))[-1]
    assert (last.action, last.from_step, last.to_step, last.note) == (
        "return",
        step,
        "draft",
        "门牌号有误，请更正",
    )
    assert await open_petitions(district) == 1, "the signatures stand while the applicant corrects"
    assert await refused(submit(officials.applicant, now)) == [("ASSESSMENT_MISSING", "")]

    again = await resubmit(district, officials, application)
    assert (again.status, again.step, again.round) == ("under_review", "community_verification", 2)
    await pass_steps(officials, application)
    assert await standing_of(district, "B1") == "active"


async def test_duties_are_separate_within_a_round(district: District, officials: Officials) -> None:
    """Open question 11: intake desk and reviewer of a street are two people; in the next round they may swap.

    Nobody decides twice in one round, and nobody ever decides on what they submitted.
    """
    application = await brought_to(district, officials, "street_review")
    assert await refused(review(officials.intake, application, "endorse")) == [("ALREADY_ACTED", "")]
    await review(officials.street, application, "return", "请补消杀记录")
    await resubmit(district, officials, application)
    await review(officials.community, application, "forward")
    await review(officials.street, application, "forward")
    assert await refused(review(officials.street, application, "endorse")) == [("ALREADY_ACTED", "")]
    await review(officials.intake, application, "endorse")
    await pass_steps(officials, application, ("commission", "name"))
    assert await standing_of(district, "B1") == "active"


async def test_who_submitted_once_never_reviews(district: District) -> None:
    """Separation over rounds: a community official who handed in the first round may not verify the second."""
    for code in ("B1", "B2"):
        leaders = await appoint_all(district, Role.BUILDING_LEADER, code)
        await pass_steps(leaders, await submitted(district, leaders, code))
    officials = await appoint_all(district, Role.COMMUNITY, "C1")
    first, second = officials.applicant, await district.official(Role.COMMUNITY, "C1")
    application = await submit(first, await ready(district, officials, "X1", households=0))
    await review(officials.community, application, "return", "请补登记")
    unit = await district.unit("X1")
    current = await assess(second, await application_now(district, application), unit)
    await submit(second, current)
    for submitter in (first, second):
        assert await refused(review(submitter, application, "forward")) == [("ALREADY_ACTED", "")]
    assert await refused(review(officials.community, application, "forward")) == []


@pytest.mark.parametrize("step", REJECTING)
async def test_a_rejection_ends_it_for_good(
    district: District, officials: Officials, owner: AsyncEngine, step: str
) -> None:
    """With a reason; the petition closes, nothing more can be done, and the unit may begin anew."""
    application = await brought_to(district, officials, step)
    reviewer = reviewer_at(officials, step)
    before = await read_ledger(owner, district.tenant.id)
    assert await refused(review(reviewer, application, "reject", " ")) == [("OPINION_REQUIRED", "opinion")]
    assert not changed(before, await read_ledger(owner, district.tenant.id))
    await review(reviewer, application, "reject", "多次核查不实")
    now = await application_now(district, application)
    assert (now.status, now.step) == ("rejected", None)
    assert now.closed_at is not None
    assert await open_petitions(district) == 0
    assert await standing_of(district, "B1") is None
    for actor, decision in ((reviewer, "return"), (officials.headquarters, "name")):
        assert await refused(review(actor, application, decision, "再议")) == [("STEP_NOT_OPEN", "")]
    assert await refused(withdraw(officials.applicant, application)) == [("STEP_NOT_OPEN", "")]

    unit = await district.unit("B1")
    again = await create(officials.applicant, unit)
    again = await assess(officials.applicant, again, unit)
    assert await refused(submit(officials.applicant, again)) == [("PETITION_INCOMPLETE", "criteria.B-k")]
    await gather_signatures(officials.applicant, unit)
    assert await refused(submit(officials.applicant, again)) == []


@pytest.mark.parametrize("step", ["community_verification", "street_intake"])
async def test_those_who_only_pass_on_cannot_reject_or_name(
    district: District, officials: Officials, step: str
) -> None:
    """Open question 10: the community verifies and forwards or returns, as does the intake desk; it cannot name."""
    application = await brought_to(district, officials, step)
    reviewer = reviewer_at(officials, step)
    for decision in ("endorse", "reject", "name", "record"):
        assert await refused(review(reviewer, application, decision)) == [("STEP_NOT_OPEN", "")]
    assert await refused(review(reviewer, application, "forward")) == []


@pytest.mark.parametrize("step", ["draft", *STEPS])
async def test_the_applicant_may_withdraw_until_it_is_named(
    district: District, officials: Officials, step: str
) -> None:
    """Withdrawn at any step, with or without a reason; the petition closes and the unit may begin anew."""
    if step == "draft":
        application = await ready(district, officials, "B1")
    else:
        application = await brought_to(district, officials, step)
    for actor in (officials.community, officials.street, officials.headquarters):
        assert await refused(withdraw(actor, application)) == [("ROLE_NOT_ALLOWED", "")]
    await withdraw(officials.applicant, application, "住户搬迁")
    now = await application_now(district, application)
    assert (now.status, now.step) == ("withdrawn", None)
    assert (await moves_of(district, application))[-1].note == "住户搬迁"
    assert await open_petitions(district) == 0
    assert await refused(withdraw(officials.applicant, application)) == [("STEP_NOT_OPEN", "")]
    assert await refused(create(officials.applicant, await district.unit("B1"))) == []


async def test_a_named_application_cannot_be_withdrawn(district: District, officials: Officials) -> None:
    """Three state machines: what is decided is decided; losing the name is no step of the application."""
    application = await pass_steps(officials, await submitted(district, officials, "B1"))
    assert await refused(withdraw(officials.applicant, application)) == [("STEP_NOT_OPEN", "")]
    assert await standing_of(district, "B1") == "active"


async def test_a_returned_application_can_be_withdrawn(district: District, officials: Officials) -> None:
    application = await submitted(district, officials, "B1")
    await review(officials.community, application, "return", "请更正")
    await withdraw(officials.applicant, application)
    assert (await application_now(district, application)).status == "withdrawn"


async def test_one_application_is_open_at_a_time(district: District, officials: Officials) -> None:
    """A second application waits for the first to close; a titled unit needs none."""
    unit = await district.unit("B1")
    application = await submitted(district, officials, "B1")
    assert await refused(create(officials.applicant, unit)) == [("APPLICATION_OPEN_ALREADY", "unit")]
    await pass_steps(officials, application)
    assert await refused(create(officials.applicant, unit)) == [("ALREADY_TITLED", "unit")]
