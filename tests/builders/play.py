"""Plays a scheme through: whatever a guideline asks of a unit is done, step by step, to the name."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import select

from api.jobs import SWEEPS
from api.stage.demo.people import People
from authz.actions import Role
from authz.context import Actor, OperationContext
from schema.applications.operations import (
    CreateApplication,
    SubmitApplication,
    create_application,
    submit_application,
)
from schema.applications.rules.forms import FormAnswer
from schema.applications.tables import Application
from schema.batches.operations import (
    AppointAcceptanceTeam,
    OpenBatch,
    appoint_acceptance_team,
    open_batch,
)
from schema.batches.rules import Appointment, BatchKind
from schema.evidence.operations import UploadEvidence, upload_evidence
from schema.evidence.rules.checked import Limits
from schema.figures.operations import RecordFigure, record_figure
from schema.figures.rules import FigureEntry
from schema.frame.operation import Transaction
from schema.guidelines.rules import criteria_for, process_for, unit_kind
from schema.guidelines.rules.format import (
    BatchSettings,
    Criterion,
    Evidence,
    FormField,
    Guideline,
    LogCheck,
    PetitionCheck,
    Process,
    RateCheck,
    Step,
    TestDaysCheck,
)
from schema.guidelines.rules.offices import find_office
from schema.household_moves.operations import RegisterHouseholds, register_households
from schema.inspections.operations import (
    ConcludeInspection,
    RecordScoreSheet,
    conclude_inspection,
    record_score_sheet,
)
from schema.inspections.rules import Score, sheet_lines
from schema.reviews.operations import ReviewApplication, review_application
from schema.unit_logs.operations import RecordUnitLog, record_unit_log
from schema.units.tables import Unit
from tests.builders.applications import assess, gather_signatures
from tests.builders.district import District, key
from tests.builders.evidence import new_store, photo
from tests.builders.residents import everybody
from tests.builders.town import official_id

POSITIVE = ("forward", "endorse", "name", "record")
HOUSEHOLDS = 4
STORE = new_store()
"""People due in a round of tests."""


@dataclass(slots=True)
class Play:
    """A district on a scheme, and the officials that have come on stage."""

    district: District
    guideline: Guideline
    root: str
    cast: dict[tuple[str, str, str], OperationContext] = field(default_factory=dict)
    applicant: str | None = None
    team: list[OperationContext] = field(default_factory=list)

    def code(self, place: str) -> str:
        """Give the code of a place; `root` stands for the root unit."""
        return self.root if place == "root" else place

    async def actor(self, role: str, code: str, part: str = "") -> OperationContext:
        """Give the official of a role over a unit who plays this part; whoever plays another is somebody else."""
        found = self.cast.get((role, code, part))
        if found is None:
            found = self.cast[role, code, part] = await self.district.official(Role(role), code)
        return found

    async def name(self, code: str, tier: str | None = None) -> Application:
        """Bring a unit to its name or a tier: register, log, sign, assess, hand in, pass every step."""
        unit = await self.district.unit(code)
        process = process_for(self.guideline, unit.kind, tier)
        assert process is not None, unit.kind
        applicant = await self.actor(self.applicant or process.applicants[0], code)
        await self.prepare(applicant, unit)
        application = await self.hand_in(applicant, unit, process)
        for step in process.steps:
            await self.pass_step(process, step, application)
        return application

    async def prepare(self, applicant: OperationContext, unit: Unit) -> None:
        """See to it that the machine finds everything in order."""
        checks = [criterion.check for criterion in self.criteria(unit) if criterion.check is not None]
        if unit_kind(self.guideline, unit.kind).households:
            await self._register(applicant, unit)
        for check in checks:
            if isinstance(check, RateCheck):
                await record_share(applicant, unit, check)
        for criterion in self.criteria(unit):
            for evidence in criterion.evidence:
                await bring_files(applicant, unit, criterion, evidence)
        for kind, days in self._logs(unit).items():
            for ago in sorted(days.elements(), reverse=True):
                await _log(applicant, unit, kind, ago)
        if any(isinstance(check, PetitionCheck) for check in checks):
            await gather_signatures(applicant, unit)

    async def hand_in(self, applicant: OperationContext, unit: Unit, process: Process) -> Application:
        """Open, assess and submit an application with its form."""
        opening = CreateApplication(idempotency_key=key(), unit_id=unit.id, tier=process.tier)
        draft = await assess(applicant, await create_application(applicant, opening), unit)
        command = SubmitApplication(
            idempotency_key=key(),
            application_id=draft.id,
            expected_revision=draft.revision,
            answers=answers_to(process.form),
        )
        return await submit_application(applicant, command)

    async def pass_step(self, process: Process, step: Step, application: Application) -> None:
        """Let an official of the step's role decide well; every step has somebody of its own."""
        if process.batches is not None and step.id == process.batches.inspection_step:
            await self.inspect(process.batches, application)
            return
        if step.kind == "notice":
            await self.let_pass((step.notice_days or 0) + 1)
            return
        actor = await self.at(process, step, application)
        decision = next(action for action in POSITIVE if action in step.actions)
        async with actor.read() as session:
            now = await session.get_one(Application, (actor.tenant.id, application.id))
        command = ReviewApplication(
            idempotency_key=key(),
            application_id=application.id,
            expected_revision=now.revision,
            decision=decision,
            opinion="同意",
            answers=answers_to(step.form),
        )
        await review_application(actor, command)

    async def at(self, process: Process, step: Step, application: Application) -> OperationContext:
        """Give the official of a step: at the root, or where its office sits over the unit."""
        office, code = find_office(self.guideline, step.office), self.root
        if office is not None:
            async with self.district.database.of(self.district.tenant).read() as session:
                unit = await session.get_one(Unit, (self.district.tenant.id, application.unit_id))
                above = select(Unit).where(Unit.path.in_(unit.path.rsplit(".", n)[0] for n in range(9)))
                line = await session.scalars(above)
            code = next(each.code for each in line if each.kind in office.levels)
        return await self.actor(step.role, code, f"{process.id}/{step.id}")

    async def let_pass(self, days: int) -> None:
        """Let days go by, and what happens by itself happen."""
        self.district.clock.forward(days)
        context = self.district.context(Actor("system", name="系统"))
        for sweep in SWEEPS:
            async with context.begin() as session:
                transaction = Transaction(session, context, context.clock(), context.today())
                await sweep.operation(transaction, transaction.today)
                await transaction.records.write()

    async def open_batch(self, process: Process, code: str, kind: str) -> None:
        """Open a batch of this kind in the area of a unit, with a team of all offices."""
        settings = process.batches
        assert settings is not None
        clerk = await self.actor("street", code, "clerk")
        command = OpenBatch(
            idempotency_key=key(),
            unit_id=(await self.district.unit(code)).id,
            process=process.id,
            kind=BatchKind(kind),
            opens_on=clerk.today(),
            closes_on=clerk.today() + timedelta(days=settings.window_days - 1),
            reason="另行验收" if kind == "urgent" else None,
        )
        batch = await open_batch(clerk, command)
        if settings.inspection_step is None:
            return
        offices = settings.offices_of(kind)
        seats = [offices[place % len(offices)] for place in range(max(len(offices), settings.inspectors + 1))]
        self.team = [
            await self.actor("street", code, f"{office} {place}") for place, office in enumerate(seats)
        ]
        members = tuple(
            Appointment(official_id(member), office, leads=place == 0)
            for place, (member, office) in enumerate(zip(self.team, seats, strict=True))
        )
        appointment = AppointAcceptanceTeam(
            idempotency_key=key(), batch_id=batch.id, expected_revision=batch.revision, members=members
        )
        await appoint_acceptance_team(clerk, appointment)

    async def inspect(self, settings: BatchSettings, application: Application) -> None:
        """Let as many members as the scheme wants give full points, and the leader conclude."""
        leader = self.team[0]
        async with leader.read() as session:
            unit = await session.get_one(Unit, (leader.tenant.id, application.unit_id))
        full = tuple(Score(line.id, line.maximum, None) for line in sheet_lines(self.guideline, unit.kind))
        for inspector in self.team[1 : settings.inspectors + 1]:
            sheet = RecordScoreSheet(
                idempotency_key=key(), application_id=application.id, scores=full, submit=True
            )
            await record_score_sheet(inspector, sheet)
        async with leader.read() as session:
            now = await session.get_one(Application, (leader.tenant.id, application.id))
        conclusion = ConcludeInspection(
            idempotency_key=key(),
            application_id=application.id,
            expected_revision=now.revision,
            opinion="验收通过",
            settlement=(),
        )
        await conclude_inspection(leader, conclusion)

    def criteria(self, unit: Unit) -> tuple[Criterion, ...]:
        """List what is asked of the unit."""
        return criteria_for(self.guideline, unit.kind)

    def _logs(self, unit: Unit) -> Mapping[str, Counter[int]]:
        """Tell which work has to be logged how many days ago, so that every check of logs and tests passes."""
        wanted: dict[str, Counter[int]] = {"test_round": Counter((0, 1))}
        for criterion in self.criteria(unit):
            check = criterion.check
            if isinstance(check, LogCheck):
                days = Counter({period * check.every_days: check.times for period in range(check.periods)})
                wanted[check.log] = wanted.get(check.log, Counter()) | days
            elif isinstance(check, TestDaysCheck):
                wanted["test_round"] |= Counter(range(15))
        return wanted

    async def _register(self, actor: OperationContext, unit: Unit) -> None:
        groups = frozenset(group.id for group in self.guideline.special_groups)
        people = People(unit.code, actor.today(), groups)
        households = tuple(
            replace(people.household(f"{door}01", door), verified_on=actor.today())
            for door in range(1, HOUSEHOLDS + 1)
        )
        command = RegisterHouseholds(idempotency_key=key(), unit_id=unit.id, households=households)
        await register_households(actor, command)


def answers_to(form: Sequence[FormField]) -> tuple[FormAnswer, ...]:
    """Fill in a form: the first choice, yes, one, today's date at that time."""
    values = {"text": "已落实", "number": "1", "date": "2022-11-01", "boolean": "true"}
    return tuple(
        FormAnswer(field.id, field.choices[0] if field.type == "choice" else values[field.type])
        for field in form
    )


async def record_share(actor: OperationContext, unit: Unit, check: RateCheck) -> None:
    """Record that everybody is counted by a figure, over the week that ended yesterday."""
    people = max(check.minimum_denominator, await everybody(actor, unit, actor.today() - timedelta(days=1)))
    entry = FigureEntry(
        figure=check.figure,
        numerator=people,
        denominator=people,
        period_from=actor.today() - timedelta(days=7),
        period_until=actor.today() - timedelta(days=1),
        source="现场登记",
    )
    await record_figure(actor, RecordFigure(idempotency_key=key(), unit_id=unit.id, entry=entry))


async def bring_files(actor: OperationContext, unit: Unit, criterion: Criterion, evidence: Evidence) -> None:
    """Bring as many different photographs as a requirement asks for, taken today."""
    for shade in range(evidence.minimum):
        command = UploadEvidence(
            idempotency_key=key(),
            unit_id=unit.id,
            criterion=criterion.id,
            requirement=evidence.id,
            taken_on=actor.today(),
            name="现场.jpg",
            data=photo(shade=shade),
        )
        await upload_evidence(actor, STORE, Limits(), command)


async def _log(actor: OperationContext, unit: Unit, kind: str, days_ago: int) -> None:
    day = actor.today() - timedelta(days=days_ago)
    people = await everybody(actor, unit, day) if kind == "test_round" else None
    command = RecordUnitLog(
        idempotency_key=key(),
        unit_id=unit.id,
        kind=kind,
        performed_on=day,
        people_due=people,
        people_tested=people,
    )
    await record_unit_log(actor, command)
