"""The platform's own schema: operators sign in, see which districts there are, and bring new ones on board."""

from datetime import datetime

import strawberry

from schema.frame.platform_context import PlatformInfo
from schema.guidelines.templates import list_templates
from tenants import register
from tenants.tables import Tenant as TenantTable


@strawberry.type
class Operator:
    """The signed-in operator of the platform."""

    username: str = strawberry.field(description="Name to sign in with.")


@strawberry.type
class Tenant:
    """A district on the platform. Its data are its own: the platform sees none of them."""

    slug: str = strawberry.field(description="Name in paths.")
    name: str = strawberry.field(description="Name in zh-CN.")
    host: str | None = strawberry.field(description="Virtual host, if it has one.")
    division_code: str | None = strawberry.field(description="GB/T 2260 code, if it has one.")
    status: str = strawberry.field(description="`active` or `suspended`.")
    created_at: datetime = strawberry.field(description="When it came on board.")

    @classmethod
    def of(cls, row: TenantTable) -> "Tenant":
        """Render a row."""
        return cls(
            slug=row.slug,
            name=row.name,
            host=row.host,
            division_code=row.division_code,
            status=row.status,
            created_at=row.created_at,
        )

    @strawberry.field
    def graphql_path(self) -> str:
        """Path of the official API."""
        return f"/t/{self.slug}/graphql"

    @strawberry.field
    def public_graphql_path(self) -> str:
        """Path of the public API."""
        return f"/t/{self.slug}/public/graphql"


@strawberry.type
class GuidelineTemplate:
    """A built-in guideline a district can start from."""

    id: str = strawberry.field(description="Its id, e.g. `wenlong`.")
    title: str = strawberry.field(description="Its title in zh-CN.")
    source: str = strawberry.field(description="The document it states.")
    digest: str = strawberry.field(description="SHA-256 of its content, in hex.")


@strawberry.type
class PlatformQuery:
    """What operators may see."""

    @strawberry.field
    async def viewer(self, info: PlatformInfo) -> Operator | None:
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
    async def guideline_templates(self, info: PlatformInfo) -> list[GuidelineTemplate]:
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
