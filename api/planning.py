"""Answers queries by compiled plans: found by the document's text, or left to the resolvers.

Nothing here awaits between a miss and its plan, so that a plan is made once however many ask for it at a time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cachetools import LRUCache
from graphql import GraphQLError, GraphQLSchema

from api.cost import measure_cost
from api.documents import DocumentStore, Operation
from api.parameters import Parameters
from schema.frame.context import RequestContext
from schema.plans.calls import Reading
from schema.plans.catalogue import Catalogue
from schema.plans.knowledge import Knowledge
from schema.plans.literals import Lifted, lift, liftable
from schema.plans.preparing import Plan, Prepared
from schema.plans.selections import Unplanned

COSTS_KEPT = 256
DOCUMENTS_KEPT = 512
Key = tuple[str, str | None]


class Planned(NamedTuple):
    """A plan and what it is run with, the operation, and what it costs. `hit` if the plan was there."""

    plan: Plan
    reading: Reading
    operation: Operation
    cost: int
    hit: bool


@dataclass(slots=True)
class _Kept:
    """What is kept of a document with one operation: `fixed` are the literals that have to be these."""

    operation: Operation
    prepared: Prepared
    fixed: tuple[tuple[int, str], ...]
    costs: dict[tuple[object, ...], int] = field(default_factory=dict)

    def serves(self, literals: tuple[str, ...]) -> bool:
        return all(literals[index] == text for index, text in self.fixed)


class Planner:
    """The plans of one schema, of the documents that were asked for last."""

    def __init__(
        self,
        schema: GraphQLSchema,
        catalogue: Catalogue,
        documents: DocumentStore,
        *,
        cost_limit: int,
    ) -> None:
        self.schema = schema
        self.catalogue = catalogue
        self.documents = documents
        self.cost_limit = cost_limit
        self.knowledge = Knowledge(catalogue.loads)
        self._kept: LRUCache[Key, _Kept] = LRUCache(DOCUMENTS_KEPT)

    @property
    def kept(self) -> int:
        """Count the documents whose plans are kept."""
        return len(self._kept)

    def find(self, asked: Parameters, context: object, permit: Callable[[Operation], None]) -> Planned:
        """Find the plan that answers a query; raise Unplanned where the resolvers have to.

        `permit` refuses who may not ask it.
        """
        if not isinstance(context, RequestContext) or context.operations.database.database.readers is None:
            raise Unplanned("no connection to read by")
        lifted = lift(asked.query)
        kept = self._find(asked.query, lifted, asked.operation_name)
        permit(kept.operation)
        reading, depends = kept.prepared.reading(context, asked.variables, lifted.literals)
        cost = self._cost(kept, asked.variables, depends)
        if cost > self.cost_limit:
            raise Unplanned("it costs too much")
        plan, hit = kept.prepared.plan(reading, depends)
        return Planned(plan, reading, kept.operation, cost, hit)

    def _find(self, source: str, lifted: Lifted, operation_name: str | None) -> _Kept:
        kept = self._kept.get((lifted.shape, operation_name))
        if kept is None or not kept.serves(lifted.literals):
            kept = self._read(source, lifted, operation_name)
            self._kept[lifted.shape, operation_name] = kept
        elif lifted.literals and len(source.encode()) > self.documents.bounds.document_bytes:
            raise Unplanned("the document is too long")
        return kept

    def _read(self, source: str, lifted: Lifted, operation_name: str | None) -> _Kept:
        document = self.documents.read(source)
        if document.ast is None or document.errors:
            raise Unplanned("the document is at fault")
        try:
            operation = document.operation(operation_name)
        except GraphQLError as error:
            raise Unplanned("no such operation") from error
        movable = liftable(self.schema, document.ast, source, lifted)
        prepared = Prepared.of(self.schema, self.catalogue, document.ast, operation.node, movable)
        free = frozenset(movable.places.values())
        fixed = tuple((index, text) for index, text in enumerate(lifted.literals) if index not in free)
        return _Kept(operation, prepared, fixed)

    def _cost(self, kept: _Kept, variables: Mapping[str, Any], depends: tuple[object, ...]) -> int:
        cost = kept.costs.get(depends)
        if cost is None:
            cost = measure_cost(self.schema, kept.prepared.document, kept.operation.node, variables)
            if len(kept.costs) >= COSTS_KEPT:
                kept.costs.clear()
            kept.costs[depends] = cost
        return cost
