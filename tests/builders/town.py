"""A town under its own scheme: three villages, an acceptance team, and the steps of a batch."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from api.stage.demo.people import People
from authz.actions import Role
from authz.context import OperationContext
from schema.applications.tables import Application
from schema.batches import repository as batches
from schema.batches.operations import (
    AppointAcceptanceTeam,
    CloseBatch,
    OpenBatch,
    appoint_acceptance_team,
    close_batch,
    open_batch,
)
from schema.batches.rules import Appointment, BatchKind
from schema.batches.tables import Batch, Rectification
from schema.guidelines.repository import current_edition
from schema.guidelines.rules import process_for
from schema.household_moves.operations import RegisterHouseholds, register_households
from schema.inspections.operations import (
    ConcludeInspection,
    RecordScoreSheet,
    conclude_inspection,
    record_score_sheet,
)
from schema.inspections.operations.rectifications import Measure, ReportRectification, report_rectification
from schema.inspections.rules import Score, SheetLine, sheet_lines
from schema.inspections.tables import Inspection, ScoreSheet
from schema.unit_logs.operations import RecordUnitLog, record_unit_log
from schema.units.tables import Unit
from tenants.database import Database
from tests.builders.applications import assess, create, record_figures, review, submit
from tests.builders.district import District, key, make_district
from tests.builders.residents import everybody

PROCESS = "T-P5"
PLACES = (
    ("T1", "清溪镇", "town", "500110"),
    ("V1", "柏林村", "village", "T1"),
    ("V2", "石坝村", "village", "T1"),
    ("V3", "河坝村", "village", "T1"),
)


@dataclass(slots=True)
class Town:
    """A district on the town's guideline, its clerk, who names, who files, and its eight offices."""

    district: District
    clerk: OperationContext
    decider: OperationContext
    commission: OperationContext
    offices: dict[str, OperationContext]
    lines: tuple[SheetLine, ...]

    @property
    def inspectors(self) -> tuple[OperationContext, OperationContext]:
        """Give the two members who inspect."""
        first, second = list(self.offices.values())[1:3]
        return first, second

    @property
    def leader(self) -> OperationContext:
        """Give the leader of the team: the member of the first office."""
        return next(iter(self.offices.values()))

    async def open(
        self, kind: BatchKind = BatchKind.REGULAR, *, days: int = 10, reason: str | None = None
    ) -> Batch:
        """Open a batch from today."""
        today: date = self.clerk.today()
        command = OpenBatch(
            idempotency_key=key(),
            unit_id=(await self.district.unit("T1")).id,
            process=PROCESS,
            kind=kind,
            opens_on=today,
            closes_on=today + timedelta(days=days - 1),
            reason=reason,
        )
        return await open_batch(self.clerk, command)

    async def close(self, batch: Batch) -> Batch:
        """Close a batch."""
        command = CloseBatch(idempotency_key=key(), batch_id=batch.id, expected_revision=batch.revision)
        return await close_batch(self.clerk, command)

    async def appoint(self, batch: Batch, offices: Sequence[str] | None = None) -> Batch:
        """Appoint the members of these offices, the batch's own unless told; the first one leads."""
        wanted = offices or [office for office in self.offices if batch.kind == "pilot" or office != "派出所"]
        members = tuple(
            Appointment(official_id(self.offices[office]), office, leads=place == 0)
            for place, office in enumerate(wanted)
        )
        command = AppointAcceptanceTeam(
            idempotency_key=key(), batch_id=batch.id, expected_revision=batch.revision, members=members
        )
        return await appoint_acceptance_team(self.clerk, command)

    async def ready(self, code: str) -> tuple[OperationContext, Application]:
        """Bring a village to a draft in which nothing is missing, and give its applicant."""
        unit = await self.district.unit(code)
        applicant = await self.district.official(Role.COMMUNITY, code)
        await register_today(applicant, unit)
        await log_week(applicant, unit)
        return applicant, await assess(applicant, await create(applicant, unit), unit)

    async def submitted(self, code: str) -> tuple[OperationContext, Application]:
        """Bring a village into the open batch."""
        applicant, application = await self.ready(code)
        return applicant, await submit(applicant, application)

    async def score(
        self, inspector: OperationContext, application: Application, *, lost: int = 0, submit: bool = True
    ) -> ScoreSheet:
        """Fill in a sheet that loses so many points, as early in the sheet as they can be lost."""
        command = RecordScoreSheet(
            idempotency_key=key(),
            application_id=application.id,
            scores=sheet_losing(self.lines, lost),
            submit=submit,
        )
        return await record_score_sheet(inspector, command)

    async def conclude(
        self, application: Application, *settlement: Score, actor: OperationContext | None = None
    ) -> Inspection:
        """Let the leader (or somebody else) conclude on the application as it stands now."""
        command = ConcludeInspection(
            idempotency_key=key(),
            application_id=application.id,
            expected_revision=(await self.application(application)).revision,
            opinion="现场检查完毕",
            settlement=settlement,
        )
        return await conclude_inspection(actor or self.leader, command)

    async def inspected(self, application: Application, *, lost: int = 0) -> Inspection:
        """Let both inspectors find the same, and the leader conclude."""
        for inspector in self.inspectors:
            await self.score(inspector, application, lost=lost)
        return await self.conclude(application)

    async def named(self, code: str) -> Application:
        """Bring a village through the open batch to its name."""
        _, application = await self.submitted(code)
        await self.inspected(application)
        await review(self.decider, application, "name")
        return application

    async def wanting(self, application: Application) -> Sequence[Rectification]:
        """List what a village still has to put right."""
        async with self.clerk.read() as session:
            found = await batches.rectifications_of(session, [application.unit_id])
        return [item for item in found.get(application.unit_id, ()) if item.done_on is None]

    async def rectify(self, applicant: OperationContext, application: Application) -> Application:
        """Report every item as put right."""
        measures = tuple(Measure(item.item, "已整改") for item in await self.wanting(application))
        command = ReportRectification(
            idempotency_key=key(),
            application_id=application.id,
            expected_revision=(await self.application(application)).revision,
            measures=measures,
        )
        return await report_rectification(applicant, command)

    async def again(self, applicant: OperationContext, application: Application) -> Application:
        """Hand a returned application in again, assessed anew."""
        unit = next(
            row
            for row in [await self.district.unit(code) for code, *_ in PLACES]
            if row.id == application.unit_id
        )
        return await submit(applicant, await assess(applicant, await self.application(application), unit))

    async def application(self, application: Application) -> Application:
        """Read an application as it stands now."""
        async with self.clerk.read() as session:
            return await session.get_one(Application, (self.clerk.tenant.id, application.id))


def official_id(context: OperationContext) -> uuid.UUID:
    """Identify who acts."""
    assert context.actor.id is not None
    return context.actor.id


def sheet_losing(lines: Sequence[SheetLine], lost: int) -> tuple[Score, ...]:
    """Write a complete sheet that loses so many points."""
    scores = []
    for line in lines:
        taken = min(lost, line.maximum)
        lost -= taken
        scores.append(Score(line.id, line.maximum - taken, "现场有不足" if taken else None))
    return tuple(scores)


async def register_today(actor: OperationContext, unit: Unit) -> None:
    """Register four households, all verified today (T-3.1a)."""
    async with actor.read() as session:
        groups = (await current_edition(session, actor.today())).guideline.special_groups
    people = People(unit.code, actor.today(), frozenset(group.id for group in groups))
    households = tuple(
        replace(people.household(f"{door}号", None), verified_on=actor.today()) for door in range(1, 5)
    )
    command = RegisterHouseholds(idempotency_key=key(), unit_id=unit.id, households=households)
    await register_households(actor, command)


async def log_week(actor: OperationContext, unit: Unit) -> None:
    """Log a week of waste clearance, yesterday's disinfection and a complete round of tests."""
    yesterday = actor.today() - timedelta(days=1)
    days = [("waste_clearance", ago, None) for ago in range(8)]
    due = await everybody(actor, unit, yesterday)
    for kind, ago, people in (*days, ("disinfection", 1, None), ("test_round", 1, due)):
        command = RecordUnitLog(
            idempotency_key=key(),
            unit_id=unit.id,
            kind=kind,
            performed_on=yesterday - timedelta(days=ago - 1),
            people_due=people,
            people_tested=people,
        )
        await record_unit_log(actor, command)
    await record_figures(actor, unit)


async def make_town(database: Database) -> Town:
    """Bring a district on board with the town's guideline, its places and its offices."""
    district = await make_district(database, "town")
    await district.import_units(*PLACES)
    clerk = await district.official(Role.STREET, "T1")
    async with clerk.read() as session:
        guideline = (await current_edition(session, clerk.today())).guideline
    process = process_for(guideline, "village")
    assert process is not None
    assert process.batches is not None
    offices = process.batches.offices_of("pilot")
    return Town(
        district=district,
        clerk=clerk,
        decider=await district.official(Role.STREET, "T1"),
        commission=await district.official(Role.COMMISSION, "500110"),
        offices={office: await district.official(Role.STREET, "T1") for office in offices},
        lines=sheet_lines(guideline, "village"),
    )
