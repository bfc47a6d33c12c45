"""Inspections in the API: score sheets with running totals, where they part, and what it came to."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

import strawberry

from authz.actions import Action
from authz.context import OperationContext
from schema.applications import repository as applications
from schema.applications.graphql import Application, find_application
from schema.applications.loading import Dossier, dossiers_of
from schema.batches import repository as batches
from schema.batches.graphql import Batch, BatchEntry, Rectification, find_batch
from schema.frame.added_fields import edge
from schema.frame.context import Info, RequestContext
from schema.guidelines.rules import as_of
from schema.inspections import repository
from schema.inspections.loading import scores_from
from schema.inspections.rules import (
    Score,
    differing_lines,
    divergence,
    missing_lines,
    sheet_total,
)
from schema.inspections.rules import SheetLine as Line
from schema.inspections.rules import sheet_lines as lines_of
from schema.inspections.tables import Inspection as InspectionTable
from schema.inspections.tables import ScoreSheet as ScoreSheetTable
from schema.officials.graphql import Official, find_official


@strawberry.enum
class InspectionStatus(StrEnum):
    """What an inspection came to."""

    FAILED = "failed"
    OPEN = "open"
    PASSED = "passed"


@strawberry.type
class SheetLine:
    """A line of the score sheet."""

    id: str = strawberry.field(description="Section, or criterion where the section's points are divided.")
    title: str = strawberry.field(description="Its name in zh-CN.")
    maximum: int = strawberry.field(description="The most points it can get.")
    criteria: list[str] = strawberry.field(description="The criteria it stands for.")

    @classmethod
    def of(cls, line: Line) -> "SheetLine":
        """Render a line."""
        return cls(id=line.id, title=line.title, maximum=line.maximum, criteria=list(line.covers))


@strawberry.type
class ItemScore:
    """Points on a line."""

    item: str = strawberry.field(description="Id of the line.")
    points: int = strawberry.field(description="The points.")
    reason: str | None = strawberry.field(description="Why they are not the maximum, or how it was settled.")

    @classmethod
    def of(cls, score: Score) -> "ItemScore":
        """Render a score."""
        return cls(item=score.item, points=score.points, reason=score.reason)


@strawberry.type
class InspectionSheet:
    """What one inspector found."""

    inspector_uuid: strawberry.Private[uuid.UUID]
    office: str = strawberry.field(description="The office the inspector sits for.")
    total: int = strawberry.field(description="The points given so far.")
    scores: list[ItemScore] = strawberry.field(description="Line by line.")
    missing: list[str] = strawberry.field(description="Ids of the lines without points yet.")
    submitted_at: datetime | None = strawberry.field(description="When it was handed in; null until then.")

    @classmethod
    def of(cls, row: ScoreSheetTable, lines: Sequence[Line]) -> "InspectionSheet":
        """Render a row."""
        scores: Mapping[str, Score] = scores_from(row.scores)
        return cls(
            inspector_uuid=row.inspector_id,
            office=row.office,
            total=sheet_total(scores),
            scores=[ItemScore.of(score) for score in scores.values()],
            missing=[line.id for line in missing_lines(lines, scores)],
            submitted_at=row.submitted_at,
        )

    @strawberry.field
    async def inspector(self, info: Info) -> Official | None:
        """Who inspected."""
        return await find_official(info.context, self.inspector_uuid)


@strawberry.type
class Inspection:
    """An acceptance team's inspection of a unit in a batch (T-P5)."""

    entry_batch: strawberry.Private[uuid.UUID | None]
    status: InspectionStatus = strawberry.field(description="What it came to.")
    lines: list[SheetLine] = strawberry.field(description="The lines of the score sheet.")
    sheets: list[InspectionSheet] = strawberry.field(
        description="The sheets handed in, and the viewer's own; nobody sees another's before."
    )
    divergence: int = strawberry.field(description="Points the totals handed in lie apart.")
    diverges: bool = strawberry.field(description="Whether that is more than the guideline allows.")
    disputed: list[str] = strawberry.field(
        description="Ids of the lines on which the sheets handed in differ."
    )
    settlement: list[ItemScore] = strawberry.field(description="What the team's leader settled.")
    points: float | None = strawberry.field(description="The points it came to; null while open.")
    pass_mark: int = strawberry.field(description="The points that suffice.")
    concluded_at: datetime | None = strawberry.field(description="When it was concluded; null while open.")

    @classmethod
    def of(
        cls,
        row: InspectionTable,
        sheets: Sequence[ScoreSheetTable],
        dossier: Dossier,
        batch: uuid.UUID | None,
        context: OperationContext,
    ) -> "Inspection":
        """Render a row for a viewer, by the numbers of the day it was concluded or, while it is open, of today."""
        on = context.day_of(row.concluded_at) if row.concluded_at is not None else context.today()
        guideline, settings = as_of(dossier.edition.guideline, on), dossier.process.batches
        lines = lines_of(guideline, dossier.unit.kind)
        handed_in = [scores_from(sheet.scores) for sheet in sheets if sheet.submitted_at is not None]
        apart = divergence(handed_in)
        return cls(
            entry_batch=batch,
            status=InspectionStatus(row.status),
            lines=[SheetLine.of(line) for line in lines],
            sheets=[
                InspectionSheet.of(sheet, lines)
                for sheet in sheets
                if sheet.submitted_at is not None or sheet.inspector_id == context.actor.id
            ],
            divergence=apart,
            diverges=settings is not None and apart > settings.allowed_divergence,
            disputed=[line.id for line in differing_lines(lines, handed_in)],
            settlement=[ItemScore.of(score) for score in scores_from(row.settlement).values()],
            points=float(row.points) if row.points is not None else None,
            pass_mark=guideline.score_sheet.pass_mark if guideline.score_sheet is not None else 0,
            concluded_at=row.concluded_at,
        )

    @strawberry.field
    async def batch(self, info: Info) -> Batch | None:
        """The batch it belongs to."""
        return await find_batch(info.context, self.entry_batch) if self.entry_batch is not None else None


async def inspections_of(context: RequestContext, application_id: uuid.UUID) -> list[Inspection]:
    """Read the inspections of an application, oldest first, for the viewer."""
    row = await context.load(applications.by_ids, application_id)
    dossier = await context.load(dossiers_of, row) if row else None
    if dossier is None or not context.may(Action.INSPECTION_READ, dossier.unit.path):
        return []
    found = []
    for inspection in await context.load(repository.by_applications, application_id) or ():
        sheets = await context.load(repository.sheets_of, inspection.id) or ()
        entry = await context.load(batches.entries_by_ids, inspection.entry_id)
        batch = entry.batch_id if entry is not None else None
        found.append(Inspection.of(inspection, sheets, dossier, batch, context.operations))
    return found


@edge(Application)
async def inspections(application: strawberry.Parent[Application], info: Info) -> list[Inspection]:
    """The acceptance team's inspections, oldest first; none outside the viewer's area."""
    return await inspections_of(info.context, application.uuid)


@edge(Application)
async def sheet_lines(application: strawberry.Parent[Application], info: Info) -> list[SheetLine]:
    """The lines an inspector of its acceptance team fills in; none where nothing is scored on the spot."""
    row = await info.context.load(applications.by_ids, application.uuid)
    dossier = await info.context.load(dossiers_of, row) if row else None
    if dossier is None or dossier.process.batches is None:
        return []
    return [SheetLine.of(line) for line in lines_of(dossier.edition.guideline, dossier.unit.kind)]


@edge(Application)
async def rectifications(application: strawberry.Parent[Application], info: Info) -> list[Rectification]:
    """What the unit was asked to put right, in the order it was found."""
    row = await info.context.load(applications.by_ids, application.uuid)
    dossier = await info.context.load(dossiers_of, row) if row else None
    if dossier is None or dossier.process.batches is None:
        return []
    rows = await info.context.load(batches.rectifications_of, dossier.unit.id)
    today = info.context.operations.today()
    return [Rectification.of(item, dossier.process.batches, today) for item in rows or ()]


@edge(BatchEntry)
async def application(entry: strawberry.Parent[BatchEntry], info: Info) -> Application | None:
    """The application the unit entered by; null outside the viewer's area."""
    return await find_application(info.context, entry.application_uuid)


@edge(Application)
async def batch(application: strawberry.Parent[Application], info: Info) -> Batch | None:
    """The batch it is or was last in; null under a process without batches."""
    entry = await info.context.load(batches.latest_entries, application.uuid)
    return await find_batch(info.context, entry.batch_id) if entry is not None else None
