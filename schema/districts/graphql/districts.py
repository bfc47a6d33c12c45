"""The platform's own schema: operators sign in, see which districts there are, and bring new ones on board."""

from datetime import datetime

import strawberry

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
