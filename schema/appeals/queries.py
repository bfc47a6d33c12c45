"""What is asked of appeals."""

from typing import Annotated

import strawberry

from schema.appeals import repository
from schema.appeals.graphql import Appeal, AppealStatus
from schema.findings.queries import Under, paths_of
from schema.frame.connections import list_connection
from schema.frame.context import Info
from schema.frame.pagination import After, Before, Connection, First, Last, Paging


@strawberry.type
class AppealQuery:
    """Reading appeals."""

    @strawberry.field
    async def appeals(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        under: Under = None,
        status: Annotated[
            AppealStatus | None, strawberry.argument(description="Only those that stand so.")
        ] = None,
    ) -> Connection[Appeal]:
        """The appeals in the viewer's area, newest first."""
        paths = await paths_of(info.context, under)
        wanted = status.value if status else None
        return await list_connection(
            info.context,
            Paging("appeals", first, after, last, before),
            Appeal.of,
            read=lambda session, page: repository.list_appeals(session, paths, wanted, page),
            count=lambda session: repository.count_appeals(session, paths, wanted),
        )
