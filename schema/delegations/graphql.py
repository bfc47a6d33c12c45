"""Who stands in for whom, in the API."""

from datetime import datetime

import strawberry

from authz.tables import Delegation as DelegationTable
from schema.frame.context import Info
from schema.frame.identifiers import encode_id
from schema.officials import repository as officials
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
        row = self.row
        now = info.context.operations.now_among([row])
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
        row = await info.context.load(officials.memberships_by_ids, self.row.membership_id)
        return RoleGrant.of(row) if row else None
