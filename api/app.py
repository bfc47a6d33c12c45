"""The application as it is served: the three schemas of the product and its back office."""

from collections.abc import Callable
from datetime import datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from admin_ui.app import create_admin_ui
from api.composition import Schemas, compose
from api.settings import Settings
from schema.catalogues import official_catalogue, public_catalogue
from schema.frame.platform_context import platform_context
from schema.guidelines.rules import json_schema
from schema.root import official_schema, platform_schema, public_schema
from tenants.base import utc_now

SCHEMAS = Schemas(
    official=official_schema,
    public=public_schema,
    platform=platform_schema,
    platform_context=platform_context,
    official_catalogue=official_catalogue,
    public_catalogue=public_catalogue,
)


def create_app(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Starlette:
    """Build the application for a deployment; another clock is for rehearsals in this process."""
    documents = [Route("/guideline.schema.json", guideline_schema)]
    return compose(settings, SCHEMAS, create_admin_ui, documents, clock)


async def guideline_schema(_request: Request) -> Response:
    """Serve the JSON Schema of the guideline format, for completion in editors."""
    return JSONResponse(json_schema(), media_type="application/schema+json")
