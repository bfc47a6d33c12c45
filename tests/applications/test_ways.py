"""The ways of the four kinds of subjects to their names, on the level of operations (B-W1 … B-W4)."""

import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import OperationContext
from schema.criteria.tables import Assessment
from schema.frame.pagination import Page
from schema.petition_answers.operations import (
    ConfirmVacancy,
    HouseholdAnswer,
    RecordPetitionAnswers,
    confirm_vacancy,
    record_petition_answers,
)
from schema.petitions import repository as petitions
from schema.petitions.rules import GivenAnswer
from tenants.audit import AuditEntry
from tenants.database import Database
from tests.builders.applications import (
    Officials,
    appoint_all,
    assess,
    create,
    gather_signatures,
    log_routine,
    named,
    pass_steps,
    ready,
    register,
    review,
    submit,
    submitted,
)
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.ledger import changed, read_ledger
from tests.builders.looks import application_now, moves_of, name_of, reviews_of, standing_of
from tests.builders.numbers import number_of
from tests.builders.refusals import refused

FIVE_LINKS = ("forward", "intake", "street", "commission", "name")
FOUR_LINKS = FIVE_LINKS[1:]


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS, ("E1", "1单元", "entrance", "B9"))
    return made


async def test_b_w1_a_building_goes_through_five_links(district: District) -> None:
    """B-W1: leader → community → street intake and review → commission → headquarters, each by somebody else.

    Every move and decision says who, in which role, on which assessment.
    """
    officials = await appoint_all(district, Role.BUILDING_LEADER, "B1")
    application = await named(district, officials, "B1")
    moves = await moves_of(district, application)
    assert [(move.action, move.from_step, move.to_step, move.role) for move in moves] == [
        ("submit", "draft", "community_verification", "building_leader"),
        ("forward", "community_verification", "street_intake", "community"),
        ("forward", "street_intake", "street_review", "street"),
        ("endorse", "street_review", "commission_review", "street"),
        ("endorse", "commission_review", "naming", "commission"),
        ("name", "naming", None, "headquarters"),
    ]
    assert len({move.actor_id for move in moves}) == len(moves)
    assert [move.ordinal for move in moves] == [1, 2, 3, 4, 5, 6]
    decisions = await reviews_of(district, application)
    assert [(one.step, one.decision, one.opinion) for one in decisions] == [
        (move.from_step, move.action, "同意") for move in moves[1:]
    ]
    assert [one.transition_id for one in decisions] == [move.id for move in moves[1:]]
    assert len({one.permission_digest for one in decisions}) == 1
    async with district.database.of(district.tenant).read() as session:
        made = (await session.scalars(select(Assessment).order_by(Assessment.assessed_at))).all()
        audits = (await session.scalars(select(AuditEntry).where(AuditEntry.entity_type == "Review"))).all()
    assert [one.kind for one in made] == ["self", "application", *["review"] * 4, "naming"]
    assert all(one.met for one in made)
    assert [move.assessment_id for move in moves] == [one.id for one in made[1:]]
    assert sorted(entry.role or "" for entry in audits) == sorted(one.role for one in decisions)
    now = await application_now(district, application)
    assert (now.status, now.step, now.round) == ("approved", None, 1)
    assert now.closed_at is not None
    name = await name_of(district, "B1")
    assert name is not None
    assert (name.title, name.number, name.status) == ("无疫楼栋", number_of(district, "楼栋", 1), "active")


async def test_b_w1_a_group_goes_the_same_way(district: District) -> None:
    """B-W1, B-U1, B-n: the leader of a 社 applies to its village."""
    officials = await appoint_all(district, Role.BUILDING_LEADER, "G1", responsible="V1")
    application = await named(district, officials, "G1")
    assert application.process == "B-W1"
    name = await name_of(district, "G1")
    assert name is not None
    assert (name.title, name.number) == ("无疫社", number_of(district, "社", 1))


async def test_question_9_an_entrance_may_have_a_name_of_its_own(district: District) -> None:
    """B-U1, open question 9: an entrance 单元 below a building that stands outside any compound."""
    officials = await appoint_all(district, Role.BUILDING_LEADER, "E1")
    await named(district, officials, "E1")
    name = await name_of(district, "E1")
    assert name is not None
    assert name.title == "无疫单元"
    assert await standing_of(district, "B9") is None


async def name_buildings(district: District, *codes: str) -> None:
    for code in codes:
        await named(district, await appoint_all(district, Role.BUILDING_LEADER, code), code)


async def test_b_w2_the_property_company_applies_for_its_compound(district: District) -> None:
    """B-W2, B-f: only once all its buildings are titled; their households petition for the compound too."""
    officials = await appoint_all(district, Role.PROPERTY, "X1")
    await name_buildings(district, "B1")
    await register(officials.applicant, await district.unit("B2"), 8)
    draft = await ready(district, officials, "X1", households=0)
    assert draft.process == "B-W2"
    assert await refused(submit(officials.applicant, draft)) == [("CRITERIA_NOT_MET", "criteria.B-f")]

    leaders = await appoint_all(district, Role.BUILDING_LEADER, "B2")
    await log_routine(leaders.applicant, await district.unit("B2"))
    await gather_signatures(leaders.applicant, await district.unit("B2"))
    building = await district.unit("B2")
    application = await create(leaders.applicant, building)
    await pass_steps(
        leaders, await submit(leaders.applicant, await assess(leaders.applicant, application, building))
    )
    await pass_steps(officials, await submit(officials.applicant, draft))
    name = await name_of(district, "X1")
    assert name is not None
    assert (name.title, name.number) == ("无疫小区", number_of(district, "小区", 1))


async def test_question_8_the_community_applies_where_there_is_no_property_company(
    district: District,
) -> None:
    """Open question 8, B-W2: a community official applies, so another one has to verify."""
    await name_buildings(district, "B1", "B2")
    officials = await appoint_all(district, Role.COMMUNITY, "C1")
    application = await submit(officials.applicant, await ready(district, officials, "X1", households=0))
    assert await refused(review(officials.applicant, application, "forward")) == [("ALREADY_ACTED", "")]
    await pass_steps(officials, application)
    assert await standing_of(district, "X1") == "active"


async def test_b_w3_a_village_applies_to_the_street(district: District) -> None:
    """B-W3, B-f, B-n, B-s: no community verifies a village; its 社 has to be titled or to meet the standard."""
    group = await appoint_all(district, Role.BUILDING_LEADER, "G1", responsible="V1")
    await named(district, group, "G1")
    officials = await appoint_all(district, Role.COMMUNITY, "V1")
    application = await submit(officials.applicant, await ready(district, officials, "V1", households=0))
    assert (application.process, application.step) == ("B-W3", "street_intake")
    await pass_steps(officials, application, FOUR_LINKS)
    name = await name_of(district, "V1")
    assert name is not None
    assert (name.title, name.number) == ("无疫村", number_of(district, "村", 1))


async def test_b_w3_a_community_counts_units_that_meet_their_standard(district: District) -> None:
    """B-W3, B-f: a building outside any compound need not be titled, if it was found to meet its standard."""
    await name_buildings(district, "B1", "B2")
    compound = await appoint_all(district, Role.PROPERTY, "X1")
    await pass_steps(
        compound, await submit(compound.applicant, await ready(district, compound, "X1", households=0))
    )
    officials = await appoint_all(district, Role.COMMUNITY, "C1")
    leaders = await appoint_all(district, Role.BUILDING_LEADER, "B9")
    await register(leaders.applicant, await district.unit("B9"), 4)
    draft = await ready(district, officials, "C1", households=0)
    assert await refused(submit(officials.applicant, draft)) == [("CRITERIA_NOT_MET", "criteria.B-f")]

    building = await district.unit("B9")
    await log_routine(leaders.applicant, building)
    await gather_signatures(leaders.applicant, building)
    await assess(leaders.applicant, await create(leaders.applicant, building), building)
    assert await standing_of(district, "B9") is None
    await pass_steps(officials, await submit(officials.applicant, draft), FOUR_LINKS)
    name = await name_of(district, "C1")
    assert name is not None
    assert name.title == "无疫社区"


async def test_b_u3_a_street_has_no_way_of_its_own(district: District) -> None:
    """B-U3: 无疫街道 is an aim; nobody applies for it. A community below it may (the twin)."""
    officials = await appoint_all(district, Role.COMMUNITY, "C1")
    street = await district.official(Role.STREET, "S1")
    assert await refused(create(street, await district.unit("S1"))) == [("NO_PROCESS_FOR_KIND", "unit")]
    assert await refused(create(officials.applicant, await district.unit("C1"))) == []


async def test_b_w4_nothing_is_handed_in_without_a_self_assessment(
    district: District, database: Database
) -> None:
    """B-W4: signatures and logs are there, statements were made before, but the draft was never assessed."""
    officials = await appoint_all(district, Role.BUILDING_LEADER, "B1")
    earlier = await ready(district, officials, "B1")
    unit = await district.unit("B1")
    assert await refused(submit(officials.applicant, earlier)) == []
    await review(officials.community, earlier, "return", "请补照片")
    again = await application_now(district, earlier)
    assert await refused(submit(officials.applicant, again)) == [("ASSESSMENT_MISSING", "")]
    assert await refused(submit(officials.applicant, await assess(officials.applicant, again, unit))) == []


async def test_b_k_99_percent_do_not_suffice(district: District) -> None:
    """B-k: one household is missing; the refusal says how many, and with it the way is open."""
    officials = await appoint_all(district, Role.BUILDING_LEADER, "B1")
    unit = await district.unit("B1")
    await register(officials.applicant, unit, 8)
    await log_routine(officials.applicant, unit)
    await gather_signatures(officials.applicant, unit, leave_out=1)
    draft = await assess(officials.applicant, await create(officials.applicant, unit), unit)
    assert await refused(submit(officials.applicant, draft)) == [("PETITION_INCOMPLETE", "criteria.B-k")]
    await _answer_last(officials.applicant, unit.id, officials)
    assert await refused(submit(officials.applicant, draft)) == []


async def _answer_last(actor: OperationContext, unit_id: uuid.UUID, officials: Officials) -> None:
    """Let the last household be claimed vacant by the leader and confirmed by the community (question 5)."""
    async with actor.read() as session:
        petition = (await petitions.open_by_units(session, [unit_id]))[unit_id]
        pending = await petitions.list_entries(session, petition.id, ["pending"], Page())
    (entry,) = pending.rows
    claim = HouseholdAnswer(
        household_id=entry.household_id, given=GivenAnswer("vacancy_claimed", evidence="水电停用半年")
    )
    petition = await record_petition_answers(
        actor,
        RecordPetitionAnswers(
            idempotency_key=key(),
            petition_id=petition.id,
            expected_revision=petition.revision,
            answers=(claim,),
        ),
    )
    confirmation = ConfirmVacancy(
        idempotency_key=key(),
        petition_id=petition.id,
        household_id=entry.household_id,
        expected_revision=petition.revision,
    )
    assert await refused(confirm_vacancy(actor, confirmation)) == [("ROLE_NOT_ALLOWED", "")]
    await confirm_vacancy(officials.community, confirmation)


async def test_question_5_a_building_with_a_vacant_home_goes_the_whole_way(district: District) -> None:
    """B-k, open question 5: a vacancy leaves the roll's denominator once a second person confirmed it."""
    officials = await appoint_all(district, Role.BUILDING_LEADER, "B1")
    unit = await district.unit("B1")
    await register(officials.applicant, unit, 8)
    await log_routine(officials.applicant, unit)
    await gather_signatures(officials.applicant, unit, leave_out=1)
    await _answer_last(officials.applicant, unit.id, officials)
    draft = await assess(officials.applicant, await create(officials.applicant, unit), unit)
    await pass_steps(officials, await submit(officials.applicant, draft))
    assert await standing_of(district, "B1") == "active"


async def test_a_refused_move_writes_nothing(district: District, owner: AsyncEngine) -> None:
    """A decision that is not open, by each official in turn, leaves no row behind; the right one does."""
    officials = await appoint_all(district, Role.BUILDING_LEADER, "B1")
    application = await submitted(district, officials, "B1")
    before = await read_ledger(owner, district.tenant.id)
    for actor in (officials.applicant, officials.street, officials.commission, officials.headquarters):
        assert await refused(review(actor, application, "forward")) == [("ROLE_NOT_ALLOWED", "")]
    for decision in ("endorse", "reject", "name", "record"):
        assert await refused(review(officials.community, application, decision)) == [("STEP_NOT_OPEN", "")]
    assert not changed(before, await read_ledger(owner, district.tenant.id))
    assert await refused(review(officials.community, application, "forward")) == []
