"""GraphQL over HTTP: one request, one operation, one JSON response.

Follows the GraphQL-over-HTTP specification; graphql-http's audits pass (their cases live on in tests/api).
Cookies are not read here, so a foreign site has no authority to borrow; a body must be JSON.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from time import perf_counter
from typing import Any, TypeVar

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.errors import EdgeCode, EdgeError
from api.execution import Call, Executor, Outcome
from api.metrics import Metrics
from api.negotiation import MediaType, choose
from api.parameters import Parameters, read_parameters

log = structlog.get_logger(__name__)
T = TypeVar("T")

METHODS = ("GET", "HEAD", "POST")
CLIENT_GONE = 499
"""What the log calls a response nobody waited for."""


@dataclass(frozen=True, slots=True)
class Admission:
    """A caller who may come in: what resolvers are handed, whether nobody is signed in, what ends the visit."""

    context: Any
    anonymous: bool
    leave: Callable[[], Awaitable[None]]


Admit = Callable[[Request, str | None], Awaitable[Admission]]
"""Finds out who calls and in which tenant from the request and a credential, or refuses."""


@dataclass(frozen=True, slots=True)
class GraphQLService:
    """One schema and its door, shared by HTTP clients and the back office."""

    name: str
    executor: Executor
    admit: Admit
    metrics: Metrics

    async def run(
        self, request: Request, credential: str | None, parameters: Parameters, *, reads_only: bool = False
    ) -> Outcome:
        """Admit the caller and run the operation; raise EdgeError if it may not be run."""
        started = perf_counter()
        admission = await self.admit(request, credential)
        try:
            call = Call(
                parameters, admission.context, request.state.trace_id, admission.anonymous, reads_only
            )
            outcome = await self.executor.run(call)
        finally:
            await admission.leave()
        seconds = perf_counter() - started
        self.metrics.operation(self.name, outcome, seconds, planned=self.executor.planner.kept)
        return outcome


@dataclass(frozen=True, slots=True)
class GraphQLEndpoint:
    """Serves a schema at an address."""

    service: GraphQLService
    response_bytes: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, whatever its method: a route for some would leave the others to pages."""
        response = await self.answer(Request(scope, receive, send))
        await response(scope, receive, send)

    async def answer(self, request: Request) -> Response:
        """Answer one request, or raise EdgeError."""
        if request.method not in METHODS:
            raise EdgeError(
                405,
                EdgeCode.METHOD_NOT_ALLOWED,
                "仅支持 GET 与 POST。",
                headers={"Allow": ", ".join(METHODS)},
            )
        media_type = choose(request.headers.get("accept"))
        if media_type is None:
            raise EdgeError(406, EdgeCode.NOT_ACCEPTABLE, "没有可接受的响应格式。")
        parameters = await read_parameters(request)
        work = self.service.run(
            request, credential_of(request), parameters, reads_only=request.method != "POST"
        )
        outcome = await while_connected(request, work)
        if outcome is None:
            log.info("client gone")
            return Response(status_code=CLIENT_GONE)
        return self._render(outcome, media_type)

    def _render(self, outcome: Outcome, media_type: MediaType) -> Response:
        encoded = outcome.encoded
        if len(encoded) > self.response_bytes:
            raise EdgeError(422, EdgeCode.RESPONSE_TOO_LARGE, f"响应超过 {self.response_bytes} 字节的限制。")
        status = 200 if outcome.ran or not media_type.strict else 400
        return Response(
            encoded, status, headers={"Vary": "Accept, Authorization"}, media_type=media_type.content_type
        )


def credential_of(request: Request) -> str | None:
    """Read the credential a client sends: `Authorization: Bearer …`, or an API key in `X-API-Key`."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme:
        raise EdgeError(
            401, EdgeCode.UNAUTHENTICATED, "仅支持 Bearer 凭据。", headers={"WWW-Authenticate": "Bearer"}
        )
    return request.headers.get("x-api-key")


async def while_connected(request: Request, work: Coroutine[Any, Any, T]) -> T | None:
    """Await `work`, but cancel it and return None as soon as the client hangs up."""
    working = asyncio.create_task(work)
    watching = asyncio.create_task(_disconnected(request))
    try:
        await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for task in (working, watching):
            task.cancel()
        await asyncio.gather(working, watching, return_exceptions=True)


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
