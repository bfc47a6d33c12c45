"""The direct way: a request for GraphQL that is here as a whole is answered in one straight line.

It does what the layers around the application do, by the same functions and in their order; whatever it does not know
goes the ordinary way, through them.
"""

from asyncio import CancelledError
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from structlog.contextvars import bind_contextvars, bound_contextvars

from api.addresses import Addresses
from api.arrivals import Arrival
from api.errors import EdgeError, refused
from api.graphql import Asked, GraphQLEndpoint, accepted
from api.headers import RawHeaders, by_name, text_of
from api.metrics import Metrics
from api.observation import Observed
from api.replies import FixedHeaders, Reply, client_gone
from api.security_headers import Completion
from api.trusted_hosts import KnownHosts

METHODS = frozenset({b"GET", b"POST"})
_KEPT_AT_MOST, _KEPT_UP_TO = 4_096, 1_000
"""So many request lines are remembered, each of so many bytes at most."""


class Client(Protocol):
    """Who waits for an answer."""

    disconnected: bool


class Target(NamedTuple):
    """What a request line asks of whom."""

    endpoint: GraphQLEndpoint
    slug: str | None
    method: str
    path: str
    query_string: bytes


class Written(NamedTuple):
    """An answer, and the id of its request."""

    reply: Reply
    trace_id: str


Answer = Written | Coroutine[Any, Any, Written]


@dataclass(frozen=True, slots=True)
class Direct:
    """Answers what the direct way knows."""

    addresses: Addresses
    metrics: Metrics
    complete: Completion
    hosts: KnownHosts
    body_bytes: int
    found: dict[tuple[bytes, bytes], Target | None] = field(default_factory=dict)
    heads: dict[FixedHeaders, bytes] = field(default_factory=dict)

    def find(self, method: bytes, url: bytes) -> Target | None:
        """Find what may be asked here by a method at an address; None if that goes the ordinary way."""
        if len(url) > _KEPT_UP_TO:
            return self._find(method, url)
        key = (method, url)
        if key not in self.found:
            if len(self.found) >= _KEPT_AT_MOST:
                self.found.clear()
            self.found[key] = self._find(method, url)
        return self.found[key]

    def _find(self, method: bytes, url: bytes) -> Target | None:
        raw_path, _, query_string = url.partition(b"?")
        plain = raw_path.isascii() and b"%" not in raw_path and b"#" not in url
        if not plain or method not in METHODS:
            return None
        path = raw_path.decode()
        found = self.addresses.find(path)
        return Target(*found, method.decode(), path, query_string) if found else None

    def answer(self, target: Target, sent: RawHeaders, body: bytes, client: Client) -> Answer | None:
        """Answer a request at once, or by what is to be awaited; None if it has to go the ordinary way."""
        endpoint, slug, method, path, query_string = target
        headers = by_name(sent)
        host = text_of(headers, b"host") or ""
        if len(body) > self.body_bytes or host not in self.hosts:
            return None
        observed = Observed.begin(self.metrics, method, path, text_of(headers, b"traceparent"))
        asked = Asked(method, headers, query_string, Arrival(slug, host, observed.trace_id))
        try:
            answer = endpoint.answer(asked, accepted(asked), body)
        except Exception as error:  # noqa: BLE001 - told and answered, whatever it is
            answer = _refused(error, asked, observed)
        if isinstance(answer, Reply):
            observed.end(answer.status_code)
            return Written(answer, observed.trace_id)
        return _awaited(answer, asked, observed, client)

    def head(self, reply: Reply) -> bytes:
        """Write the headers of an answer, but for its length; those of few kinds come again and again."""
        key = reply.fixed
        written = self.heads.get(key)
        if written is None:
            if len(self.heads) >= _KEPT_AT_MOST:
                self.heads.clear()
            written = self.heads[key] = b"".join([b"%b: %b\r\n" % each for each in self.complete(key)])
        return written


async def _awaited(
    work: Coroutine[Any, Any, Reply], asked: Asked, observed: Observed, client: Client
) -> Written:
    """Await an answer in a task of its own, which ends when its client hangs up."""
    bind_contextvars(trace_id=observed.trace_id)
    status: int | None = None
    try:
        reply = await work
        status = reply.status_code
    except CancelledError:
        if not client.disconnected:
            raise
        reply = client_gone()
        status = reply.status_code
    except Exception as error:  # noqa: BLE001 - told and answered, whatever it is
        reply = _refused(error, asked, observed)
        status = reply.status_code
    finally:
        observed.end(status)
    return Written(reply, observed.trace_id)


def _refused(error: Exception, asked: Asked, observed: Observed) -> Reply:
    if isinstance(error, EdgeError):
        return refused(error, text_of(asked.headers, b"accept"))
    with bound_contextvars(trace_id=observed.trace_id):
        return observed.failed(error)
