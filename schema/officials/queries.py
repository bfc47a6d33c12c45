"""What is asked of officials: who is signed in, and who is there."""

import strawberry

from authz.actions import Action
from schema.frame.connections import list_connection
from schema.frame.context import Info
from schema.frame.pagination import After, Before, Connection, First, Last, Paging
from schema.officials import repository
from schema.officials.graphql import Official, Viewer, find_viewer


@strawberry.type
class OfficialQuery:
    """Reading who is who."""

    @strawberry.field
    async def viewer(self, info: Info) -> Viewer | None:
        """The official who is signed in; null for anybody else."""
        actor = info.context.operations.actor
        return await find_viewer(info.context, actor.id) if actor.kind == "official" and actor.id else None

    @strawberry.field
    async def officials(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Official]:
        """The officials of the tenant, by username; for administrators."""
        _ = info.context.scopes(Action.OFFICIAL_READ)
        return await list_connection(
            info.context,
            Paging("officials", first, after, last, before),
            lambda row: Official.of(row, whole=True),
            read=repository.list_officials,
            count=repository.count_officials,
        )
