"""What is asked of the inbox."""

from typing import Annotated

import strawberry

from schema.frame.connections import list_connection
from schema.frame.context import Info
from schema.frame.pagination import After, Before, Connection, First, Last, Paging
from schema.notifications import repository
from schema.notifications.graphql import Notification


@strawberry.type
class NotificationQuery:
    """Reading one's inbox."""

    @strawberry.field
    async def notifications(
        self,
        info: Info,
        unread: Annotated[
            bool, strawberry.argument(description="Only what was neither read nor dealt with.")
        ] = False,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Notification]:
        """The viewer's own notifications, newest first."""
        official = info.context.official_id
        return await list_connection(
            info.context,
            Paging("notifications", first, after, last, before),
            Notification.of,
            read=lambda session, page: repository.list_inbox(session, official, page, unread=unread),
            count=lambda session: repository.count_inbox(session, official, unread=unread),
        )
