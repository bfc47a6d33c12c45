"""Around every request: a trace id, a log line, a count, and one plain answer to whatever nobody caught."""

from dataclasses import dataclass
from time import perf_counter

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from api.errors import EdgeCode, EdgeError, refused
from api.headers import first_of
from api.json_lines import direct_lines
from api.metrics import Metrics
from api.replies import Reply, client_gone
from api.tracing import trace_id_of
from tenants.outages import is_unavailable

log = structlog.get_logger(__name__)

_PROBES = frozenset({"/healthz", "/metrics", "/readyz"})
NO_RESPONSE = 500
TRACE_ID = b"x-trace-id"


@dataclass(slots=True)
class Observed:
    """One request while it is answered. Nothing of it is logged but its method, path and status."""

    metrics: Metrics
    method: str
    path: str
    trace_id: str
    started: float

    @classmethod
    def begin(cls, metrics: Metrics, method: str, path: str, traceparent: str | None) -> "Observed":
        """Begin to observe a request."""
        metrics.began()
        return cls(metrics, method, path, trace_id_of(traceparent), perf_counter())

    def end(self, status: int | None) -> None:
        """Count the answer and write the line of the request, directly where that is as it would be anyway."""
        status = status or NO_RESPONSE
        self.metrics.answered(self.method, status)
        milliseconds = round((perf_counter() - self.started) * 1000, 1)
        told = {"method": self.method, "path": self.path, "status": status, "ms": milliseconds}
        level = "debug" if self.path in _PROBES else "info"
        lines = direct_lines()
        if lines is None:
            (log.debug if level == "debug" else log.info)("request", **told)
        else:
            lines.event(level, __name__, {"event": "request", "trace_id": self.trace_id, **told})

    def failed(self, error: Exception) -> Reply:
        """Log what nobody caught; give the plain answer to it. A client that hung up while it sent is no fault."""
        if isinstance(error, ClientDisconnect):
            return client_gone()
        log.error("request failed", exc_info=error)
        return refused(_refusal(error), trace_id=self.trace_id)


class Observation:
    """Observes one application."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; connections of other kinds are passed through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        traceparent = first_of(scope, b"traceparent")
        observed = Observed.begin(self.metrics, scope["method"], scope["path"], traceparent)
        scope.setdefault("state", {})["trace_id"] = observed.trace_id
        status: int | None = None

        async def send_traced(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (TRACE_ID, observed.trace_id.encode())]
            await send(message)

        with bound_contextvars(trace_id=observed.trace_id):
            try:
                await self.app(scope, receive, send_traced)
            except Exception as error:
                if status is not None:
                    raise
                await observed.failed(error)(scope, receive, send_traced)
            finally:
                observed.end(status)


def _refusal(error: Exception) -> EdgeError:
    if is_unavailable(error):
        return EdgeError(503, EdgeCode.UNAVAILABLE, "数据库暂不可用。", headers={"Retry-After": "5"})
    return EdgeError(500, EdgeCode.INTERNAL, "服务内部错误。")
