"""Runs operations: documents in, results out, for every caller through the same bounds and masks.

Strawberry's own `execute` parses each document again, offers suggestions and logs raw errors, so its executor
is driven directly; schemas therefore carry no Strawberry extensions.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from inspect import isawaitable
from typing import Any

import orjson
import strawberry
import structlog
from graphql import DocumentNode, ExecutionResult, GraphQLSchema, execute

from api.bounds import limit_exceeded
from api.cost import measure_cost
from api.documents import DocumentStore, Operation, UnknownOperationError
from api.errors import EdgeCode, EdgeError, password_change_required
from api.leftovers import Leftovers
from api.masking import render_errors
from api.parameters import Parameters
from api.planning import Planner
from api.settings import Settings
from api.time_limit import TimeLimit
from schema.plans.answering import Means, answer
from schema.plans.catalogue import Catalogue
from schema.plans.preparing import Plan
from schema.plans.selections import FellBack, Unplanned

log = structlog.get_logger(__name__)

META_FIELDS = frozenset({"__schema", "__type", "__typename"})


@dataclass(frozen=True, slots=True)
class Call:
    """One request to run: what is asked, what its resolvers are handed, and on whose terms."""

    parameters: Parameters
    context: Any
    trace_id: str
    anonymous: bool = False
    reads_only: bool = False
    password_due: bool = False


class PlanUse(StrEnum):
    """What became of the attempt to answer by a plan.

    It was there (HIT) or COMPILED for the call, or the resolvers had a part (PARTLY); or it gave no answer and we
    FELL_BACK, or the call is INELIGIBLE.
    """

    COMPILED = "compiled"
    FELL_BACK = "fell_back"
    HIT = "hit"
    INELIGIBLE = "ineligible"
    PARTLY = "partly"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a call. `ran` is false when its document or variables were at fault.

    `body` is JSON already where a plan gave the answer; `plan` tells what became of the attempt.
    """

    body: dict[str, Any] | bytes
    operation: Operation | None = None
    ran: bool = False
    plan: PlanUse = PlanUse.INELIGIBLE

    @property
    def encoded(self) -> bytes:
        """Give the body as JSON."""
        return self.body if isinstance(self.body, bytes) else orjson.dumps(self.body)

    @property
    def decoded(self) -> dict[str, Any]:
        """Give the body as an object."""
        return orjson.loads(self.body) if isinstance(self.body, bytes) else self.body

    @property
    def kind(self) -> str:
        """Tell `query` from `mutation`, and both from a document that held neither."""
        return self.operation.kind if self.operation else "invalid"

    @property
    def codes(self) -> list[str]:
        """List the codes of the errors in the body."""
        if isinstance(self.body, bytes):
            return []
        return [error["extensions"]["code"] for error in self.body.get("errors", ())]


class Executor:
    """Runs operations against one schema.

    Callers who are not signed in may ask only for the root fields in `open_fields`, those who have yet to choose a
    password only for `due_fields`; None opens all. What the `catalogue` declares is read by compiled plans.
    """

    def __init__(
        self,
        schema: strawberry.Schema,
        settings: Settings,
        *,
        open_fields: frozenset[str] | None = None,
        due_fields: frozenset[str] | None = None,
        catalogue: Catalogue | None = None,
    ) -> None:
        if schema.extensions:
            raise ValueError("Strawberry extensions would not be run")
        self.schema: GraphQLSchema = schema._schema  # noqa: SLF001 - Strawberry has no public name for it
        self.executor_class = schema.execution_context_class
        self.open_fields = None if open_fields is None else open_fields | META_FIELDS
        self.due_fields = None if due_fields is None else due_fields | META_FIELDS
        self.hide_suggestions = not settings.development
        self.explain = settings.development
        self.cost_limit = settings.bounds.cost
        self.limit = TimeLimit(settings.request_seconds)
        self.documents = DocumentStore(
            self.schema,
            settings.bounds,
            hide_suggestions=self.hide_suggestions,
            cache_bytes=settings.document_cache_bytes,
        )
        self.planner = Planner(
            self.schema, catalogue or Catalogue(), self.documents, cost_limit=self.cost_limit
        )

    async def run(self, call: Call) -> Outcome:
        """Run a call to its end, within the time limit; refuse what may not be run at all."""
        try:
            with self.limit:
                try:
                    return await self._read_planned(call)
                except Unplanned as reason:
                    why, fell_back = str(reason), isinstance(reason, FellBack)
                outcome = await self._resolve(call)
        except TimeoutError:
            raise EdgeError(
                504, EdgeCode.TIMEOUT, f"操作未能在 {self.limit.seconds:g} 秒内完成，已取消。"
            ) from None
        if fell_back:
            log.warning("plan fell back", why=why)
            outcome = replace(outcome, plan=PlanUse.FELL_BACK)
        if self.explain and isinstance(outcome.body, dict) and outcome.ran:
            outcome.body["extensions"]["plan"] = {"compiled": False, "why": why}
        return outcome

    async def _read_planned(self, call: Call) -> Outcome:
        found = self.planner.find(
            call.parameters, call.context, lambda operation: self._permit(operation, call)
        )
        data, partly = found.plan.constant, False
        if data is None:
            means = Means(self.planner.knowledge, lambda left: self._execute(left, call))
            data, partly = await answer(found.plan, found.reading, means)
        told = b',"plan":%b' % orjson.dumps(_explanation(found.plan, partly)) if self.explain else b""
        body = b'{"data":%b,"extensions":{"cost":{"requested":%d,"limit":%d}%b}}' % (
            data,
            found.cost,
            self.cost_limit,
            told,
        )
        use = PlanUse.PARTLY if partly else PlanUse.HIT if found.hit else PlanUse.COMPILED
        return Outcome(body, found.operation, ran=True, plan=use)

    async def _resolve(self, call: Call) -> Outcome:
        document = self.documents.read(call.parameters.query)
        if document.ast is None or document.errors:
            return Outcome({"errors": render_errors(document.errors, call.trace_id)})
        try:
            operation = document.operation(call.parameters.operation_name)
        except UnknownOperationError as error:
            return Outcome({"errors": render_errors([error], call.trace_id)})
        self._permit(operation, call)
        cost = measure_cost(self.schema, document.ast, operation.node, call.parameters.variables)
        if cost > self.cost_limit:
            dear = limit_exceeded("objects", self.cost_limit, cost, operation.node)
            return Outcome({"errors": render_errors([dear], call.trace_id)}, operation)
        result = await self._execute(document.ast, call)
        return self._outcome(result, operation, cost, call)

    def _permit(self, operation: Operation, call: Call) -> None:
        if call.reads_only and operation.kind != "query":
            raise EdgeError(405, EdgeCode.METHOD_NOT_ALLOWED, "GET 只能用于查询。", headers={"Allow": "POST"})
        if call.anonymous and self.open_fields is not None and not operation.root_fields <= self.open_fields:
            raise EdgeError(
                401, EdgeCode.UNAUTHENTICATED, "尚未登录。", headers={"WWW-Authenticate": "Bearer"}
            )
        if call.password_due and self.due_fields is not None and not operation.root_fields <= self.due_fields:
            raise password_change_required()

    async def _execute(self, ast: DocumentNode, call: Call) -> ExecutionResult:
        leftovers = Leftovers()
        try:
            result = execute(
                self.schema,
                ast,
                variable_values=call.parameters.variables,
                operation_name=call.parameters.operation_name,
                context_value=call.context,
                executor_class=self.executor_class,
                is_awaitable=leftovers.is_awaitable,
                hide_suggestions=self.hide_suggestions,
            )
            return await result if isawaitable(result) else result
        finally:
            leftovers.close()

    def _outcome(self, result: ExecutionResult, operation: Operation, cost: int, call: Call) -> Outcome:
        errors = render_errors(result.errors or (), call.trace_id, EdgeCode.BAD_USER_INPUT)
        if result.data is None and result.errors and all(error.path is None for error in result.errors):
            return Outcome({"errors": errors}, operation)
        body: dict[str, Any] = {"data": result.data} | ({"errors": errors} if errors else {})
        body["extensions"] = {"cost": {"requested": cost, "limit": self.cost_limit}}
        return Outcome(body, operation, ran=True)


def _explanation(plan: Plan, partly: bool) -> dict[str, Any]:
    return {"compiled": False, "why": plan.why} if partly else {"compiled": True}
