"""Brings buildings of a benchmark's district before their reviewers, through the operations of the platform."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from api.stage.demo.people import People
from authz.actions import Role
from authz.context import Actor, Grant, OperationContext
from authz.tables import Membership, Official
from benchmarks.simulate import NOW
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
from schema.frame.pagination import Page
from schema.guidelines.repository import current_edition
from schema.guidelines.rules import criteria_for
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
from schema.petitions.tables import Petition
from schema.residents import repository as residents
from schema.unit_logs.operations import RecordUnitLog, record_unit_log
from tenants.base import new_id
from tenants.database import Database, TenantInfo

HOUSEHOLDS = 8


@dataclass(frozen=True, slots=True)
class Office:
    """A district of a benchmark, and who acts in it."""

    database: Database
    tenant: TenantInfo

    async def appoint(self, role: Role, unit_id: UUID, path: str) -> OperationContext:
        """Appoint somebody new to a role over a unit."""
        view, official, membership = self.database.of(self.tenant), new_id(), new_id()
        async with view.begin() as session:
            given = {"display_name": str(role), "password_hash": "!", "created_at": NOW}
            session.add(Official(id=official, username=f"{role}-{official.hex[-8:]}", **given))
            await session.flush()
            scope = {"unit_id": unit_id, "scope_path": path, "valid_from": NOW - timedelta(days=1)}
            session.add(Membership(id=membership, official_id=official, role=role, **scope))
        grant = Grant(membership, role, unit_id, path)
        actor = Actor("official", official, str(role), (grant,))
        return OperationContext(actor, view, clock=lambda: NOW)


def fresh() -> str:
    """Give an idempotency key."""
    return new_id().hex


async def open_roll(
    leader: OperationContext, unit_id: UUID, code: str
) -> tuple[Petition, list[HouseholdAnswer]]:
    """Register households, log what is routine and open the petition; give the answers that are to come."""
    people = People(code, leader.today(), frozenset())
    rows = tuple(people.household(f"{floor}-1", floor) for floor in range(1, HOUSEHOLDS + 1))
    await register_households(
        leader, RegisterHouseholds(idempotency_key=fresh(), unit_id=unit_id, households=rows)
    )
    yesterday = leader.today() - timedelta(days=1)
    due = sum(len(row.residents) for row in rows)
    for kind, number in (("disinfection", None), ("waste_clearance", None), ("test_round", due)):
        log = RecordUnitLog(
            idempotency_key=fresh(),
            unit_id=unit_id,
            kind=kind,
            performed_on=yesterday,
            people_due=number,
            people_tested=number,
        )
        await record_unit_log(leader, log)
    petition = await open_petition(leader, OpenPetition(idempotency_key=fresh(), unit_id=unit_id))
    async with leader.read() as session:
        entries = (await petitions.list_entries(session, petition.id, None, Page(limit=1_000))).rows
        homes = await residents.residents_by_household(session, [entry.household_id for entry in entries])
    return petition, [
        HouseholdAnswer(household_id=home, given=GivenAnswer("signed", signatory_id=persons[0].id))
        for home, persons in homes.items()
    ]


async def sign(leader: OperationContext, petition: Petition, answer: HouseholdAnswer) -> Petition:
    """Put the signature of one household on record."""
    command = RecordPetitionAnswers(
        idempotency_key=fresh(),
        petition_id=petition.id,
        expected_revision=petition.revision,
        answers=(answer,),
    )
    return await record_petition_answers(leader, command)


async def apply(leader: OperationContext, unit_id: UUID) -> Application:
    """Open an application for a unit whose petition is signed, assess it and hand it in."""
    async with leader.read() as session:
        guideline = (await current_edition(session, leader.today())).guideline
    stated = tuple(
        AttestationEntry(
            criterion=one.id,
            met=True,
            reference="2022-01" if one.attest.method == "reference" else None,
            sample_size=1_000 if one.attest.method == "survey" else None,
            share_percent=100 if one.attest.method == "survey" else None,
        )
        for one in criteria_for(guideline, "building")
        if one.attest is not None
    )
    row = await create_application(leader, CreateApplication(idempotency_key=fresh(), unit_id=unit_id))
    row = await assess_application(
        leader,
        AssessApplication(
            idempotency_key=fresh(),
            application_id=row.id,
            expected_revision=row.revision,
            attestations=stated,
        ),
    )
    command = SubmitApplication(
        idempotency_key=fresh(), application_id=row.id, expected_revision=row.revision
    )
    return await submit_application(leader, command)
