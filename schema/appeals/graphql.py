"""Appeals in the API."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import strawberry

from authz.actions import Action
from schema.appeals import repository
from schema.appeals.guards import decided_refusal, finding_behind, took_part
from schema.appeals.tables import Appeal as AppealTable
from schema.designations import repository as designations
from schema.designations.graphql import Designation, DesignationChange
from schema.designations.repository import history
from schema.findings import repository as findings
from schema.findings.graphql import Pending
from schema.frame.added_fields import edge
from schema.frame.context import Info, RequestContext
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.frame.pagination import Latest
from schema.frame.payloads import AllowedAction
from schema.frame.refusals import listed, refusals_of
from schema.units import repository as units
from schema.units.graphql import Unit


@strawberry.enum
class AppealStatus(StrEnum):
    """How an appeal stands."""

    DISMISSED = "dismissed"
    OPEN = "open"
    UPHELD = "upheld"


@strawberry.type
class Appeal(Node):
    """A unit asks for another look at what befell its name."""

    row: strawberry.Private[AppealTable]
    unit_uuid: strawberry.Private[UUID]
    designation_uuid: strawberry.Private[UUID]
    grounds: str = strawberry.field(description="Why; no personal data.")
    status: AppealStatus = strawberry.field(description="How it stands.")
    lodged_at: datetime = strawberry.field(description="When it was lodged.")
    opinion: str | None = strawberry.field(description="The reasons of the decision.")
    decided_at: datetime | None = strawberry.field(description="When it was decided.")
    revision: int = strawberry.field(description="Counts changes; send it back as `expectedRevision`.")

    @classmethod
    def of(cls, row: AppealTable) -> "Appeal":
        """Render a row."""
        return cls(
            id=strawberry.ID(encode_id("Appeal", row.id)),
            row=row,
            unit_uuid=row.unit_id,
            designation_uuid=row.designation_id,
            grounds=row.grounds,
            status=AppealStatus(row.status),
            lodged_at=row.lodged_at,
            opinion=row.opinion,
            decided_at=row.decided_at,
            revision=row.revision,
        )

    @strawberry.field
    async def change(self, info: Info) -> DesignationChange | None:
        """What it is against."""
        rows = await info.context.load(history.changes_of, self.designation_uuid) or ()
        return next((DesignationChange.of(row) for row in rows if row.id == self.row.change_id), None)

    @strawberry.field
    async def unit(self, info: Info) -> Unit | None:
        """The unit that appeals."""
        row = await info.context.load(units.by_ids, self.unit_uuid)
        return Unit.of(row) if row else None

    @strawberry.field
    async def designation(self, info: Info) -> Designation | None:
        """The name it is about."""
        row = await info.context.load(designations.by_ids, self.designation_uuid)
        return Designation.of(row) if row else None


@fetches("Appeal")
async def find_appeal(context: RequestContext, appeal_id: UUID) -> Appeal | None:
    """Read an appeal of the viewer's area."""
    row = await context.load(repository.appeals_by_ids, appeal_id)
    unit = await context.load(units.by_ids, row.unit_id) if row else None
    allowed = unit is not None and context.may(Action.FINDING_READ, unit.path)
    return Appeal.of(row) if row and allowed else None


@edge(Unit)
async def appeals(
    unit: strawberry.Parent[Unit], info: Info, first: Latest = 10, pending: Pending = False
) -> list[Appeal] | None:
    """The latest appeals at the unit and below, newest first, at most 100; null outside the area."""
    if not info.context.may(Action.FINDING_READ, unit.path):
        return None
    async with info.context.read() as session:
        rows = await repository.appeals_below(session, unit.path, first, pending=pending)
    return [Appeal.of(row) for row in rows]


@edge(Appeal, name="actions")
async def appeal_actions(appeal: strawberry.Parent[Appeal], info: Info) -> list[AllowedAction]:
    """What the viewer may do about it now, or why not; who had a part in it does not decide."""
    context = info.context
    place = await context.load(units.by_ids, appeal.unit_uuid)
    changes = await context.load(history.changes_of, appeal.designation_uuid) or ()
    change = next((each for each in changes if each.id == appeal.row.change_id), None)
    if place is None or change is None:
        return []
    found = finding_behind(change)
    finding = await context.load(findings.findings_by_ids, found) if found else None
    deciding = context.operations.decide(
        Action.APPEAL_DECIDE, place.path, prior_actors=took_part(appeal.row, change, finding)
    )
    refused = refusals_of(deciding)
    return [AllowedAction.of("DECIDE_APPEAL", "决定申诉", refused + listed(decided_refusal(appeal.row)))]
