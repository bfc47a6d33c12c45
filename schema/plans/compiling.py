"""The compiler: a query whose fields are all readable becomes one statement, which gives the answer's bytes.

Every table it names is narrowed to the tenant that the statement itself binds, beside row security.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from graphql import GraphQLObjectType, GraphQLOutputType, OperationDefinitionNode

from schema.plans.arguments import FieldArguments, defaults_of, nodes_of
from schema.plans.calls import Source
from schema.plans.catalogue import Catalogue
from schema.plans.declarations import Field, Many, Node, One, Record
from schema.plans.parameters import Parameters, Permissions
from schema.plans.rendering import UNKNOWN_SQL, Text
from schema.plans.rows import TableRow
from schema.plans.selections import NotForCaller, Selected, Selections, Unplanned, object_type
from schema.plans.splitting import Rest
from schema.plans.telling import Teller
from schema.plans.values import Asked, value

BOUND = "(select set_config('app.tenant_id', $1::text, true)::uuid as t offset 0) g"
"""Binds the tenant in the statement that reads; `offset 0` keeps it from being folded away."""


@dataclass(slots=True)
class Compiler:
    """Compiles one operation under the variables and permissions of a call.

    `places` tells which literal text begins at which character, of those that may be another in the next call. Fields
    that cannot be read are left in `rest`, for `reasons`; `planned` counts those that are.
    """

    catalogue: Catalogue
    selections: Selections
    permissions: Permissions
    places: Mapping[int, int]
    literals: Sequence[str] = ()
    parameters: Parameters = field(default_factory=Parameters)
    has_cursors: bool = False
    constant: bytes | None = None
    rest: Rest = field(default_factory=lambda: Rest(""))
    reasons: list[str] = field(default_factory=list)
    tellers: list[Teller] = field(default_factory=list)
    planned: int = 0
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def statement(self, operation: OperationDefinitionNode) -> str:
        """Write the statement that gives the `data` of a query, as UTF-8."""
        root = self.selections.schema.query_type
        if root is None:
            raise Unplanned("no queries")
        self.rest = Rest(root.name)
        top = TableRow("g", self.catalogue.joins(root.name), self._numbers, self.parameters)
        data = self.object(self.selections.of_type([operation.selection_set], root), root, top)
        premises = [known.premise(top) for known in self.parameters.known.values() if known.premise]
        answer = (
            f"case when {' and '.join(premises)} then {data} else {UNKNOWN_SQL} end" if premises else data
        )
        if not premises and not self.rest and all(constant for constant, _ in data.pieces):
            self.constant = "".join(piece for _, piece in data.pieces).encode()
        return f"select convert_to({answer}, 'UTF8') from {BOUND}"

    def object(
        self,
        asked: Sequence[Selected],
        of: GraphQLObjectType,
        row: TableRow,
        fields: Mapping[str, Field] | None = None,
    ) -> Text:
        """Render the fields asked of an object of a type, in their order; `fields` are those of a record."""
        found = Text().constant("{")
        for index, one in enumerate(asked):
            found.constant(f'{"," if index else ""}"{one.key}":')
            if one.name == "__typename":
                found.constant(f'"{of.name}"')
            else:
                declared = self.catalogue.field(of.name, one.name) if fields is None else fields.get(one.name)
                found.extend(self._field_or_none(one, of, declared, row))
        return found.constant("}")

    def _field_or_none(
        self, one: Selected, of: GraphQLObjectType, declared: Field | None, row: TableRow
    ) -> Text:
        """Render a field, or leave it and whatever was begun for it."""
        rest, planned, tellers = self.rest, self.planned, len(self.tellers)
        before = self.parameters.copy(), row.copy()
        try:
            if declared is None:
                raise Unplanned(self.catalogue.why_not(of.name, one.name))
            self.planned += not isinstance(declared, One | Many | Record | Node)
            return self._field(one, of, declared, row)
        except NotForCaller:
            raise
        except Unplanned as reason:
            self.reasons.append(str(reason))
        self.rest, self.planned = rest, planned
        del self.tellers[tellers:]
        self.parameters.restore(before[0])
        row.restore(before[1])
        rest.below.pop(one.key, None)
        rest.left[one.key] = one
        return Text().constant("null")

    def _field(self, one: Selected, of: GraphQLObjectType, declared: Field, row: TableRow) -> Text:
        definition = of.fields[one.name]
        arguments = FieldArguments(
            nodes_of(one),
            defaults_of(definition),
            self.selections.variables,
            self.parameters,
            self.permissions,
            self.places,
            self.literals,
        )
        found = value(self, Asked(one, definition.type, row, arguments), declared)
        unread = set(definition.args) - arguments.asked
        if any(arguments.value(name) is not None for name in unread):
            raise Unplanned(f"an argument of {of.name}.{one.name}")
        return found

    def row(self, source: Source, typename: str) -> TableRow:
        """Give a row of a source as one of a type."""
        joins = self.catalogue.joins(typename)
        return TableRow(source.alias, joins, self._numbers, self.parameters, source.aliases)

    def below(
        self,
        one: Selected,
        type_: GraphQLOutputType,
        row: TableRow,
        fields: Mapping[str, Field] | None = None,
    ) -> Text:
        """Render the object a field gives, of a row; `fields` are those of a record."""
        of, outer = object_type(type_), self.rest
        self.rest = outer.under(one, of.name)
        found = self.object(self.selections.of_type(one.selections, of), of, row, fields)
        self.rest = outer
        return found
