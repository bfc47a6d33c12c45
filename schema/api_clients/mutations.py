"""Giving a program its key, and taking it away."""

import strawberry

from authz.tables import ApiClient as ApiClientTable
from schema.api_clients import operations
from schema.api_clients.graphql import ApiClient
from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, settle


@strawberry.input
class CreateApiClientInput:
    """A third-party program that is to have a key."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    name: str = strawberry.field(description="At most 40 characters; unique in the tenant.")
    scopes: list[str] = strawberry.field(description="What the key opens: `status:read`.")


@strawberry.type
class CreateApiClientPayload:
    """The program and its key."""

    api_client: ApiClient | None = strawberry.field(description="The program; null on errors.")
    secret: str | None = strawberry.field(
        description="The key, shown this once; null on errors and when the call was a repetition."
    )
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.input
class RevokeApiClientInput:
    """A program whose key is to be void."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    api_client: strawberry.ID = strawberry.field(description="The program.")


@strawberry.type
class RevokeApiClientPayload:
    """The program without its key."""

    api_client: ApiClient | None = strawberry.field(description="The program; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class ApiClientMutation:
    """Giving and taking keys."""

    @strawberry.mutation
    async def create_api_client(self, info: Info, input: CreateApiClientInput) -> CreateApiClientPayload:
        """Register a third-party program and make its key."""
        made, errors = await settle(
            operations.create_api_client(
                info.context.operations,
                idempotency_key=input.idempotency_key,
                name=input.name,
                scopes=tuple(input.scopes),
            )
        )
        row, secret = made or (None, None)
        return CreateApiClientPayload(
            api_client=ApiClient.of(row) if row else None, secret=secret, errors=errors
        )

    @strawberry.mutation
    async def revoke_api_client(self, info: Info, input: RevokeApiClientInput) -> RevokeApiClientPayload:
        """Void a program's key at once and for good."""

        async def run() -> ApiClientTable:
            command = operations.RevokeApiClient(
                idempotency_key=input.idempotency_key,
                client_id=decode_id("ApiClient", input.api_client, "apiClient"),
            )
            return await operations.revoke_api_client(info.context.operations, command)

        row, errors = await settle(run())
        return RevokeApiClientPayload(api_client=ApiClient.of(row) if row else None, errors=errors)
