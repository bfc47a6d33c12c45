"""What events do to names, in the API: what it was, and what it would be."""

from uuid import UUID

import strawberry

from schema.designations import repository as designations
from schema.designations.graphql import Designation, DesignationChange
from schema.designations.repository import history
from schema.designations.tables import DesignationChange as DesignationChangeTable
from schema.events.graphql import HealthEvent
from schema.frame.added_fields import edge
from schema.frame.connections import list_connection
from schema.frame.context import Info
from schema.frame.pagination import After, Before, Connection, First, Last, Paging


@strawberry.type
class Consequence:
    """What an event did to a name."""

    designation_uuid: strawberry.Private[UUID]
    change: DesignationChange = strawberry.field(description="What befell it and why.")

    @classmethod
    def of(cls, row: DesignationChangeTable) -> "Consequence":
        """Render a change of a name that is an event's doing."""
        return cls(designation_uuid=row.designation_id, change=DesignationChange.of(row))

    @strawberry.field
    async def designation(self, info: Info) -> Designation | None:
        """The name as it stands now."""
        row = await info.context.load(designations.by_ids, self.designation_uuid)
        return Designation.of(row) if row else None


@edge(HealthEvent)
async def consequences(
    event: strawberry.Parent[HealthEvent],
    info: Info,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> Connection[Consequence]:
    """Everything the event did to names, and what was taken back of it, in the order it was done."""
    return await list_connection(
        info.context,
        Paging("consequences", first, after, last, before),
        Consequence.of,
        read=lambda session, page: history.list_by_event(session, event.uuid, page),
        count=lambda session: history.count_by_event(session, event.uuid),
    )
