"""Reading notifications and setting one's contact through the API."""

import strawberry

from authz.tables import Official as OfficialTable
from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, settle
from schema.notifications import operations
from schema.officials.graphql import Viewer


@strawberry.input
class MarkNotificationsReadInput:
    """Notifications of one's own."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    notifications: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Which; all of them if null."
    )


@strawberry.type
class MarkNotificationsReadPayload:
    """The viewer, with what is left unread."""

    viewer: Viewer | None = strawberry.field(description="The viewer; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.input
class UpdateContactInput:
    """Where one is reached beside the inbox."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
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

        async def run() -> OfficialTable:
            given = input.notifications
            ids = (
                None
                if given is None
                else tuple(decode_id("Notification", each, "notifications") for each in given)
            )
            command = operations.MarkRead(idempotency_key=input.idempotency_key, notification_ids=ids)
            return await operations.mark_notifications_read(info.context.operations, command)

        row, errors = await settle(run())
        return MarkNotificationsReadPayload(viewer=Viewer(row=row) if row else None, errors=errors)

    @strawberry.mutation
    async def update_contact(self, info: Info, input: UpdateContactInput) -> UpdateContactPayload:
        """Set one's own address and whether notifications go there too."""
        command = operations.UpdateContact(
            idempotency_key=input.idempotency_key, email=input.email, mail_wanted=input.mail_wanted
        )
        row, errors = await settle(operations.update_contact(info.context.operations, command))
        return UpdateContactPayload(viewer=Viewer(row=row) if row else None, errors=errors)
