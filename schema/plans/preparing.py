"""An operation made ready: its variables, the texts that may change, and the plans made of it so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode, OperationType

from authz.actions import Action
from schema.frame.context import RequestContext
from schema.plans.calls import Known, Reading
from schema.plans.catalogue import Catalogue
from schema.plans.compiling import Compiler
from schema.plans.literals import Liftable
from schema.plans.parameters import Bind, Permissions, shape_of
from schema.plans.selections import NotForCaller, Selections, Unplanned
from schema.plans.splitting import Rest, document_of
from schema.plans.telling import Teller
from schema.plans.variables import Variable, typename_of, variables_of

VARIANTS_KEPT = 16
"""Plans of one operation: for its variables as they are given or not, for numbers, and for callers' permissions."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A statement, what it is sent with, and for whom it was made.

    `left` is the document of what the resolvers are asked, and `rest` how it lies in the answer: always if there is
    a `why`, else where the statement finds that it has to be.
    """

    statement: str
    binds: tuple[Bind, ...]
    known: tuple[Known, ...]
    asked: tuple[tuple[Action, int], ...]
    has_cursors: bool
    constant: bytes | None = None
    """The answer itself, where it is the same for everybody at any time."""
    tellers: tuple[Teller, ...] = ()
    rest: Rest | None = None
    left: DocumentNode | None = None
    why: str = ""

    def serves(self, reading: Reading) -> bool:
        """Tell whether the plan was made for a caller with these permissions."""
        return all(shape_of(reading, action) == shape for action, shape in self.asked)


@dataclass(slots=True)
class Prepared:
    """One operation of a valid document. `lifted` tells which of its literal texts may be others in the next call."""

    schema: GraphQLSchema
    catalogue: Catalogue
    document: DocumentNode
    operation: OperationDefinitionNode
    lifted: Liftable
    variables: Sequence[Variable] = ()
    unplanned: str = ""
    _plans: dict[tuple[object, ...], list[Plan]] = field(default_factory=dict)
    _never: dict[tuple[object, ...], str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        schema: GraphQLSchema,
        catalogue: Catalogue,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        lifted: Liftable,
    ) -> "Prepared":
        """Make an operation ready; one no plan can answer is remembered as such."""
        prepared = cls(schema, catalogue, document, operation, lifted)
        try:
            if operation.operation is not OperationType.QUERY:
                raise Unplanned("no query")
            prepared.variables = variables_of(schema, operation)
        except Unplanned as reason:
            prepared.unplanned = str(reason)
        return prepared

    def reading(
        self, context: RequestContext, sent: Mapping[str, Any], literals: Sequence[str]
    ) -> tuple[Reading, tuple[object, ...]]:
        """Read a call's variables; give with them what of them a plan depends on."""
        values: dict[str, Any] = {}
        depends = [variable.read(sent, values) for variable in self.variables]
        depends += [typename_of(literals[index]) for index in self.lifted.ids]
        return Reading(context, values, literals), tuple(depends)

    def plan(self, reading: Reading, depends: tuple[object, ...]) -> tuple[Plan, bool]:
        """Find the plan for a call, or make it, and tell whether it was there; raise Unplanned if there can be none.

        That there can be none is remembered too.
        """
        if self.unplanned or depends in self._never:
            raise Unplanned(self.unplanned or self._never[depends])
        for made in self._plans.get(depends, ()):
            if made.serves(reading):
                return made, True
        if len(self._never) + sum(len(each) for each in self._plans.values()) >= VARIANTS_KEPT:
            self._plans.clear()
            self._never.clear()
        try:
            plan = self._compile(reading)
        except NotForCaller:
            raise
        except Unplanned as reason:
            self._never[depends] = str(reason)
            raise
        self._plans.setdefault(depends, []).append(plan)
        return plan, False

    def _compile(self, reading: Reading) -> Plan:
        permissions = Permissions(reading)
        selections = Selections.of(self.schema, self.document, reading.variables)
        compiler = Compiler(self.catalogue, selections, permissions, self.lifted.places, reading.literals)
        statement = compiler.statement(self.operation)
        if compiler.reasons and compiler.planned <= len(compiler.reasons):
            raise Unplanned(compiler.reasons[0])
        rest = compiler.rest
        return Plan(
            statement,
            tuple(compiler.parameters.binds),
            tuple(compiler.parameters.known.values()),
            tuple(permissions.asked.items()),
            compiler.has_cursors,
            compiler.constant,
            tuple(compiler.tellers),
            rest or None,
            document_of(rest, self.operation, self.document) if rest else None,
            compiler.reasons[0] if compiler.reasons else "",
        )
