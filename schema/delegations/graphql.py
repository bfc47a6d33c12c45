"""Who stands in for whom, in the API."""

import uuid
from datetime import datetime

import strawberry

from authz.actions import Action
from authz.tables import Delegation as DelegationTable
from schema.delegations import operations as delegations
from schema.delegations import repository as lending
from schema.frame.connections import list_connection
from schema.frame.context import Info
from schema.frame.identifiers import decode_id, encode_id
from schema.frame.pagination import After, Before, Connection, First, Last, Paging
from schema.frame.payloads import OperationError, settle
from schema.officials.graphql import Official, RoleGrant, find_official


@strawberry.type
class Delegation:
    """A role lent to a colleague, who decides on applications in it and is shown to stand in."""

    row: strawberry.Private[DelegationTable]
    id: strawberry.ID = strawberry.field(description="Send it back to revoke.")
    valid_from: datetime = strawberry.field(description="From when.")
    valid_until: datetime = strawberry.field(description="Until when.")
    revoked_at: datetime | None = strawberry.field(description="When it was taken back before its end.")
    reason: str = strawberry.field(description="Why; no personal data.")

    @classmethod
    def of(cls, row: DelegationTable) -> "Delegation":
        """Render a row."""
        return cls(
            row=row,
            id=strawberry.ID(encode_id("Delegation", row.id)),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            revoked_at=row.revoked_at,
            reason=row.reason,
        )

    @strawberry.field
    def active(self, info: Info) -> bool:
        """Whether the colleague stands in now."""
        row, now = self.row, info.context.operations.clock()
        return row.revoked_at is None and row.valid_from <= now < row.valid_until

    @strawberry.field
    async def delegator(self, info: Info) -> Official | None:
        """Whose role it is."""
        return await find_official(info.context, self.row.delegator_id)

    @strawberry.field
    async def delegate(self, info: Info) -> Official | None:
        """Who stands in."""
        return await find_official(info.context, self.row.delegate_id)

    @strawberry.field
    async def grant(self, info: Info) -> RoleGrant | None:
        """The role that is lent."""
        row = await info.context.load(lending.memberships_by_ids, self.row.membership_id)
        return RoleGrant.of(row) if row else None


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
        return await list_connection(
            info.context,
            Paging("delegations", first, after, last, before),
            Delegation.of,
            read=lambda session, page: lending.list_delegations(session, own, page),
            count=lambda session: lending.count_delegations(session, own),
        )


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
