"""Batches in the API: their windows, their acceptance teams, the units in them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import strawberry

from authz.actions import Action
from schema.batches import repository
from schema.batches.rules import BatchPhase, RectificationState, item_state, lateness, phase
from schema.batches.tables import Batch as BatchTable
from schema.batches.tables import BatchEntry as BatchEntryTable
from schema.batches.tables import BatchMember as BatchMemberTable
from schema.batches.tables import Rectification as RectificationTable
from schema.frame.context import Info, RequestContext
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.guidelines.graphql import BatchKind
from schema.guidelines.rules.format import BatchSettings
from schema.officials.graphql import Official, find_official
from schema.units import repository as units
from schema.units.graphql import Unit, find_unit

strawberry.enum(RectificationState, description="Put right in time or late, still open, or overdue.")
strawberry.enum(BatchPhase, description="Where a batch is today: before its window, in it, past it, closed.")


@strawberry.enum
class EntryOutcome(StrEnum):
    """What became of a unit in a batch."""

    FAILED = "failed"
    PASSED = "passed"
    PENDING = "pending"
    WITHDRAWN = "withdrawn"


@strawberry.type
class TeamMember:
    """A member of an acceptance team 验收组."""

    official_uuid: strawberry.Private[UUID]
    office: str = strawberry.field(description="The office they sit for.")
    leads: bool = strawberry.field(description="Whether they lead the team.")

    @classmethod
    def of(cls, row: BatchMemberTable) -> "TeamMember":
        """Render a row."""
        return cls(official_uuid=row.official_id, office=row.office, leads=row.leads)

    @strawberry.field
    async def official(self, info: Info) -> Official | None:
        """Who it is."""
        return await find_official(info.context, self.official_uuid)


@strawberry.type
class BatchEntry:
    """A unit in a batch and what became of it."""

    unit_uuid: strawberry.Private[UUID]
    application_uuid: strawberry.Private[UUID]
    outcome: EntryOutcome = strawberry.field(description="What became of it.")
    entered_at: datetime = strawberry.field(description="When its application was handed in.")
    concluded_at: datetime | None = strawberry.field(description="When it was settled; null while pending.")

    @classmethod
    def of(cls, row: BatchEntryTable) -> "BatchEntry":
        """Render a row."""
        return cls(
            unit_uuid=row.unit_id,
            application_uuid=row.application_id,
            outcome=EntryOutcome(row.outcome),
            entered_at=row.entered_at,
            concluded_at=row.concluded_at,
        )

    @strawberry.field
    async def unit(self, info: Info) -> Unit | None:
        """The unit; null outside the viewer's area."""
        return await find_unit(info.context, self.unit_uuid)


@strawberry.type
class Batch(Node):
    """A round of intake and inspection in an area (T-P4, T-P7)."""

    uuid: strawberry.Private[UUID]
    unit_uuid: strawberry.Private[UUID]
    number: int = strawberry.field(description="Counts the batches of the process in the area.")
    process: str = strawberry.field(description="The process whose applications it takes in.")
    kind: BatchKind = strawberry.field(description="What it is for.")
    reason: str | None = strawberry.field(description="Why it was opened; urgent batches always say.")
    opens_on: date = strawberry.field(description="First local day of its window.")
    closes_on: date = strawberry.field(description="Last local day of its window.")
    phase: BatchPhase = strawberry.field(description="Where it is today.")
    opened_at: datetime = strawberry.field(description="When it was opened.")
    closed_at: datetime | None = strawberry.field(description="When it was closed; null while open.")
    revision: int = strawberry.field(description="Counts changes; send it back as `expectedRevision`.")

    @classmethod
    def of(cls, row: BatchTable, today: date) -> "Batch":
        """Render a row as it stands today."""
        return cls(
            id=strawberry.ID(encode_id("Batch", row.id)),
            uuid=row.id,
            unit_uuid=row.unit_id,
            number=row.number,
            process=row.process,
            kind=BatchKind(row.kind),
            reason=row.reason,
            opens_on=row.opens_on,
            closes_on=row.closes_on,
            phase=phase(row, today),
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            revision=row.revision,
        )

    @strawberry.field
    async def unit(self, info: Info) -> Unit | None:
        """The unit whose area it covers."""
        row = await info.context.load(units.by_ids, self.unit_uuid)
        return Unit.of(row) if row else None

    @strawberry.field
    async def team(self, info: Info) -> list[TeamMember]:
        """The acceptance team, in the order of appointment."""
        rows = await info.context.load(repository.team_of, self.uuid)
        return [TeamMember.of(row) for row in rows or ()]

    @strawberry.field
    async def entries(self, info: Info) -> list[BatchEntry]:
        """The units in it that lie in the viewer's area, in the order they entered."""
        rows = await info.context.load(repository.entries_of, self.uuid) or ()
        _ = await info.context.load_all(units.by_ids, [row.unit_id for row in rows])
        seen = [await find_unit(info.context, row.unit_id) is not None for row in rows]
        return [BatchEntry.of(row) for row, shown in zip(rows, seen, strict=True) if shown]


@strawberry.type
class Rectification:
    """Something an inspection found wanting (T-P8)."""

    item: str = strawberry.field(description="Line of the score sheet, or criterion.")
    title: str = strawberry.field(description="Its name in zh-CN.")
    finding: str = strawberry.field(description="What was found; holds no personal data.")
    due_on: date = strawberry.field(description="Last local day to put it right.")
    state: RectificationState = strawberry.field(description="How it stands against that day.")
    overdue: bool = strawberry.field(description="Whether that day has passed without it.")
    lateness: str | None = strawberry.field(
        description="What missing that day leads or led to, in zh-CN; null while it is kept."
    )
    done_on: date | None = strawberry.field(description="Local day it was reported as put right.")
    measure: str | None = strawberry.field(description="What was done.")

    @classmethod
    def of(cls, row: RectificationTable, settings: BatchSettings, today: date) -> "Rectification":
        """Render a row as it stands today."""
        return cls(
            item=row.item,
            title=row.title,
            finding=row.finding,
            due_on=row.due_on,
            state=item_state(row, today),
            overdue=item_state(row, today) is RectificationState.OVERDUE,
            lateness=lateness(row, settings, today),
            done_on=row.done_on,
            measure=row.measure,
        )


@fetches("Batch")
async def find_batch(context: RequestContext, batch_id: UUID) -> Batch | None:
    """Read a batch, if the viewer may see batches."""
    if not context.operations.scopes_for(Action.BATCH_READ):
        return None
    row = await context.load(repository.by_ids, batch_id)
    return Batch.of(row, context.operations.today()) if row else None
