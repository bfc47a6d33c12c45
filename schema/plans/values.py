"""What a declared field gives, as text in SQL: a leaf, an object, a list, a page, or what Python tells of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphql import GraphQLObjectType, GraphQLOutputType, get_named_type

from schema.plans.arguments import FieldArguments
from schema.plans.calls import Source
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
    Told,
)
from schema.plans.entries import entry_parameter
from schema.plans.objects import rendering_of
from schema.plans.paging import Extent, PageStatement
from schema.plans.rendering import REFUSED_SQL, UNKNOWN_SQL, Text, identity, leaf
from schema.plans.rows import TableRow, rows_of
from schema.plans.selections import Selected, Unplanned, object_type
from schema.plans.splitting import DOUBT_SQL
from schema.plans.telling import NOTING, marked, teller_of

if TYPE_CHECKING:
    from schema.plans.compiling import Compiler


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of a document: of which type it is, and of which row and with what arguments it is asked."""

    one: Selected
    type: GraphQLOutputType
    row: TableRow
    arguments: FieldArguments


def value(compiler: "Compiler", asked: Asked, declared: Field) -> Text:
    """Render a field."""
    match declared:
        case Scalar():
            return leaf(declared, declared.sql(asked.row))
        case Identity():
            return identity(declared.typename, asked.row("id"))
        case Entry():
            return _entry(compiler, asked, declared)
        case Told():
            return _told(compiler, asked, declared)
        case Doubtful():
            return _doubtful(compiler, asked, declared)
        case Record():
            found = compiler.below(asked.one, asked.type, asked.row, declared.fields)
            return _either(declared.when(asked.row), found) if declared.when is not None else found
        case Node():
            return _node(compiler, asked, declared)
    return _rows(compiler, asked, declared)


def _either(condition: str, found: Text, otherwise: str = "'null'") -> Text:
    return Text().sql(f"case when {condition} then {found} else {otherwise} end")


def _entry(compiler: "Compiler", asked: Asked, declared: Entry) -> Text:
    compiler.parameters.known[declared.known.name] = declared.known
    key, bind = entry_parameter(declared, asked.one, asked.type, compiler.selections)
    held = compiler.parameters.add(key, "jsonb", bind)
    return Text().sql(f"coalesce({held} ->> {declared.key(asked.row)}, {UNKNOWN_SQL})")


def _told(compiler: "Compiler", asked: Asked, declared: Told) -> Text:
    if declared.needed is not None:
        asked.arguments.require(declared.needed)
    if declared.asks:
        compiler.rest.left[asked.one.key] = asked.one
    compiler.parameters.known.update({known.name: known for known in declared.known})
    compiler.tellers.append(teller_of(declared, rendering_of(asked.one, asked.type, compiler.selections)))
    return Text().sql(marked(len(compiler.tellers) - 1, declared.facts(asked.row)))


def _doubtful(compiler: "Compiler", asked: Asked, declared: Doubtful) -> Text:
    compiler.rest.left[asked.one.key] = asked.one
    plain = declared.plain(asked.row, asked.arguments)
    return Text().sql(f"case when {plain} then '{declared.value}' else {DOUBT_SQL} end")


def _node(compiler: "Compiler", asked: Asked, declared: Node) -> Text:
    typename = asked.arguments.typename(declared.argument)
    find, of = compiler.catalogue.node(typename), compiler.selections.schema.get_type(typename)
    if find is None or not isinstance(of, GraphQLObjectType):
        raise Unplanned(f"nodes of type {typename or 'unknown'}")
    named = Asked(asked.one, of, asked.row, asked.arguments)
    return _one(compiler, named, One(find), find(asked.row, asked.arguments))


def _rows(compiler: "Compiler", asked: Asked, declared: One | Count | Many | Pages) -> Text:
    source = declared.source(asked.row, asked.arguments)
    match declared:
        case One():
            found = _one(compiler, asked, declared, source)
        case Count():
            found = Text().sql(f"(select count(*)::text {rows_of(source)})")
        case Many():
            found = _many(compiler, asked, declared, source)
        case Pages():
            found = _pages(compiler, asked, declared, source)
    if isinstance(declared, Many | Pages) and declared.shown is not None:
        found = _either(declared.shown(asked.row, asked.arguments), found)
    if isinstance(declared, Many) and declared.turns is not None:
        compiler.tellers.append(NOTING)
        noted = marked(len(compiler.tellers) - 1, (declared.turns(asked.row),))
        found = Text().sql(noted).extend(found)
    return _either(" and ".join(source.requires), found, REFUSED_SQL) if source.requires else found


def _one(compiler: "Compiler", asked: Asked, declared: One, source: Source) -> Text:
    row = compiler.row(source, object_type(asked.type).name)
    below = compiler.below(asked.one, asked.type, row)
    absent = "'null'" if declared.nullable else UNKNOWN_SQL
    if declared.doubt is not None:
        compiler.rest.left[asked.one.key] = asked.one
        doubt = declared.doubt(asked.row, asked.arguments)
        absent = f"case when {doubt} then {DOUBT_SQL} else 'null' end"
    return Text().sql(f"coalesce((select {below} {rows_of(source, row.lateral)}), {absent})")


def _many(compiler: "Compiler", asked: Asked, declared: Many, source: Source) -> Text:
    row = compiler.row(source, get_named_type(asked.type).name)
    if declared.item is not None:
        found = leaf(declared.item, declared.item.sql(row))
    else:
        found = compiler.below(asked.one, asked.type, row)
    rows = f"select {found} as o {rows_of(source, row.lateral)}"
    listed = f"(select coalesce(string_agg(x.o, ','), '') from ({rows}) x)"
    return Text().constant("[").sql(listed).constant("]")


def _pages(compiler: "Compiler", asked: Asked, declared: Pages, source: Source) -> Text:
    of, arguments = object_type(asked.type), asked.arguments
    edge = object_type(of.fields["edges"].type)
    node = object_type(edge.fields["node"].type)
    row = compiler.row(source, node.name)
    name = declared.name if isinstance(declared.name, str) else declared.name(arguments)
    page = PageStatement(declared, name, source, Extent.of(arguments), declared.order(source))
    outer = compiler.rest

    def shown(edges: Selected, each: Selected) -> Text:
        compiler.rest = outer.under(asked.one, of.name).under(edges, edge.name)
        return compiler.below(each, node, row)

    found = connection(asked.one, of, page, compiler.selections, shown)
    compiler.rest = outer
    compiler.has_cursors = compiler.has_cursors or page.has_cursors
    return Text().sql(f"(select {found} {page.rows(row.lateral, arguments)})")
