"""What is filled in for a batch: its window, its team, score sheets, conclusions, what was put right."""

from dataclasses import dataclass
from datetime import timedelta

from api.stage.demo.desk import Desk
from api.stage.demo.model import Candidate, DemoBatch, Sheet
from api.stage.demo.papers import Papers
from authz.context import OperationContext
from schema.batches import repository as batches
from schema.batches.operations import AppointAcceptanceTeam, CloseBatch, OpenBatch
from schema.batches.rules import Appointment, BatchKind
from schema.batches.tables import Batch
from schema.frame.pagination import Page
from schema.guidelines.rules.format import BatchSettings, Process
from schema.inspections.operations import ConcludeInspection, RecordScoreSheet
from schema.inspections.operations.rectifications import Measure, ReportRectification
from schema.inspections.rules import Score, sheet_lines
from schema.officials.repository import list_officials

_EVERYBODY = Page(limit=100)  # no demo district has more officials
CONCLUSION = "经验收组现场检查评分，结论如实。"


@dataclass(frozen=True, slots=True)
class BatchPapers:
    """The papers of one batch; each method makes one command under an idempotency key."""

    desk: Desk
    batch: DemoBatch

    async def open(self, context: OperationContext, key: str) -> OpenBatch:
        """Open the batch for as long as the guideline allows."""
        process, settings = self._rules()
        today = context.today()
        return OpenBatch(
            idempotency_key=key,
            unit_id=self.desk.units[self.batch.town],
            process=process.id,
            kind=BatchKind(self.batch.kind),
            opens_on=today,
            closes_on=today + timedelta(days=settings.window_days - 1),
        )

    async def appoint(self, context: OperationContext, key: str) -> AppointAcceptanceTeam:
        """Appoint the team, the first member as its leader."""
        batch = await self._open(context)
        async with context.read() as session:
            known = {row.username: row.id for row in (await list_officials(session, _EVERYBODY)).rows}
        members = tuple(
            Appointment(known[username], office, leads=order == 0)
            for order, (office, username) in enumerate(self.batch.team.items())
        )
        return AppointAcceptanceTeam(
            idempotency_key=key, batch_id=batch.id, expected_revision=batch.revision, members=members
        )

    async def close(self, context: OperationContext, key: str) -> CloseBatch:
        """Close the batch."""
        batch = await self._open(context)
        return CloseBatch(idempotency_key=key, batch_id=batch.id, expected_revision=batch.revision)

    async def _open(self, context: OperationContext) -> Batch:
        async with context.read() as session:
            unit_id = self.desk.units[self.batch.town]
            return (await batches.of_place(session, unit_id, self._rules()[0].id))[-1]

    def _rules(self) -> tuple[Process, BatchSettings]:
        return next(
            (process, process.batches)
            for process in self.desk.guideline.processes
            if process.batches is not None
        )


@dataclass(frozen=True, slots=True)
class InspectionPapers:
    """The papers of a unit's inspection and of what it puts right afterwards."""

    papers: Papers
    candidate: Candidate

    async def score(self, sheet: Sheet, context: OperationContext, key: str) -> RecordScoreSheet:
        """Fill in a sheet; one that is not handed in yet stops half way."""
        lines = sheet_lines(self.papers.desk.guideline, self.papers.kind)
        scores = []
        for line in lines if sheet.submitted else lines[: len(lines) // 2]:
            lost, reason = sheet.lost.get(line.id, (0, None))
            scores.append(Score(line.id, line.maximum - lost, reason))
        application = await self.papers.application(context)
        return RecordScoreSheet(
            idempotency_key=key, application_id=application.id, scores=tuple(scores), submit=sheet.submitted
        )

    async def conclude(self, context: OperationContext, key: str) -> ConcludeInspection:
        """Conclude on sheets that lie close enough together."""
        application = await self.papers.application(context)
        return ConcludeInspection(
            idempotency_key=key,
            application_id=application.id,
            expected_revision=application.revision,
            opinion=CONCLUSION,
        )

    async def rectify(self, context: OperationContext, key: str) -> ReportRectification:
        """Report what was put right."""
        application = await self.papers.application(context)
        return ReportRectification(
            idempotency_key=key,
            application_id=application.id,
            expected_revision=application.revision,
            measures=tuple(Measure(item, measure) for item, measure in self.candidate.measures.items()),
        )
