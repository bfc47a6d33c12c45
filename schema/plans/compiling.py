"""The compiler: a query whose fields are all readable becomes one statement, which gives the answer's bytes.

Every table it names is narrowed to the tenant that the statement itself binds, beside row security.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from graphql import GraphQLObjectType, GraphQLOutputType, OperationDefinitionNode, get_named_type

from schema.plans.arguments import FieldArguments, defaults_of, nodes_of
from schema.plans.catalogue import Catalogue
from schema.plans.connections import connection
from schema.plans.declarations import (
    Count,
    Doubtful,
    Entry,
    Field,
    Identity,
    Many,
    Node,
    One,
    Pages,
    Record,
    Scalar,
    Source,
    Told,
)
from schema.plans.entries import entry_parameter
from schema.plans.objects import rendering_of
from schema.plans.paging import Extent, PageStatement
from schema.plans.parameters import Parameters, Permissions
from schema.plans.rendering import REFUSED_SQL, UNKNOWN_SQL, Text, identity, leaf
from schema.plans.rows import TableRow, rows_of
from schema.plans.selections import NotForCaller, Selected, Selections, Unplanned, object_type
from schema.plans.splitting import DOUBT_SQL, Rest
from schema.plans.telling import NOTING, Teller, marked, teller_of

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
        found = self._value(one, definition.type, declared, row, arguments)
        unread = set(definition.args) - arguments.asked
        if any(arguments.value(name) is not None for name in unread):
            raise Unplanned(f"an argument of {of.name}.{one.name}")
        return found

    def _value(
        self, one: Selected, type_: GraphQLOutputType, declared: Field, row: TableRow, arguments: FieldArguments
    ) -> Text:
        match declared:
            case Scalar():
                return leaf(declared, declared.sql(row))
            case Identity():
                return identity(declared.typename, row("id"))
            case Entry():
                return self._entry(one, type_, declared, row)
            case Record():
                return self._record(one, type_, declared, row)
            case Node():
                return self._node(one, row, arguments, declared)
            case Told():
                return self._told(one, type_, declared, row, arguments)
            case Doubtful():
                self.rest.left[one.key] = one
                plain = declared.plain(row, arguments)
                return Text().sql(f"case when {plain} then '{declared.value}' else {DOUBT_SQL} end")
            case One() | Count() | Many() | Pages():
                source = declared.source(row, arguments)
                found = self._rows(one, type_, declared, source, arguments)
                if isinstance(declared, One) and declared.doubt is not None:
                    self.rest.left[one.key] = one
                    doubt = declared.doubt(row, arguments)
                    found = Text().sql(f"coalesce({found}, case when {doubt} then {DOUBT_SQL} else 'null' end)")
                if isinstance(declared, Many | Pages) and declared.shown is not None:
                    found = Text().sql(
                        f"case when {declared.shown(row, arguments)} then {found} else 'null' end"
                    )
                if isinstance(declared, Many) and declared.turns is not None:
                    self.tellers.append(NOTING)
                    noted = marked(len(self.tellers) - 1, (declared.turns(row),))
                    found = Text().sql(noted).extend(found)
                if not source.requires:
                    return found
                return Text().sql(
                    f"case when {' and '.join(source.requires)} then {found} else {REFUSED_SQL} end"
                )

    def _rows(
        self,
        one: Selected,
        type_: GraphQLOutputType,
        declared: One | Count | Many | Pages,
        source: Source,
        arguments: FieldArguments,
    ) -> Text:
        if isinstance(declared, One):
            return self._one(one, type_, declared, source)
        if isinstance(declared, Count):
            return Text().sql(f"(select count(*)::text {rows_of(source)})")
        if isinstance(declared, Many):
            return self._many(one, type_, declared, source)
        return self._pages(one, type_, declared, source, arguments)

    def _row(self, source: Source, typename: str) -> TableRow:
        joins = self.catalogue.joins(typename)
        return TableRow(source.alias, joins, self._numbers, self.parameters, source.aliases)

    def _below(
        self,
        one: Selected,
        type_: GraphQLOutputType,
        row: TableRow,
        fields: Mapping[str, Field] | None = None,
    ) -> Text:
        of, outer = object_type(type_), self.rest
        self.rest = outer.under(one, of.name)
        found = self.object(self.selections.of_type(one.selections, of), of, row, fields)
        self.rest = outer
        return found

    def _told(
        self,
        one: Selected,
        type_: GraphQLOutputType,
        declared: Told,
        row: TableRow,
        arguments: FieldArguments,
    ) -> Text:
        if declared.needed is not None:
            arguments.require(declared.needed)
        if declared.asks:
            self.rest.left[one.key] = one
        self.parameters.known.update({known.name: known for known in declared.known})
        self.tellers.append(teller_of(declared, rendering_of(one, type_, self.selections)))
        return Text().sql(marked(len(self.tellers) - 1, declared.facts(row)))

    def _entry(self, one: Selected, type_: GraphQLOutputType, declared: Entry, row: TableRow) -> Text:
        self.parameters.known[declared.known.name] = declared.known
        key, bind = entry_parameter(declared, one, type_, self.selections)
        held = self.parameters.add(key, "jsonb", bind)
        return Text().sql(f"coalesce({held} ->> {declared.key(row)}, {UNKNOWN_SQL})")

    def _record(self, one: Selected, type_: GraphQLOutputType, declared: Record, row: TableRow) -> Text:
        found = self._below(one, type_, row, declared.fields)
        if declared.when is None:
            return found
        return Text().sql(f"case when {declared.when(row)} then {found} else 'null' end")

    def _one(self, one: Selected, type_: GraphQLOutputType, declared: One, source: Source) -> Text:
        row = self._row(source, object_type(type_).name)
        found = Text().sql(f"(select {self._below(one, type_, row)} {rows_of(source, row.lateral)})")
        if declared.doubt is not None:
            return found
        absent = "'null'" if declared.nullable else UNKNOWN_SQL
        return Text().sql(f"coalesce({found}, {absent})")

    def _node(self, one: Selected, row: TableRow, arguments: FieldArguments, declared: Node) -> Text:
        typename = arguments.typename(declared.argument)
        find, of = self.catalogue.node(typename), self.selections.schema.get_type(typename)
        if find is None or not isinstance(of, GraphQLObjectType):
            raise Unplanned(f"nodes of type {typename or 'unknown'}")
        return self._one(one, of, One(find), find(row, arguments))

    def _many(self, one: Selected, type_: GraphQLOutputType, declared: Many, source: Source) -> Text:
        named = get_named_type(type_)
        row = self._row(source, named.name)
        found = leaf(declared.item, declared.item.sql(row)) if declared.item else self._below(one, type_, row)
        rows = f"select {found} as o {rows_of(source, row.lateral)}"
        listed = f"(select coalesce(string_agg(x.o, ','), '') from ({rows}) x)"
        return Text().constant("[").sql(listed).constant("]")

    def _pages(
        self,
        one: Selected,
        type_: GraphQLOutputType,
        declared: Pages,
        source: Source,
        arguments: FieldArguments,
    ) -> Text:
        of = object_type(type_)
        node = object_type(object_type(of.fields["edges"].type).fields["node"].type)
        row = self._row(source, node.name)
        name = declared.name if isinstance(declared.name, str) else declared.name(arguments)
        page = PageStatement(declared, name, source, Extent.of(arguments), declared.order(source))
        outer = self.rest

        def shown_node(edges: Selected, each: Selected) -> Text:
            self.rest = outer.under(one, of.name).under(edges, f"{node.name}Edge")
            return self._below(each, node, row)

        shown = connection(one, of, page, self.selections, shown_node)
        self.rest = outer
        self.has_cursors = self.has_cursors or page.has_cursors
        return Text().sql(f"(select {shown} {page.rows(row.lateral, arguments)})")
