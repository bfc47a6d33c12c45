"""Notifications in the API: an official's own inbox."""

from datetime import datetime
from uuid import UUID

import strawberry

from schema.frame.added_fields import edge
from schema.frame.context import Info, RequestContext
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.notifications import repository
from schema.notifications.rules import Kind, words
from schema.notifications.tables import Notification as NotificationTable
from schema.officials.graphql import Viewer
from schema.units import repository as units
from schema.units.graphql import Unit, find_unit


@strawberry.type
class Contact:
    """Where an official is reached beside the inbox."""

    email: str | None = strawberry.field(description="Own address; null if none was given.")
    mail_wanted: bool = strawberry.field(description="Whether notifications go there too.")


@strawberry.type
class Notification(Node):
    """Something an official was told."""

    unit_uuid: strawberry.Private[UUID]
    kind: str = strawberry.field(description="What happened, e.g. `application.arrived`.")
    units: int = strawberry.field(description="In how many units; `unit` is the first of them.")
    subject: strawberry.ID = strawberry.field(description="Global id of what it is about.")
    subject_type: str = strawberry.field(
        description="Its type: `Application`, `Designation`, `Official`, `Petition`, `SupervisionFinding` or `Unit`."
    )
    created_at: datetime = strawberry.field(description="When it happened.")
    read_at: datetime | None = strawberry.field(description="When it was marked as read; null until then.")
    ended_at: datetime | None = strawberry.field(
        description="When the matter was dealt with, by whomever; null until then, and of what is told to be known."
    )

    @classmethod
    def of(cls, row: NotificationTable) -> "Notification":
        """Render a row."""
        return cls(
            id=strawberry.ID(encode_id("Notification", row.id)),
            unit_uuid=row.unit_id,
            kind=row.kind,
            units=row.units,
            subject=strawberry.ID(encode_id(row.subject_type, row.subject_id)),
            subject_type=row.subject_type,
            created_at=row.created_at,
            read_at=row.read_at,
            ended_at=row.ended_at,
        )

    @strawberry.field
    async def unit(self, info: Info) -> Unit | None:
        """The unit it happened in; null once it is out of sight."""
        return await find_unit(info.context, self.unit_uuid)

    @strawberry.field
    async def text(self, info: Info) -> str:
        """What happened, in zh-CN."""
        row = await info.context.load(units.by_ids, self.unit_uuid)
        return words(Kind(self.kind), row.name if row else "", self.units)


@fetches("Notification")
async def _fetch(context: RequestContext, notification_id: UUID) -> Notification | None:
    row = await context.load(repository.by_ids, notification_id)
    own = row is not None and row.official_id == context.operations.actor.id
    return Notification.of(row) if row is not None and own else None


@edge(Viewer)
async def unread(viewer: strawberry.Parent[Viewer], info: Info) -> int:
    """How many notifications the viewer has not read, without those whose matter is dealt with."""
    return await info.context.load(repository.unread_of, viewer.row.id) or 0


@edge(Viewer)
def contact(viewer: strawberry.Parent[Viewer]) -> Contact:
    """Where the viewer is reached beside the inbox."""
    return Contact(email=viewer.row.email, mail_wanted=viewer.row.mail_wanted)
