"""What is asked of districts: by operators, and by those who work in one."""

import strawberry

from schema.districts.graphql import GuidelineTemplate, Operator, Tenant
from schema.districts.graphql.summary import TenantSummary
from schema.frame.context import Info
from schema.frame.platform_context import PlatformInfo
from schema.guidelines.repository.templates import list_templates
from tenants import register


@strawberry.type
class PlatformQuery:
    """What operators may see."""

    @strawberry.field
    def viewer(self, info: PlatformInfo) -> Operator | None:
        """The signed-in operator; null for others."""
        operator = info.context.operator
        return Operator(username=operator.username) if operator else None

    @strawberry.field
    async def tenants(self, info: PlatformInfo) -> list[Tenant]:
        """The districts on the platform, by slug."""
        _ = info.context.operator_id
        async with info.context.database.begin_platform() as session:
            return [Tenant.of(row) for row in await register.list_tenants(session)]

    @strawberry.field
    def guideline_templates(self, info: PlatformInfo) -> list[GuidelineTemplate]:
        """The built-in guidelines a district can start from."""
        _ = info.context.operator_id
        return [
            GuidelineTemplate(
                id=template.id,
                title=template.guideline.title,
                source=template.guideline.source,
                digest=template.digest,
            )
            for template in list_templates()
        ]


@strawberry.type
class TenantQuery:
    """The tenant of this API."""

    @strawberry.field
    def tenant(self, info: Info) -> TenantSummary:
        """The district that answers; open to those who come to sign in."""
        return TenantSummary.of(info.context.operations)
