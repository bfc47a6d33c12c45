"""The tenant as its own officials see it."""

from datetime import date

import strawberry

from authz.context import OperationContext


@strawberry.type
class TenantSummary:
    """The district whose back office this is."""

    slug: str = strawberry.field(description="Name in paths.")
    name: str = strawberry.field(description="Name in zh-CN.")
    division_code: str | None = strawberry.field(description="GB/T 2260 code, if it has one.")
    time_zone: str = strawberry.field(description="IANA time zone of its calendar days.")
    today: date = strawberry.field(description="The local calendar day.")

    @classmethod
    def of(cls, context: OperationContext) -> "TenantSummary":
        """Render the caller's district."""
        tenant = context.tenant
        return cls(
            slug=tenant.slug,
            name=tenant.name,
            division_code=tenant.division_code,
            time_zone=tenant.time_zone,
            today=context.today(),
        )
