"""Metrics for Prometheus: how much, how fast, how often it fails; labels are bounded and name no person."""

import secrets
from collections.abc import Awaitable, Callable

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Gauge,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import Response

from api.errors import EdgeCode, EdgeError
from api.execution import Outcome
from api.planning import Planner
from api.tallies import Durations, Tally

NAME_COUNT = 200
NAME_LENGTH = 60
OTHER = "other"


class Metrics:
    """The measurements of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self._names: set[str] = set()
        self._requests = Tally(
            "wuyi_http_requests", "Responses by status.", ["method", "status"], self.registry
        )
        self._running = 0
        running = Gauge("wuyi_http_running", "Requests being answered.", registry=self.registry)
        running.set_function(lambda: self._running)
        self._operations = Tally(
            "wuyi_graphql_operations", "Operations run.", ["schema", "kind", "name"], self.registry
        )
        self._errors = Tally("wuyi_graphql_errors", "Errors by code.", ["schema", "code"], self.registry)
        self._seconds = Durations(
            "wuyi_graphql_seconds",
            "From the admitted request to its result.",
            ["schema", "kind"],
            self.registry,
            (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
        )
        self._answers = Tally(
            "wuyi_answers",
            "Questions to the answers that are kept.",
            ["found"],
            self.registry,
            [("yes",), ("no",)],
        )
        self.answer_bytes = Gauge(
            "wuyi_answers_bytes", "Bytes the answers that are kept take.", registry=self.registry
        )
        self.waiting = Gauge(
            "wuyi_graphql_waiting", "Operations that wait for their turn.", registry=self.registry
        )
        self._plans = Tally(
            "wuyi_graphql_plans",
            "Queries by what became of the attempt to answer them by a compiled plan.",
            ["schema", "use"],
            self.registry,
        )
        self._planned = Gauge(
            "wuyi_graphql_planned_documents",
            "Documents kept with their plans.",
            ["schema"],
            registry=self.registry,
        )

    def began(self) -> None:
        """Count a request that is being answered."""
        self._running += 1

    def answered(self, method: str, status: int) -> None:
        """Count a response; methods we do not serve share one label."""
        self._running -= 1
        known = method if method in {"GET", "HEAD", "OPTIONS", "POST"} else OTHER
        self._requests.add(known, str(status))

    def plans(self, schema: str, planner: Planner) -> None:
        """Watch how many documents a schema's planner keeps with their plans."""
        self._planned.labels(schema).set_function(lambda: planner.kept)

    def operation(self, schema: str, outcome: Outcome, seconds: float) -> None:
        """Count an operation, or a document that held none that could be run."""
        self.ran(schema, outcome.kind, outcome.operation.name if outcome.operation else None, seconds)
        if outcome.kind == "query":
            self._plans.add(schema, outcome.plan.value)
        for code in outcome.codes:
            self._errors.add(schema, code)

    def ran(self, schema: str, kind: str, name: str | None, seconds: float) -> None:
        """Count what was asked, run or answered from what is kept."""
        self._operations.add(schema, kind, self._bounded(name))
        self._seconds.add(seconds, schema, kind)

    def asked_of_kept(self, *, hit: bool) -> None:
        """Count a question to the answers that are kept."""
        self._answers.add("yes" if hit else "no")

    def _bounded(self, name: str | None) -> str:
        """Bound the label: clients choose the names of their operations, so only so many are kept."""
        if name is None or len(name) > NAME_LENGTH:
            return OTHER
        if name not in self._names and len(self._names) >= NAME_COUNT:
            return OTHER
        self._names.add(name)
        return name


def metrics_endpoint(
    registry: CollectorRegistry, token: SecretStr | None
) -> Callable[[Request], Awaitable[Response]]:
    """Make the endpoint a Prometheus server scrapes; with a token, only who bears it may."""

    async def endpoint(request: Request) -> Response:
        given = request.headers.get("authorization", "").encode()
        if token is not None and not secrets.compare_digest(
            given, f"Bearer {token.get_secret_value()}".encode()
        ):
            raise EdgeError(
                401, EdgeCode.UNAUTHENTICATED, "需要监控令牌。", headers={"WWW-Authenticate": "Bearer"}
            )
        return Response(generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return endpoint
