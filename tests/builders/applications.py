"""A unit on its way to a name, as far as a test wants it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from api.stage.demo.people import People
from authz.actions import Role
from authz.context import OperationContext
from schema.applications.operations import (
    AssessApplication,
    CreateApplication,
    SubmitApplication,
    assess_application,
    create_application,
    submit_application,
)
from schema.applications.tables import Application
from schema.criteria.operations import AttestationEntry
from schema.figures.operations import RecordFigure, record_figure
from schema.figures.rules import FigureEntry
from schema.frame.pagination import Page
from schema.guidelines.repository import current_edition
from schema.guidelines.rules import criteria_for
from schema.guidelines.rules.format import Criterion
from schema.household_moves.operations import RegisterHouseholds, register_households
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
from schema.reviews.operations import ReviewApplication, review_application
from schema.reviews.tables import Review
from schema.unit_logs.operations import RecordUnitLog, record_unit_log
from schema.units.tables import Unit
from tests.builders.district import District, key
from tests.builders.residents import everybody


@dataclass(slots=True)
class Officials:
    """Everybody an application meets, in C1 of S1 unless told."""

    applicant: OperationContext
    community: OperationContext
    intake: OperationContext
    street: OperationContext
    commission: OperationContext
    headquarters: OperationContext


async def appoint_all(
    district: District, applicant: Role, code: str, *, responsible: str = "C1"
) -> Officials:
    """Appoint an applicant over the unit and all reviewers above it; `responsible` is the community (B-U2)."""
    return Officials(
        applicant=await district.official(applicant, code),
        community=await district.official(Role.COMMUNITY, responsible),
        intake=await district.official(Role.STREET, "S1"),
        street=await district.official(Role.STREET, "S1"),
        commission=await district.official(Role.COMMISSION, "500110"),
        headquarters=await district.official(Role.HEADQUARTERS, "500110"),
    )


async def register(actor: OperationContext, unit: Unit, count: int) -> None:
    """Register so many believable households in a unit."""
    async with actor.read() as session:
        groups = (await current_edition(session, actor.today())).guideline.special_groups
    people = People(unit.code, actor.today(), frozenset(group.id for group in groups))
    households = tuple(
        people.household(f"{place // 4 + 1}-{place % 4 + 1}", place // 4 + 1) for place in range(count)
    )
    command = RegisterHouseholds(idempotency_key=key(), unit_id=unit.id, households=households)
    await register_households(actor, command)


async def log_routine(actor: OperationContext, unit: Unit) -> None:
    """Log yesterday's disinfection and a complete round of tests."""
    yesterday = actor.today() - timedelta(days=1)
    due = await everybody(actor, unit, yesterday)
    for kind, people in (("disinfection", None), ("waste_clearance", None), ("test_round", due)):
        command = RecordUnitLog(
            idempotency_key=key(),
            unit_id=unit.id,
            kind=kind,
            performed_on=yesterday,
            people_due=people,
            people_tested=people,
        )
        await record_unit_log(actor, command)
    await record_figures(actor, unit)


async def record_figures(actor: OperationContext, unit: Unit) -> None:
    """Record every figure the guideline names, of everybody."""
    async with actor.read() as session:
        figures = (await current_edition(session, actor.today())).guideline.figures
    people = await everybody(actor, unit, actor.today())
    for figure in figures:
        entry = FigureEntry(
            figure=figure.id,
            numerator=people,
            denominator=people,
            period_from=actor.today(),
            period_until=actor.today(),
            source="卫生院接种台账",
        )
        await record_figure(actor, RecordFigure(idempotency_key=key(), unit_id=unit.id, entry=entry))


async def gather_signatures(actor: OperationContext, unit: Unit, *, leave_out: int = 0) -> None:
    """Open the petition and let all households sign but so many."""
    petition = await open_petition(actor, OpenPetition(idempotency_key=key(), unit_id=unit.id))
    async with actor.read() as session:
        entries = (await petitions.list_entries(session, petition.id, None, Page(limit=1_000))).rows
        people = await residents.residents_by_household(session, [entry.household_id for entry in entries])
    answers = tuple(
        HouseholdAnswer(
            household_id=entry.household_id,
            given=GivenAnswer("signed", signatory_id=people[entry.household_id][0].id),
        )
        for entry in entries[leave_out:]
    )
    command = RecordPetitionAnswers(
        idempotency_key=key(), petition_id=petition.id, expected_revision=petition.revision, answers=answers
    )
    await record_petition_answers(actor, command)


def statement(criterion: Criterion) -> AttestationEntry:
    """State that a criterion is met, as its method wants it."""
    method = criterion.attest.method if criterion.attest is not None else None
    survey = method == "survey"
    return AttestationEntry(
        criterion=criterion.id,
        met=True,
        reference="2022-01" if method == "reference" else None,
        sample_size=1_000 if survey else None,
        sample_met=1_000 if survey else None,
    )


async def attestations(
    actor: OperationContext, kind: str, tier: str | None = None
) -> tuple[AttestationEntry, ...]:
    """State that everything is met that is asked of a kind, and of who applies for the tier."""
    async with actor.read() as session:
        guideline = (await current_edition(session, actor.today())).guideline
    return tuple(statement(one) for one in criteria_for(guideline, kind, tier) if one.attest is not None)


async def create(actor: OperationContext, unit: Unit) -> Application:
    """Open an application."""
    return await create_application(actor, CreateApplication(idempotency_key=key(), unit_id=unit.id))


async def assess(actor: OperationContext, application: Application, unit: Unit) -> Application:
    """Assess the unit, stating that everything is met."""
    command = AssessApplication(
        idempotency_key=key(),
        application_id=application.id,
        expected_revision=application.revision,
        attestations=await attestations(actor, unit.kind, application.tier),
    )
    return await assess_application(actor, command)


async def submit(actor: OperationContext, application: Application) -> Application:
    """Hand an application in."""
    command = SubmitApplication(
        idempotency_key=key(), application_id=application.id, expected_revision=application.revision
    )
    return await submit_application(actor, command)


async def review(
    actor: OperationContext, application: Application, decision: str, opinion: str | None = "同意"
) -> Review:
    """Decide at the open step on the application as it stands now."""
    async with actor.read() as session:
        now = await session.get_one(Application, (actor.tenant.id, application.id))
    command = ReviewApplication(
        idempotency_key=key(),
        application_id=application.id,
        expected_revision=now.revision,
        decision=decision,
        opinion=opinion,
    )
    return await review_application(actor, command)


async def ready(district: District, officials: Officials, code: str, households: int = 8) -> Application:
    """Bring a unit to a draft in which nothing is missing; without `households` it has some below already."""
    unit = await district.unit(code)
    if households:
        await register(officials.applicant, unit, households)
    await log_routine(officials.applicant, unit)
    await gather_signatures(officials.applicant, unit)
    return await assess(officials.applicant, await create(officials.applicant, unit), unit)


async def submitted(district: District, officials: Officials, code: str) -> Application:
    """Bring a unit to its first review."""
    return await submit(officials.applicant, await ready(district, officials, code))


async def named(district: District, officials: Officials, code: str) -> Application:
    """Bring a unit to its name through every step."""
    application = await submitted(district, officials, code)
    return await pass_steps(officials, application)


async def pass_steps(
    officials: Officials,
    application: Application,
    steps: Sequence[str] = ("forward", "intake", "street", "commission", "name"),
) -> Application:
    """Let every reviewer in turn decide well."""
    ways = {
        "forward": (officials.community, "forward"),
        "intake": (officials.intake, "forward"),
        "street": (officials.street, "endorse"),
        "commission": (officials.commission, "endorse"),
        "name": (officials.headquarters, "name"),
    }
    for step in steps:
        actor, decision = ways[step]
        await review(actor, application, decision)
    return application
