"""Giving a program its key, and taking it away."""

from typing import Annotated

import strawberry

from schema.api_clients import operations
from schema.api_clients.graphql import ApiClient
from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf, To
from schema.frame.payloads import OperationError, carry_out


@strawberry.input
class CreateApiClientInput(CommandInput[operations.CreateApiClient]):
    """A third-party program that is to have a key."""

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
class RevokeApiClientInput(CommandInput[operations.RevokeApiClient]):
    """A program whose key is to be void."""

    api_client: Annotated[strawberry.ID, IdOf("ApiClient"), To("client_id")] = strawberry.field(
        description="The program."
    )


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
        made, errors = await carry_out(info, operations.create_api_client, input)
        row, secret = made or (None, None)
        return CreateApiClientPayload(
            api_client=ApiClient.of(row) if row else None, secret=secret, errors=errors
        )

    @strawberry.mutation
    async def revoke_api_client(self, info: Info, input: RevokeApiClientInput) -> RevokeApiClientPayload:
        """Void a program's key at once and for good."""

        row, errors = await carry_out(info, operations.revoke_api_client, input)
        return RevokeApiClientPayload(api_client=ApiClient.of(row) if row else None, errors=errors)
