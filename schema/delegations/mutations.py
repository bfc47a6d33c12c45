"""Lending a role, and taking it back."""

from datetime import datetime
from typing import Annotated

import strawberry

from schema.delegations import operations as delegations
from schema.delegations.graphql import Delegation
from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf, To
from schema.frame.payloads import OperationError, carry_out


@strawberry.input
class DelegateRoleInput(CommandInput[delegations.DelegateRole]):
    """A role to lend, and to whom."""

    grant: Annotated[strawberry.ID, IdOf("RoleGrant"), To("membership_id")] = strawberry.field(
        description="Id of a role grant: one's own, unless one administers."
    )
    delegate: str = strawberry.field(description="Username of who is to stand in.")
    valid_from: datetime | None = strawberry.field(
        default=None, description="From when, with time zone; null for now."
    )
    valid_until: datetime = strawberry.field(description="Until when, with time zone; 92 days at most.")
    reason: str = strawberry.field(description="Why, at most 200 characters; no personal data.")


@strawberry.input
class RevokeDelegationInput(CommandInput[delegations.RevokeDelegation]):
    """A lent role to take back."""

    delegation: Annotated[strawberry.ID, IdOf("Delegation")] = strawberry.field(description="The delegation.")


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

        row, errors = await carry_out(info, delegations.delegate_role, input)
        return DelegationPayload(delegation=Delegation.of(row) if row else None, errors=errors)

    @strawberry.mutation
    async def revoke_delegation(self, info: Info, input: RevokeDelegationInput) -> DelegationPayload:
        """Take a lent role back at once."""

        row, errors = await carry_out(info, delegations.revoke_delegation, input)
        return DelegationPayload(delegation=Delegation.of(row) if row else None, errors=errors)
