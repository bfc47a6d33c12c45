"""What of a schema may be read in plans: the declarations of all nouns, joined by type."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from graphql import GraphQLObjectType, GraphQLSchema, get_named_type, is_non_null_type

from schema.plans.calls import Arguments, Load, Row, Source
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
    Readable,
    Record,
    Scalar,
    Told,
)


class Catalogue:
    """The readable fields of each type; a noun may add to the type of a lower one, but replaces nothing.

    `loads` reads what plans may know of a tenant, by name.
    """

    def __init__(self, readables: Iterable[Readable] = (), loads: Mapping[str, Load] | None = None) -> None:
        self.loads = loads or {}
        self._fields: dict[tuple[str, str], Field] = {}
        self._exempt: dict[tuple[str, str], str] = {}
        self._joins: dict[str, dict[str, Callable[[Row], Source]]] = {}
        self._nodes: dict[str, Callable[[Row, Arguments], Source]] = {}
        for readable in readables:
            for name, field in readable.fields.items():
                self._add(readable.typename, name, field)
            for name, why in readable.exempt.items():
                self._exempt[readable.typename, name] = why
            self._joins.setdefault(readable.typename, {}).update(readable.joins)
            if readable.node is not None:
                self._nodes[readable.typename] = readable.node

    def _add(self, typename: str, name: str, field: Field) -> None:
        if (typename, name) in self._fields:
            raise ValueError(f"{typename}.{name} is declared twice")
        self._fields[typename, name] = field

    def field(self, typename: str, name: str) -> Field | None:
        """Find how a field is read."""
        return self._fields.get((typename, name))

    def why_not(self, typename: str, name: str) -> str:
        """Say why a field is not read in plans."""
        reason = self._exempt.get((typename, name))
        return f"{typename}.{name}: {reason}" if reason else f"{typename}.{name} is not readable"

    def joins(self, typename: str) -> Mapping[str, Callable[[Row], Source]]:
        """Give what rows of a type may be joined with."""
        return self._joins.get(typename, {})

    def node(self, typename: str) -> Callable[[Row, Arguments], Source] | None:
        """Find how an object of a type is found by its global id."""
        return self._nodes.get(typename)

    def told(self, typename: str) -> set[str]:
        """List the fields of a type that are declared, or exempt for a reason."""
        return {field for one, field in (*self._fields, *self._exempt) if one == typename}

    def faults(self, schema: GraphQLSchema) -> Iterator[str]:
        """Find declarations the schema contradicts: no such field, or null where the schema has none."""
        for (typename, name), field in self._fields.items():
            yield from _faults(schema.get_type(typename), f"{typename}.{name}", name, field)


def _faults(one: object, place: str, name: str, field: Field) -> Iterator[str]:
    definition = one.fields.get(name) if isinstance(one, GraphQLObjectType) else None
    if definition is None:
        yield f"{place} is in no schema"
        return
    if is_non_null_type(definition.type) and nullable(field):
        yield f"{place} may be null"
    if isinstance(field, Record):
        for inner, below in (field.fields or {}).items():
            yield from _faults(get_named_type(definition.type), f"{place}.{inner}", inner, below)


def nullable(field: Field) -> bool:
    """Tell whether a field as it is declared may be null."""
    match field:
        case Scalar() | One() | Told():
            return field.nullable
        case Node():
            return True
        case Doubtful():
            return field.value == "null"
        case Record():
            return field.when is not None
        case Many() | Pages():
            return field.shown is not None
        case Identity() | Entry() | Count():
            return False
