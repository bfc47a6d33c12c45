"""Programs of third parties in the API; no key is ever shown."""

import uuid
from datetime import datetime

import strawberry

from authz.actions import Action
from authz.tables import ApiClient as ApiClientTable
from schema.api_clients import repository
from schema.frame.context import RequestContext
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches


@strawberry.type
class ApiClient(Node):
    """A third-party program that reads the public schema with a key."""

    name: str = strawberry.field(description="Name, unique in the tenant.")
    scopes: list[str] = strawberry.field(description="What the key opens: `status:read`, the public schema.")
    created_at: datetime = strawberry.field(description="When the key was made.")
    revoked_at: datetime | None = strawberry.field(description="When the key was voided; null while good.")

    @classmethod
    def of(cls, row: ApiClientTable) -> "ApiClient":
        """Render a row."""
        return cls(
            id=strawberry.ID(encode_id("ApiClient", row.id)),
            name=row.name,
            scopes=row.scopes,
            created_at=row.created_at,
            revoked_at=row.revoked_at,
        )


@fetches("ApiClient")
async def _fetch_client(context: RequestContext, client_id: uuid.UUID) -> ApiClient | None:
    if not context.operations.scopes_for(Action.CLIENT_MANAGE):
        return None
    row = await context.load(repository.clients_by_ids, client_id)
    return ApiClient.of(row) if row else None
