"""Joins the parts of the edge: settings, schemas and a back office in, one ASGI application out."""

import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import strawberry
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from api.addresses import Addresses
from api.admission import Doors, PlatformContextFactory
from api.answers import Answers, Confirmations
from api.application import Application
from api.authentication import Authentication
from api.back_office import BackOfficeFactory, FilesInProcess, InProcess, back_office_routes
from api.body_limit import BodyLimit
from api.database import map_tables, open_database, require_roles, told_of_changes
from api.direct import Direct
from api.errors import EdgeError, refuse, refuse_http
from api.evidence import FORM_BYTES, EvidenceService, evidence_routes
from api.execution import Executor
from api.gate import Gate
from api.graphql import GraphQLEndpoint
from api.health import alive, readiness
from api.metrics import Metrics, metrics_endpoint
from api.observation import Observation
from api.security_headers import Completion, SecurityHeaders
from api.service import GraphQLService
from api.settings import Settings
from api.tenancy import Tenancy, Tenants
from api.trusted_hosts import KnownHosts, TrustedHosts
from schema.frame.pagination import Cursors
from schema.plans.catalogue import Catalogue
from tenants.base import utc_now
from tenants.database import Database

OPEN_FIELDS = frozenset({"signIn", "tenant", "viewer"})
"""Root fields of the official and platform schemas that need no credential."""

DUE_FIELDS = frozenset({"account", "changePassword", "signOut", "tenant"})
"""Root fields of the official schema that are open to who has yet to choose a password."""


@dataclass(frozen=True, slots=True)
class Schemas:
    """The three schemas that are served, and what the platform's own hands to its resolvers.

    What the catalogues declare is read by compiled plans.
    """

    official: strawberry.Schema
    public: strawberry.Schema
    platform: strawberry.Schema
    platform_context: PlatformContextFactory
    official_catalogue: Catalogue = field(default_factory=Catalogue)
    public_catalogue: Catalogue = field(default_factory=Catalogue)


def compose(
    settings: Settings,
    schemas: Schemas,
    create_back_office: BackOfficeFactory,
    documents: Sequence[BaseRoute] = (),
    clock: Callable[[], datetime] = utc_now,
) -> Application:
    """Build the application. Its pools connect with the first request and close when it shuts down.

    `documents` are further routes that need neither a tenant nor a credential.
    """
    database, metrics = open_database(settings), Metrics()
    gate, operators_gate = _gate(settings), _gate(settings)
    metrics.waiting.set_function(lambda: gate.waiting + operators_gate.waiting)
    tenancy = Tenancy(Tenants(database, gate), settings.default_tenant)
    cursors = Cursors(settings.secret.get_secret_value())
    answers = Answers(Confirmations(database.versions, clock), settings.answer_cache_bytes)
    metrics.answer_bytes.set_function(lambda: answers.size)
    authentication = Authentication.at(database, tenancy, clock, gate)
    doors = Doors(authentication, cursors, answers.confirmations, schemas.platform_context)
    gated = Executor(
        schemas.official,
        settings,
        open_fields=OPEN_FIELDS,
        due_fields=DUE_FIELDS,
        catalogue=schemas.official_catalogue,
    )
    official = GraphQLService(
        "official", gated, doors.official, metrics, gate, settings.response_bytes, answers, personal=True
    )
    everybodys = Executor(schemas.public, settings, catalogue=schemas.public_catalogue)
    public = GraphQLService(
        "public", everybodys, doors.public, metrics, gate, settings.response_bytes, answers
    )
    operators = Executor(schemas.platform, settings, open_fields=OPEN_FIELDS)
    platform = GraphQLService(
        "platform", operators, doors.platform, metrics, operators_gate, settings.response_bytes
    )
    files = EvidenceService(
        doors.official, settings.evidence.store(), settings.evidence, settings.request_seconds
    )
    back_office = create_back_office(
        InProcess(official, public), FilesInProcess(files), secure_cookies=settings.secure
    )
    addresses = Addresses(
        {
            "/graphql": GraphQLEndpoint(official),
            "/t/{slug}/graphql": GraphQLEndpoint(official),
            "/public/graphql": GraphQLEndpoint(public),
            "/t/{slug}/public/graphql": GraphQLEndpoint(public),
            "/platform/graphql": GraphQLEndpoint(platform),
        }
    )
    complete, hosts = Completion(secure=settings.secure), KnownHosts(settings.trusted_hosts)
    return Application(
        Direct(addresses, metrics, complete, hosts, settings.body_bytes),
        routes=[
            addresses,
            Route("/healthz", alive),
            Route("/readyz", readiness(database)),
            Route("/metrics", metrics_endpoint(metrics.registry, settings.metrics_token)),
            *evidence_routes(files),
            Route("/schema.graphql", _document(schemas.official)),
            Route("/public/schema.graphql", _document(schemas.public)),
            *documents,
            *back_office_routes(back_office, tenancy),
        ],
        middleware=_middleware(settings, metrics, complete, hosts),
        exception_handlers={EdgeError: refuse, HTTPException: refuse_http},
        lifespan=_lifespan(database, settings),
    )


def _gate(settings: Settings) -> Gate:
    """Make the gate of a pool: one at work for each of its connections."""
    return Gate(settings.pool_size, line=settings.waiting_requests, seconds=settings.waiting_seconds)


def _document(schema: strawberry.Schema) -> Callable[[Request], Awaitable[Response]]:
    """Show a schema, which is written out when somebody asks for it first."""
    written = functools.cache(schema.as_str)

    async def show(_request: Request) -> Response:
        return PlainTextResponse(written())

    return show


def _middleware(
    settings: Settings, metrics: Metrics, complete: Completion, hosts: KnownHosts
) -> list[Middleware]:
    """List what wraps every request, outermost first: even a refused host is observed, even a fault has its headers."""
    trusted = Middleware(TrustedHosts, allowed=settings.trusted_hosts, known=hosts)
    return [
        Middleware(SecurityHeaders, complete=complete),
        Middleware(Observation, metrics=metrics),
        *([] if hosts.any else [trusted]),
        Middleware(
            BodyLimit,
            limit=settings.body_bytes,
            upload_limit=settings.evidence.file_bytes + FORM_BYTES,
        ),
    ]


def _lifespan(
    database: Database, settings: Settings
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Refuse to start as the wrong role; follow what changes elsewhere while the application runs."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        map_tables()
        try:
            await require_roles(database)
            async with told_of_changes(database, settings):
                yield
        finally:
            await database.dispose()

    return lifespan
