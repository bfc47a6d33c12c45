"""The application as it is served: the three schemas of the product and its back office."""

from starlette.applications import Starlette

from admin_ui.app import create_admin_ui
from api.composition import Schemas, compose
from api.settings import Settings
from schema.districts.context import platform_context
from schema.root import official_schema, platform_schema, public_schema

SCHEMAS = Schemas(
    official=official_schema,
    public=public_schema,
    platform=platform_schema,
    platform_context=platform_context,
)


def create_app(settings: Settings) -> Starlette:
    """Build the application for a deployment."""
    return compose(settings, SCHEMAS, create_admin_ui)
