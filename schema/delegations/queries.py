"""What is asked of roles that are lent."""

import asyncio
import uuid

import strawberry

from authz.actions import Action
from schema.delegations import repository as lending
from schema.delegations.graphql import Delegation
from schema.frame.connections import list_connection
from schema.frame.context import Info
from schema.frame.pagination import After, Before, Connection, First, Last, Paging
from schema.guidelines.repository import current_editions


@strawberry.type
class DelegationQuery:
    """Reading who stands in for whom."""

    @strawberry.field
    async def delegations(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Delegation]:
        """The roles the viewer lent or was lent, newest first; to administrators, everybody's."""
        own: uuid.UUID | None = info.context.official_id
        if info.context.operations.scopes_for(Action.OFFICIAL_READ):
            own = None
        found, _ = await asyncio.gather(
            list_connection(
                info.context,
                Paging("delegations", first, after, last, before),
                Delegation.of,
                read=lambda session, page: lending.list_delegations(session, own, page),
                count=lambda session: lending.count_delegations(session, own),
            ),
            info.context.load(current_editions, info.context.operations.today()),  # it names their roles
        )
        return found
