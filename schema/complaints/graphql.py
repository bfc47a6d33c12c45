"""Complaints in the API: references and dates, no content."""

import uuid
from datetime import date

import strawberry

from authz.actions import Action
from schema.complaints import repository
from schema.complaints.rules import settled_refusal
from schema.complaints.tables import Complaint as ComplaintTable
from schema.frame.added_fields import edge
from schema.frame.context import Info, RequestContext
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.frame.pagination import Latest
from schema.frame.payloads import AllowedAction
from schema.frame.refusals import refusals_of
from schema.units import repository as units
from schema.units.graphql import Unit


@strawberry.type
class Complaint(Node):
    """A complaint about a unit; what it says stays in the file it refers to."""

    unit_uuid: strawberry.Private[uuid.UUID]
    reference: str = strawberry.field(description="Number of the file it is kept in.")
    received_on: date = strawberry.field(description="Local day it came.")
    due_on: date = strawberry.field(description="Local day by which it is to be settled.")
    about_epidemic: bool = strawberry.field(description="Whether it has to do with the epidemic.")
    substantiated: bool | None = strawberry.field(description="What was found; null until looked into.")
    settled_on: date | None = strawberry.field(description="Local day it was settled; null while open.")
    revision: int = strawberry.field(description="Counts changes; send it back as `expectedRevision`.")

    @classmethod
    def of(cls, row: ComplaintTable) -> "Complaint":
        """Render a row."""
        return cls(
            id=strawberry.ID(encode_id("Complaint", row.id)),
            unit_uuid=row.unit_id,
            reference=row.reference,
            received_on=row.received_on,
            due_on=row.due_on,
            about_epidemic=row.about_epidemic,
            substantiated=row.substantiated,
            settled_on=row.settled_on,
            revision=row.revision,
        )

    @strawberry.field
    async def unit(self, info: Info) -> Unit:
        """The unit it is about."""
        row = await info.context.load(units.by_ids, self.unit_uuid)
        if row is None:
            raise LookupError("the complaint's foreign key keeps its unit")
        return Unit.of(row)

    @strawberry.field
    async def actions(self, info: Info) -> list[AllowedAction]:
        """What the viewer may do with it, or why not."""
        unit = await info.context.load(units.by_ids, self.unit_uuid)
        decision = info.context.operations.decide(Action.COMPLAINT_SETTLE, unit.path if unit else "")
        refused = refusals_of(decision)
        refused += [settled_refusal()] if self.settled_on is not None else []
        return [AllowedAction.of("SETTLE", "登记查处结果", refused)]


@fetches("Complaint")
async def find_complaint(context: RequestContext, complaint_id: uuid.UUID) -> Complaint | None:
    """Read a complaint of the viewer's area."""
    row = await context.load(repository.by_ids, complaint_id)
    unit = await context.load(units.by_ids, row.unit_id) if row else None
    return Complaint.of(row) if row and unit and context.may(Action.COMPLAINT_READ, unit.path) else None


@edge(Unit)
async def complaints(unit: strawberry.Parent[Unit], info: Info, first: Latest = 10) -> list[Complaint] | None:
    """The latest complaints about the unit and those below, newest first, at most 100; null outside the area."""
    if not info.context.may(Action.COMPLAINT_READ, unit.path):
        return None
    async with info.context.read() as session:
        rows = await repository.latest_of_subtree(session, unit.path, max(0, min(first, 100)))
    return [Complaint.of(row) for row in rows]
