"""Reading notifications and setting one's contact through the API."""

from typing import Annotated

import strawberry

from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf, To
from schema.frame.payloads import OperationError, carry_out
from schema.notifications import operations
from schema.officials.graphql import Viewer


@strawberry.input
class MarkNotificationsReadInput(CommandInput[operations.MarkRead]):
    """Notifications of one's own."""

    notifications: (
        Annotated[list[strawberry.ID], IdOf("Notification", at=("notifications",)), To("notification_ids")]
        | None
    ) = strawberry.field(default=None, description="Which; all of them if null.")


@strawberry.type
class MarkNotificationsReadPayload:
    """The viewer, with what is left unread."""

    viewer: Viewer | None = strawberry.field(description="The viewer; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.input
class UpdateContactInput(CommandInput[operations.UpdateContact]):
    """Where one is reached beside the inbox."""

    email: str | None = strawberry.field(default=None, description="Own address; null takes it away.")
    mail_wanted: bool = strawberry.field(description="Whether notifications go there too.")


@strawberry.type
class UpdateContactPayload:
    """The viewer with the new contact."""

    viewer: Viewer | None = strawberry.field(description="The viewer; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class NotificationMutation:
    """Acting on one's inbox."""

    @strawberry.mutation
    async def mark_notifications_read(
        self, info: Info, input: MarkNotificationsReadInput
    ) -> MarkNotificationsReadPayload:
        """Mark one's own notifications as read."""

        row, errors = await carry_out(info, operations.mark_notifications_read, input)
        return MarkNotificationsReadPayload(viewer=Viewer(row=row) if row else None, errors=errors)

    @strawberry.mutation
    async def update_contact(self, info: Info, input: UpdateContactInput) -> UpdateContactPayload:
        """Set one's own address and whether notifications go there too."""
        row, errors = await carry_out(info, operations.update_contact, input)
        return UpdateContactPayload(viewer=Viewer(row=row) if row else None, errors=errors)
