"""What officials fill in for an application: commands built from how things stand at that moment."""

import uuid
from dataclasses import dataclass

from api.stage.demo.desk import Desk
from authz.context import OperationContext
from schema.applications import repository as applications
from schema.applications.operations import (
    AssessApplication,
    CreateApplication,
    SubmitApplication,
    WithdrawApplication,
)
from schema.applications.tables import Application
from schema.criteria.operations import AttestationEntry
from schema.event_reports.operations.preparing import ReportHealthEvent
from schema.events.rules import Report
from schema.figures.operations import RecordFigure
from schema.figures.rules import FigureEntry
from schema.guidelines.rules import criteria_for
from schema.guidelines.rules.format import Criterion
from schema.reviews.operations import ReviewApplication
from schema.unit_logs.operations import RecordUnitLog

OPINIONS = {
    "forward": "材料齐全，情况属实，同意转报。",
    "endorse": "经现场核查，符合创建标准，同意上报。",
    "name": "符合命名条件，予以命名。",
    "return": "出入口值守记录缺少近三日登记，请补充后重新提交。",
    "record": "材料齐备，予以备案。",
    "reject": "现场核查发现两户实际居住人员与名册不符，本次不予通过，请整改后重新申报。",
}


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of one unit; each method makes one command under an idempotency key."""

    desk: Desk
    code: str
    kind: str

    @property
    def unit_id(self) -> uuid.UUID:
        """Identify the unit."""
        return self.desk.units[self.code]

    async def create(self, _context: OperationContext, key: str) -> CreateApplication:
        """Open an application."""
        return CreateApplication(idempotency_key=key, unit_id=self.unit_id)

    async def disinfect(self, context: OperationContext, key: str) -> RecordUnitLog:
        """Log a disinfection."""
        return RecordUnitLog(
            idempotency_key=key, unit_id=self.unit_id, kind="disinfection", performed_on=context.today()
        )

    async def test(self, context: OperationContext, key: str) -> RecordUnitLog:
        """Log a test round that reached everybody due."""
        return RecordUnitLog(
            idempotency_key=key,
            unit_id=self.unit_id,
            kind="test_round",
            performed_on=context.today(),
            people_due=self.desk.people_below(self.code),
            people_tested=self.desk.people_below(self.code),
        )

    async def count(self, figure: str, context: OperationContext, key: str) -> RecordFigure:
        """Record a figure that holds for everybody."""
        people = self.desk.people_below(self.code)
        entry = FigureEntry(
            figure=figure,
            numerator=people,
            denominator=people,
            period_from=context.today(),
            period_until=context.today(),
            source="卫生院接种台账",
        )
        return RecordFigure(idempotency_key=key, unit_id=self.unit_id, entry=entry)

    async def assess(self, context: OperationContext, key: str) -> AssessApplication:
        """Attest every criterion that asks for it."""
        application = await self.application(context)
        criteria = criteria_for(self.desk.guideline, self.kind)
        return AssessApplication(
            idempotency_key=key,
            application_id=application.id,
            expected_revision=application.revision,
            attestations=tuple(_attested(row) for row in criteria if row.attest is not None),
        )

    async def submit(self, context: OperationContext, key: str) -> SubmitApplication:
        """Hand the application in."""
        application = await self.application(context)
        return SubmitApplication(
            idempotency_key=key, application_id=application.id, expected_revision=application.revision
        )

    async def withdraw(self, context: OperationContext, key: str) -> WithdrawApplication:
        """Take the application back."""
        application = await self.application(context)
        return WithdrawApplication(
            idempotency_key=key,
            application_id=application.id,
            expected_revision=application.revision,
            reason="楼内有两户即将搬迁，待名册稳定后再申报。",
        )

    async def decide(self, decision: str, context: OperationContext, key: str) -> ReviewApplication:
        """Decide at the open step, with the opinion that goes with the decision."""
        application = await self.application(context)
        return ReviewApplication(
            idempotency_key=key,
            application_id=application.id,
            expected_revision=application.revision,
            decision=decision,
            opinion=OPINIONS[decision],
        )

    async def report(self, event: str, context: OperationContext, key: str) -> ReportHealthEvent:
        """Report what befell the unit today."""
        report = Report(kind=event, occurred_on=context.today(), reported_on=context.today())
        return ReportHealthEvent(idempotency_key=key, unit_id=self.unit_id, report=report)

    async def application(self, context: OperationContext) -> Application:
        """Read the unit's open application."""
        async with context.read() as session:
            return (await applications.open_by_units(session, [self.unit_id]))[self.unit_id]


def papers_of(desk: Desk, unit: str) -> Papers:
    """Take up the papers of a unit."""
    return Papers(desk, unit, next(place.kind for place in desk.plan.places if place.code == unit))


def _attested(criterion: Criterion) -> AttestationEntry:
    if criterion.attest is not None and criterion.attest.method == "survey":
        return AttestationEntry(criterion=criterion.id, met=True, sample_size=120, sample_met=117)
    return AttestationEntry(criterion=criterion.id, met=True)
