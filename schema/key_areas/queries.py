"""What is asked of the list of key areas."""

from datetime import date
from typing import Annotated

import strawberry

from authz.actions import Action
from schema.frame.connections import list_connection
from schema.frame.context import Info
from schema.frame.pagination import After, Before, Connection, First, Last, Paging
from schema.key_areas import repository
from schema.key_areas.graphql import KeyArea


@strawberry.type
class AreaQuery:
    """Reading the list of key areas."""

    @strawberry.field
    async def key_areas(
        self,
        info: Info,
        on: Annotated[date | None, strawberry.argument(description="A local day; today unless told.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[KeyArea]:
        """The areas that are on the list on a day, last recorded first."""
        info.context.scopes(Action.AREA_READ)
        day = on or info.context.operations.today()
        return await list_connection(
            info.context,
            Paging("keyAreas", first, after, last, before),
            KeyArea.of,
            read=lambda session, page: repository.list_areas(session, day, page),
            count=lambda session: repository.count_areas(session, day),
        )
