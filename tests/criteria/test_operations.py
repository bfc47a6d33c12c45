"""Evaluations of what lies in the database: each machine check of B- fails for its own reason and no other."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from authz.actions import Role
from schema.applications.operations import AssessApplication, assess_application
from schema.criteria.loading import load_facts
from schema.criteria.operations import AttestationEntry
from schema.criteria.rules import Evaluation, evaluate
from schema.criteria.tables import Assessment, AssessmentResult, Attestation
from schema.guidelines.repository import current_edition
from schema.guidelines.rules import criteria_for
from schema.household_moves.operations import RegisterHouseholds, register_households
from schema.residents.rules import HouseholdRow, ResidentRow
from schema.unit_logs.operations import RecordUnitLog, record_unit_log
from tenants.database import Database
from tests.builders.applications import (
    Officials,
    appoint_all,
    create,
    gather_signatures,
    log_routine,
    named,
    ready,
    register,
)
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.events import close, report
from tests.builders.refusals import refused
from tests.builders.residents import numbered

Spoil = Callable[[District, Officials], Awaitable[object]]


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


@pytest.fixture
async def officials(district: District) -> Officials:
    return await appoint_all(district, Role.BUILDING_LEADER, "B1")


async def evaluation_of(district: District, code: str) -> Evaluation:
    """Evaluate a unit today against the published version."""
    unit = await district.unit(code)
    context = district.context((await district.official(Role.COMMISSION, "500110")).actor)
    async with context.read() as session:
        guideline = (await current_edition(session, context.today())).guideline
        facts = await load_facts(session, unit, context.today())
    return evaluate(criteria_for(guideline, unit.kind), facts)


async def failing(district: District, code: str) -> set[str]:
    return {finding.criterion_id for finding in (await evaluation_of(district, code)).failures}


def event(kind: str, place: str = "B1", days_ago: int = 0) -> Spoil:
    async def spoil(district: District, officials: Officials) -> object:
        return await report(officials.street, (await district.unit(place)).id, kind, days_ago=days_ago)

    return spoil


def registered(row: HouseholdRow) -> Spoil:
    async def spoil(district: District, officials: Officials) -> object:
        unit = await district.unit("B1")
        command = RegisterHouseholds(idempotency_key=key(), unit_id=unit.id, households=(row,))
        return await register_households(officials.applicant, command)

    return spoil


async def days_go_by(district: District, officials: Officials) -> None:
    district.clock.forward(8)


ASKED = numbered(1)
UNASKED = ResidentRow(ASKED.name, ASKED.identity_number, None, None, None)
NEEDY = ResidentRow(ASKED.name, ASKED.identity_number, None, ("dialysis",), None)
VERIFIED = date(2022, 11, 19)


@pytest.mark.parametrize(
    ("spoil", "clauses"),
    [
        (event("case"), {"B-a"}),
        (event("asymptomatic", days_ago=7), {"B-a"}),
        (event("case", days_ago=8), set()),
        (event("close_contact"), {"B-b"}),
        (event("home_quarantine"), {"B-c"}),
        (event("key_area_returnee"), {"B-d"}),
        (event("case", "B2"), set()),
        (event("close_contact", "X1"), set()),
        (event("risk_zone"), set()),
        (event("risk_zone", "S1"), set()),
        (registered(HouseholdRow("9-1", verified_on=VERIFIED)), {"B-g"}),
        (registered(HouseholdRow("9-1", residents=(ASKED,))), {"B-g"}),
        (registered(HouseholdRow("9-1", verified_on=VERIFIED, residents=(UNASKED,))), {"B-o"}),
        (registered(HouseholdRow("9-1", verified_on=VERIFIED, residents=(NEEDY,))), {"B-o"}),
        (registered(HouseholdRow("9-1", verified_on=VERIFIED, residents=(ASKED,))), set()),
        (registered(HouseholdRow("9-1", occupancy="vacant", verified_on=VERIFIED)), set()),
        (days_go_by, {"B-i", "B-m"}),
    ],
    ids=lambda value: ",".join(sorted(value)) or "none" if isinstance(value, set) else "",
)
async def test_each_machine_check_sees_its_own_facts(
    district: District, officials: Officials, spoil: Spoil, clauses: set[str]
) -> None:
    """B-a, B-b, B-c, B-d, B-e, B-g, B-i, B-m, B-o on a building that meets everything else."""
    await ready(district, officials, "B1")
    assert await failing(district, "B1") == set()
    await spoil(district, officials)
    assert await failing(district, "B1") == clauses


async def test_b_a_the_window_is_counted_in_local_days(district: District, officials: Officials) -> None:
    """Open question 1: last case 20 November, N = 8: first pass on the 28th, and the finding said so."""
    await ready(district, officials, "B1")
    await report(officials.street, (await district.unit("B1")).id, "case")
    finding = next(one for one in (await evaluation_of(district, "B1")).failures if one.criterion_id == "B-a")
    assert (finding.missing, str(finding.eligible_from)) == (8, "2022-11-28")
    district.clock.forward(7)
    assert "B-a" in await failing(district, "B1")
    district.clock.forward(1)
    assert "B-a" not in await failing(district, "B1")


async def test_b_e_zones_are_asked_of_compounds_above_and_below(
    district: District, officials: Officials
) -> None:
    """B-e: a zone in a building counts for its compound, one on the street for all below; lifted it is over."""
    for place in ("B1", "S1"):
        zone = await report(officials.street, (await district.unit(place)).id, "risk_zone")
        assert "B-e" in await failing(district, "X1")
        assert "B-e" not in await failing(district, "B1")
        assert ("B-e" in await failing(district, "G1")) == (place == "S1")
        await close(officials.street, zone)
        assert "B-e" not in await failing(district, "X1")


async def test_b_k_the_petition_counts_the_roll(district: District, officials: Officials) -> None:
    """B-k: none, incomplete with how many are missing, complete."""
    unit = await district.unit("B1")
    await register(officials.applicant, unit, 5)
    assert "B-k" in await failing(district, "B1")
    await gather_signatures(officials.applicant, unit, leave_out=2)
    finding = next(one for one in (await evaluation_of(district, "B1")).findings if one.criterion_id == "B-k")
    assert (finding.machine, finding.missing) == (False, 2)
    assert "户" in finding.message


async def test_b_f_children_count_by_name_in_force(district: District, officials: Officials) -> None:
    """B-f: one of two buildings titled leaves one missing; a suspended name is not in force."""
    await named(district, officials, "B1")
    second = await appoint_all(district, Role.BUILDING_LEADER, "B2")
    assert "B-f" in await failing(district, "X1")
    await named(district, second, "B2")
    assert "B-f" not in await failing(district, "X1")
    contact = await report(officials.street, (await district.unit("B2")).id, "close_contact")
    assert "B-f" in await failing(district, "X1")
    await close(officials.street, contact)
    assert "B-f" not in await failing(district, "X1")


async def test_question_7_nobody_passes_by_having_nothing(district: District) -> None:
    """Open question 7: an empty building has no roster, petition or tests; a compound without buildings no B-f."""
    await district.import_units(("X8", "空置小区", "compound", "C1"))
    assert {"B-g", "B-i", "B-k", "B-m", "B-o"} <= await failing(district, "B1")
    assert {"B-f", "B-g", "B-k"} <= await failing(district, "X8")


@pytest.mark.parametrize(("kind", "clause"), [("building", "B-m"), ("group", "B-n")])
async def test_b_m_b_n_disinfection_is_logged_weekly(
    district: District, officials: Officials, kind: str, clause: str
) -> None:
    """B-m, B-n: a log of seven days ago no longer counts, one of six days ago does."""
    code = {"building": "B1", "group": "G1"}[kind]
    keeper = await district.official(Role.COMMUNITY, "500110")
    unit = await district.unit(code)
    for days_ago, fails in ((7, True), (6, False)):
        command = RecordUnitLog(
            idempotency_key=key(),
            unit_id=unit.id,
            kind="disinfection",
            performed_on=keeper.today() - timedelta(days=days_ago),
        )
        await record_unit_log(keeper, command)
        findings = {one.criterion_id: one for one in (await evaluation_of(district, code)).findings}
        assert (findings[clause].machine is False) == fails


async def test_b_i_a_round_covers_everybody_due(district: District, officials: Officials) -> None:
    """B-i: one short of everybody is no complete round; more may be due than live there."""
    unit = await district.unit("B1")
    for tested, fails in ((DUE - 1, True), (DUE, False)):
        command = RecordUnitLog(
            idempotency_key=key(),
            unit_id=unit.id,
            kind="test_round",
            performed_on=officials.applicant.today(),
            people_due=DUE,
            people_tested=tested,
        )
        await record_unit_log(officials.applicant, command)
        assert ("B-i" in await failing(district, "B1")) == fails


DUE = 30
ATTESTED = ("B-g", "B-h", "B-j", "B-l", "B-m", "B-o", "B-p", "B-q", "B-r")


@pytest.mark.parametrize("clause", ATTESTED)
async def test_each_statement_counts(district: District, officials: Officials, clause: str) -> None:
    """B-g, B-h, B-j, B-l, B-m, B-o, B-p, B-q, B-r: said not to be met, it is not; said anew, it is again."""
    application = await ready(district, officials, "B1")
    for met in (False, True):
        reference = "卷宗-1" if clause == "B-q" and not met else None
        command = AssessApplication(
            idempotency_key=key(),
            application_id=application.id,
            expected_revision=application.revision,
            attestations=(AttestationEntry(criterion=clause, met=met, reference=reference),),
        )
        application = await assess_application(officials.applicant, command)
        assert await failing(district, "B1") == (set() if met else {clause})


async def test_b_s_a_survey_needs_its_sample_and_its_share(district: District, officials: Officials) -> None:
    """B-s, open question 18: asked of communities; thirty people at least, eighty percent at least."""
    community = officials.community
    unit = await district.unit("C1")
    application = await create(community, unit)
    for sample, share, met in ((29, 100, False), (30, 79, False), (30, 80, True)):
        command = AssessApplication(
            idempotency_key=key(),
            application_id=application.id,
            expected_revision=application.revision,
            attestations=(
                AttestationEntry(criterion="B-s", met=True, sample_size=sample, share_percent=share),
            ),
        )
        application = await assess_application(community, command)
        assert ("B-s" not in await failing(district, "C1")) == met
    for asked, good, met in ((31, 24, False), (31, 25, True)):
        stated = AttestationEntry(criterion="B-s", met=True, sample_size=asked, sample_met=good)
        command = AssessApplication(
            idempotency_key=key(),
            application_id=application.id,
            expected_revision=application.revision,
            attestations=(stated,),
        )
        application = await assess_application(community, command)
        assert ("B-s" not in await failing(district, "C1")) == met


async def test_b_w4_an_assessment_is_kept_as_it_was(district: District, officials: Officials) -> None:
    """B-W4: every criterion with its finding, also when it is not met; later facts do not change it."""
    unit = await district.unit("B1")
    await log_routine(officials.applicant, unit)
    application = await create(officials.applicant, unit)
    command = AssessApplication(
        idempotency_key=key(), application_id=application.id, expected_revision=application.revision
    )
    await assess_application(officials.applicant, command)
    await report(officials.street, unit.id, "case")
    async with officials.applicant.read() as session:
        kept = (await session.scalars(select(Assessment))).one()
        results = {row.criterion: row for row in await session.scalars(select(AssessmentResult))}
    assert (kept.kind, kept.met, kept.application_id) == ("self", False, application.id)
    assert results.keys() == {f"B-{letter}" for letter in "abcdghijklmopqr"}
    assert (results["B-a"].outcome, results["B-h"].outcome) == ("met", "not_attested")
    assert results["B-k"].outcome == "not_met"
    assert "message" in results["B-k"].explanation


async def test_a_refused_statement_leaves_none(district: District, officials: Officials) -> None:
    """All or nothing: one faulty statement among good ones, and none is kept."""
    application = await create(officials.applicant, await district.unit("B1"))

    def command(*entries: AttestationEntry) -> AssessApplication:
        return AssessApplication(
            idempotency_key=key(),
            application_id=application.id,
            expected_revision=application.revision,
            attestations=entries,
        )

    good, bad = AttestationEntry(criterion="B-h", met=True), AttestationEntry(criterion="B-s", met=True)
    found = await refused(assess_application(officials.applicant, command(good, bad)))
    assert found == [("UNKNOWN_CRITERION", "attestations.1.criterion")]
    async with officials.applicant.read() as session:
        assert await session.scalar(select(func.count()).select_from(Attestation)) == 0
    await assess_application(officials.applicant, command(good))
    async with officials.applicant.read() as session:
        assert await session.scalar(select(func.count()).select_from(Attestation)) == 1
