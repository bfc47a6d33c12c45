"""GraphQL over HTTP: one request, one operation, one JSON response.

Follows the GraphQL-over-HTTP specification; graphql-http's audits pass (their cases live on in tests/api).
Cookies are not read here, so a foreign site has no authority to borrow; a body must be JSON.
"""

from dataclasses import dataclass

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.connected import while_connected
from api.errors import EdgeCode, EdgeError
from api.headers import RawHeaders, first_of
from api.negotiation import MediaType, choose
from api.parameters import read_parameters
from api.service import GraphQLService, Served
from api.validators import entity_tag, is_current

log = structlog.get_logger(__name__)

METHODS = ("GET", "HEAD", "POST")
CLIENT_GONE = 499
"""What the log calls a response nobody waited for."""
_VARY = (b"vary", b"Accept, Authorization, X-API-Key")


class Reply(Response):
    """A response whose headers are written already."""

    def __init__(self, body: bytes, status: int, headers: RawHeaders) -> None:
        self.body, self.status_code, self.background = body, status, None
        self.raw_headers = headers


@dataclass(frozen=True, slots=True)
class GraphQLEndpoint:
    """Serves a schema at an address."""

    service: GraphQLService

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
        media_type = choose(first_of(request.scope, b"accept"))
        if media_type is None:
            raise EdgeError(406, EdgeCode.NOT_ACCEPTABLE, "没有可接受的响应格式。")
        parameters = await read_parameters(request)
        reads_only = request.method != "POST"
        credential = credential_of(request)
        work = self.service.serve(request, credential, parameters, media_type, reads_only=reads_only)
        served = await while_connected(request, work)
        if served is None:
            log.info("client gone")
            return Response(status_code=CLIENT_GONE)
        if reads_only and served.clean and self.service.answers is not None:
            return _revalidated(request, served, media_type, open_to_all=credential is None)
        return _rendered(served, media_type)


def _rendered(served: Served, media_type: MediaType, *more: tuple[bytes, bytes]) -> Reply:
    status = 200 if served.ran or not media_type.strict else 400
    length = (b"content-length", b"%d" % len(served.body))
    return Reply(served.body, status, [media_type.header, length, _VARY, *more])


def _revalidated(request: Request, served: Served, media_type: MediaType, *, open_to_all: bool) -> Reply:
    """Let caches keep the answer to a GET if they ask each time whether it is still the same."""
    tag = entity_tag(served.body, media_type)
    control = b"public, no-cache" if open_to_all else b"private, no-cache"
    headers = ((b"etag", tag.encode()), (b"cache-control", control))
    if is_current(first_of(request.scope, b"if-none-match"), tag):
        return Reply(b"", 304, [_VARY, *headers])
    return _rendered(served, media_type, *headers)


def credential_of(request: Request) -> str | None:
    """Read the credential a client sends: `Authorization: Bearer …`, or an API key in `X-API-Key`."""
    scheme, _, value = (first_of(request.scope, b"authorization") or "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme:
        raise EdgeError(
            401, EdgeCode.UNAUTHENTICATED, "仅支持 Bearer 凭据。", headers={"WWW-Authenticate": "Bearer"}
        )
    return first_of(request.scope, b"x-api-key")
