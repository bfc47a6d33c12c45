"""Lending a role, and taking it back."""

from datetime import datetime

import strawberry

from authz.tables import Delegation as DelegationTable
from schema.delegations import operations as delegations
from schema.delegations.graphql import Delegation
from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, settle


@strawberry.input
class DelegateRoleInput:
    """A role to lend, and to whom."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    grant: strawberry.ID = strawberry.field(
        description="Id of a role grant: one's own, unless one administers."
    )
    delegate: str = strawberry.field(description="Username of who is to stand in.")
    valid_from: datetime | None = strawberry.field(
        default=None, description="From when, with time zone; null for now."
    )
    valid_until: datetime = strawberry.field(description="Until when, with time zone; 92 days at most.")
    reason: str = strawberry.field(description="Why, at most 200 characters; no personal data.")


@strawberry.input
class RevokeDelegationInput:
    """A lent role to take back."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    delegation: strawberry.ID = strawberry.field(description="The delegation.")


@strawberry.type
class DelegationPayload:
    """The delegation as it stands now."""

    delegation: Delegation | None = strawberry.field(description="The delegation; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class DelegationMutation:
    """Lending roles and taking them back."""

    @strawberry.mutation
    async def delegate_role(self, info: Info, input: DelegateRoleInput) -> DelegationPayload:
        """Lend a role to a colleague for some time, for deciding on applications."""

        async def run() -> DelegationTable:
            command = delegations.DelegateRole(
                idempotency_key=input.idempotency_key,
                membership_id=decode_id("RoleGrant", input.grant, "grant"),
                delegate=input.delegate,
                valid_from=input.valid_from,
                valid_until=input.valid_until,
                reason=input.reason,
            )
            return await delegations.delegate_role(info.context.operations, command)

        row, errors = await settle(run())
        return DelegationPayload(delegation=Delegation.of(row) if row else None, errors=errors)

    @strawberry.mutation
    async def revoke_delegation(self, info: Info, input: RevokeDelegationInput) -> DelegationPayload:
        """Take a lent role back at once."""

        async def run() -> DelegationTable:
            command = delegations.RevokeDelegation(
                idempotency_key=input.idempotency_key,
                delegation_id=decode_id("Delegation", input.delegation, "delegation"),
            )
            return await delegations.revoke_delegation(info.context.operations, command)

        row, errors = await settle(run())
        return DelegationPayload(delegation=Delegation.of(row) if row else None, errors=errors)
