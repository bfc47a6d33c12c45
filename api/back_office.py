"""The back office's place: it is mounted where a district lives and runs operations like any client."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal, Protocol

import orjson
from starlette.applications import Starlette
from starlette.datastructures import FormData, Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.types import Receive, Scope, Send

from api.arrivals import arrival_of
from api.errors import EdgeError
from api.evidence import EvidenceService
from api.parameters import Parameters
from api.service import GraphQLService
from api.tenancy import Tenancy, host_of

SchemaName = Literal["official", "public"]
HOME = "/admin"


class BackOfficeFactory(Protocol):
    """Builds the back office on a function that runs operations and a keeper of files."""

    def __call__(self, execute: "InProcess", files: "FilesInProcess", *, secure_cookies: bool) -> Starlette:
        """Return the application to mount."""


class InProcess:
    """Runs operations for pages through the doors of HTTP clients, with the session the page came with."""

    def __init__(self, official: GraphQLService, public: GraphQLService) -> None:
        self._services = {"official": official, "public": public}

    async def __call__(
        self, request: Request, document: str, variables: dict[str, Any], *, schema: SchemaName
    ) -> dict[str, Any]:
        """Run one operation as the holder of `request.state.session_token`; refusals come as errors."""
        token: str | None = getattr(request.state, "session_token", None)
        try:
            return await self._services[schema].run(
                arrival_of(request), token, Parameters(document, None, variables)
            )
        except EdgeError as refusal:
            return refusal.body(request.state.trace_id)


class FilesInProcess:
    """Takes files in and gives them out for pages, through the doors of HTTP clients."""

    def __init__(self, service: EvidenceService) -> None:
        self._service = service

    async def upload(self, request: Request, form: FormData) -> dict[str, Any]:
        """Keep a file as the holder of `request.state.session_token`; refusals come as errors."""
        try:
            answer = await self._service.upload(request, request.state.session_token, form)
        except EdgeError as refusal:
            return refusal.body(request.state.trace_id)
        body: dict[str, Any] = orjson.loads(answer.body)
        return body

    async def download(self, request: Request, file_id: str) -> Response:
        """Give out a file as the holder of `request.state.session_token`; a refusal is its status."""
        try:
            return await self._service.download(request, request.state.session_token, file_id)
        except EdgeError as refusal:
            return Response(status_code=refusal.status)


class Mounted:
    """Serves pages; who asks for no page at an address that is none gets the API's answer, not a page."""

    def __init__(self, back_office: Starlette) -> None:
        self.back_office = back_office

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        wants_page = "text/html" in Headers(scope=scope).get("accept", "")
        known = any(route.matches(scope)[0] is not Match.NONE for route in self.back_office.routes)
        if not wants_page and not known:
            raise HTTPException(404)
        await self.back_office(scope, receive, send)


def back_office_routes(back_office: Starlette, tenancy: Tenancy) -> list[BaseRoute]:
    """Mount the back office under /t/<slug> and, for districts with a host name of their own, at /."""
    mounted = Mounted(back_office)
    return [
        Route("/", _landing(tenancy)),
        Route("/t/{slug}", _district_home),
        Route("/t/{slug}/", _district_home),
        Mount("/t/{slug}", app=mounted),
        Mount("/", app=mounted),
    ]


def _landing(tenancy: Tenancy) -> Callable[[Request], Awaitable[Response]]:
    async def landing(request: Request) -> Response:
        """Send a browser to its district's back office; without a district, tell how to name one."""
        tenant = await tenancy.addressed(arrival_of(request))
        own_host = await tenancy.tenants.by_host(host_of(arrival_of(request))) is not None
        return RedirectResponse(HOME if own_host else f"/t/{tenant.slug}{HOME}", 303)

    return landing


async def _district_home(request: Request) -> Response:
    return RedirectResponse(f"/t/{request.path_params['slug']}{HOME}", 303)
