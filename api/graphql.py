"""GraphQL over HTTP: one request, one operation, one JSON response.

Follows the GraphQL-over-HTTP specification; graphql-http's audits pass (their cases live on in tests/api).
Cookies are not read here, so a foreign site has no authority to borrow; a body must be JSON.
"""

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from api.arrivals import Arrival, arrival_of
from api.connected import while_connected
from api.errors import EdgeCode, EdgeError
from api.execution import Outcome
from api.headers import Headers, by_name, text_of
from api.negotiation import MediaType, choose
from api.parameters import in_body, in_query, read_body, require_json
from api.replies import NO_BODY, Reply, client_gone
from api.served import Served
from api.service import GraphQLService
from api.validators import is_current

METHODS = ("GET", "HEAD", "POST")
_SHARED, _PRIVATE = ((b"cache-control", value) for value in (b"public, no-cache", b"private, no-cache"))
_VARY = (b"vary", b"Accept, Authorization, X-API-Key")


@dataclass(slots=True)
class Asked:
    """A request for GraphQL, but for its body."""

    method: str
    headers: Headers
    query_string: bytes
    arrival: Arrival


@dataclass(frozen=True, slots=True)
class GraphQLEndpoint:
    """Serves a schema at an address."""

    service: GraphQLService

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, whatever its method: a route for some would leave the others to pages."""
        request = Request(scope, receive)
        headers = by_name(scope["headers"])
        asked = Asked(scope["method"], headers, scope["query_string"], arrival_of(request))
        media_type = accepted(asked)
        found = self.answer(asked, media_type, await read_body(receive) if asked.method == "POST" else b"")
        reply = found if isinstance(found, Reply) else await while_connected(request, found)
        await (reply or client_gone())(scope, receive, send)

    def answer(self, asked: Asked, media_type: MediaType, body: bytes) -> Reply | Coroutine[Any, Any, Reply]:
        """Answer at once where the answer is there, else by what is to be awaited; raise EdgeError."""
        reads_only = asked.method != "POST"
        parameters = in_query(asked.query_string) if reads_only else in_body(body)
        credential = credential_of(asked.headers)
        served = self.service.serve(asked.arrival, credential, parameters, reads_only=reads_only)
        if isinstance(served, Served):
            return self._reply(served, asked, media_type, open_to_all=credential is None)
        return self._awaited(served, asked, media_type, open_to_all=credential is None)

    async def _awaited(
        self,
        work: Coroutine[Any, Any, Served | Outcome],
        asked: Asked,
        media_type: MediaType,
        *,
        open_to_all: bool,
    ) -> Reply:
        done = await work
        served = done if isinstance(done, Served) else self.service.served(done)
        return self._reply(served, asked, media_type, open_to_all=open_to_all)

    def _reply(self, served: Served, asked: Asked, media_type: MediaType, *, open_to_all: bool) -> Reply:
        """Write the answer. Caches may keep that to a GET if they ask each time whether it is still the same."""
        service = self.service
        kept = (
            asked.method != "POST" and served.clean and service.answers is not None and not service.personal
        )
        written = served.replies.get((media_type.strict, kept, open_to_all))
        if written is None:
            written = _written(served, media_type, revalidated=kept, open_to_all=open_to_all)
            served.replies[media_type.strict, kept, open_to_all] = written
        if kept and is_current(text_of(asked.headers, b"if-none-match"), served.tag(media_type)):
            return Reply(b"", NO_BODY, written.fixed[1:])
        return written


def accepted(asked: Asked) -> MediaType:
    """Choose the format of the answer; refuse, before a body is read, what could not be answered."""
    if asked.method not in METHODS:
        raise EdgeError(
            405,
            EdgeCode.METHOD_NOT_ALLOWED,
            "仅支持 GET 与 POST。",
            headers={"Allow": ", ".join(METHODS)},
        )
    media_type = choose(text_of(asked.headers, b"accept"))
    if media_type is None:
        raise EdgeError(406, EdgeCode.NOT_ACCEPTABLE, "没有可接受的响应格式。")
    if asked.method == "POST":
        require_json(text_of(asked.headers, b"content-type") or "")
    return media_type


def _written(served: Served, media_type: MediaType, *, revalidated: bool, open_to_all: bool) -> Reply:
    status = 200 if served.ran or not media_type.strict else 400
    if not revalidated:
        return Reply(served.body, status, (media_type.header, _VARY))
    control = _SHARED if open_to_all else _PRIVATE
    tag = (b"etag", served.tag(media_type).encode())
    return Reply(served.body, status, (media_type.header, _VARY, tag, control))


def credential_of(headers: Headers) -> str | None:
    """Read the credential a client sends: `Authorization: Bearer …`, or an API key in `X-API-Key`."""
    scheme, _, value = (text_of(headers, b"authorization") or "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme:
        raise EdgeError(
            401, EdgeCode.UNAUTHENTICATED, "仅支持 Bearer 凭据。", headers={"WWW-Authenticate": "Bearer"}
        )
    return text_of(headers, b"x-api-key")
