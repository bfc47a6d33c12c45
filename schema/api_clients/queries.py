"""What is asked of programs of third parties."""

import strawberry

from authz.actions import Action
from schema.api_clients import repository
from schema.api_clients.graphql import ApiClient
from schema.frame.context import Info


@strawberry.type
class ApiClientQuery:
    """Reading which programs have a key."""

    @strawberry.field
    async def api_clients(self, info: Info) -> list[ApiClient]:
        """The third-party programs with a key, newest first; for administrators."""
        _ = info.context.scopes(Action.CLIENT_MANAGE)
        async with info.context.read() as session:
            rows = await repository.list_clients(session)
        return [ApiClient.of(row) for row in rows]
