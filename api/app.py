"""Composition root: settings in, one ASGI application out."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import strawberry
import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from api.admission import Doors, PlatformContextFactory
from api.authentication import Authentication
from api.body_limit import BodyLimit
from api.database import open_database
from api.errors import EdgeError, refuse, refuse_http
from api.execution import Executor
from api.graphql import GraphQLEndpoint, GraphQLService
from api.health import alive, readiness
from api.metrics import Metrics, metrics_endpoint
from api.observation import Observation
from api.security_headers import SecurityHeaders
from api.settings import Settings
from api.tenancy import Tenancy, Tenants, slug_of
from schema.pagination import Cursors
from tenants.database import Database

log = structlog.get_logger(__name__)

OPEN_TO_ANYBODY = frozenset({"signIn", "tenant", "viewer"})
"""Root fields of the official and platform schemas that need no credential."""


@dataclass(frozen=True, slots=True)
class Schemas:
    """The three schemas that are served, and the context of the platform's own."""

    official: strawberry.Schema
    public: strawberry.Schema
    platform: strawberry.Schema
    platform_context: PlatformContextFactory


def create_app(settings: Settings, schemas: Schemas) -> Starlette:
    """Build the application. Its engines connect on the first request and close when it shuts down."""
    database, metrics = open_database(settings), Metrics()
    tenancy = Tenancy(Tenants(database, settings.tenant_cache_seconds), settings.default_tenant)
    doors = Doors(
        Authentication(database, tenancy),
        Cursors(settings.secret.get_secret_value()),
        schemas.platform_context,
    )
    services = {
        "official": GraphQLService(
            "official", Executor(schemas.official, settings, open_fields=OPEN_TO_ANYBODY), doors.official, metrics
        ),
        "public": GraphQLService("public", Executor(schemas.public, settings), doors.public, metrics),
        "platform": GraphQLService(
            "platform", Executor(schemas.platform, settings, open_fields=OPEN_TO_ANYBODY), doors.platform, metrics
        ),
    }
    return Starlette(
        routes=_routes(settings, schemas, services, tenancy, database, metrics),
        middleware=[
            Middleware(Observation, metrics=metrics),
            Middleware(SecurityHeaders, secure=settings.secure),
            Middleware(TrustedHostMiddleware, allowed_hosts=settings.trusted_hosts, www_redirect=False),
            Middleware(BodyLimit, limit=settings.body_bytes),
        ],
        exception_handlers={EdgeError: refuse, HTTPException: refuse_http},
        lifespan=_lifespan(database),
    )
