"""Around every request: a trace id, a log line, a count, and one plain answer to whatever nobody caught."""

from dataclasses import dataclass
from time import perf_counter

import orjson
import structlog
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, reset_contextvars

from api.errors import EdgeCode, EdgeError
from api.headers import first_of
from api.json_lines import direct_lines
from api.metrics import Metrics
from api.negotiation import JSON
from api.tracing import trace_id_of
from tenants.outages import is_unavailable

log = structlog.get_logger(__name__)

_PROBES = frozenset({"/healthz", "/metrics", "/readyz"})
NO_RESPONSE = 500


@dataclass(slots=True)
class _Answer:
    status: int | None = None


class Observation:
    """Observes one application. Nothing of a request is logged but its method, path and status."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; connections of other kinds are passed through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        trace_id = trace_id_of(first_of(scope, b"traceparent"))
        scope.setdefault("state", {})["trace_id"] = trace_id
        answer, started = _Answer(), perf_counter()

        async def send_traced(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-trace-id", trace_id.encode())]
            await send(message)

        self.metrics.began()
        bound = bind_contextvars(trace_id=trace_id)
        try:
            await self._serve(scope, receive, send_traced, answer)
        finally:
            status = answer.status or NO_RESPONSE
            self.metrics.answered(scope["method"], status)
            _log(scope, status, round((perf_counter() - started) * 1000, 1))
            reset_contextvars(**bound)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, answer: _Answer) -> None:
        try:
            await self.app(scope, receive, send)
        except Exception as error:
            if answer.status is not None:
                raise
            log.error("request failed", exc_info=error)
            refusal = _refusal(error)
            trace_id = scope["state"]["trace_id"]
            response = Response(
                orjson.dumps(refusal.body(trace_id)),
                refusal.status,
                headers=refusal.headers,
                media_type=JSON.content_type,
            )
            await response(scope, receive, send)


def _log(scope: Scope, status: int, milliseconds: float) -> None:
    """Write the line of a request, directly where that is as it would be written anyway."""
    told = {"method": scope["method"], "path": scope["path"], "status": status, "ms": milliseconds}
    level = "debug" if scope["path"] in _PROBES else "info"
    lines = direct_lines()
    if lines is None:
        (log.debug if level == "debug" else log.info)("request", **told)
    else:
        lines.event(level, __name__, {"event": "request", "trace_id": scope["state"]["trace_id"], **told})


def _refusal(error: Exception) -> EdgeError:
    if is_unavailable(error):
        return EdgeError(503, EdgeCode.UNAVAILABLE, "数据库暂不可用。", headers={"Retry-After": "5"})
    return EdgeError(500, EdgeCode.INTERNAL, "服务内部错误。")
