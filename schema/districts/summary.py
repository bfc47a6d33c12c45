"""The tenant as its own officials see it."""

from datetime import date

import strawberry

from schema.frame.context import Info


@strawberry.type
class TenantSummary:
    """The district whose back office this is."""

    slug: str = strawberry.field(description="Name in paths.")
    name: str = strawberry.field(description="Name in zh-CN.")
    division_code: str | None = strawberry.field(description="GB/T 2260 code, if it has one.")
    time_zone: str = strawberry.field(description="IANA time zone of its calendar days.")
    today: date = strawberry.field(description="The local calendar day.")


@strawberry.type
class TenantQuery:
    """The tenant of this API."""

    @strawberry.field
    async def tenant(self, info: Info) -> TenantSummary:
        """The district that answers; open to those who come to sign in."""
        tenant = info.context.operations.tenant
        return TenantSummary(
            slug=tenant.slug,
            name=tenant.name,
            division_code=tenant.division_code,
            time_zone=tenant.time_zone,
            today=info.context.operations.today(),
        )
