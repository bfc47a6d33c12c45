"""The platform's own schema: operators sign in, see which districts there are, and bring new ones on board."""

from schema.districts.graphql.districts import GuidelineTemplate, Operator, Tenant

__all__ = [
    "GuidelineTemplate",
    "Operator",
    "Tenant",
]
