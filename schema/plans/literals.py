"""Texts written into a document are lifted out of it before it is looked up: who asks for another unit's code in each
document asks the same question.

A document is cut at its quotation marks, which is safe where there is no comment, no block string and no escape;
elsewhere it stays as it is. Whether another text may stand in a place is decided when the document is compiled.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLID,
    GraphQLSchema,
    GraphQLString,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_nullable_type,
    visit,
)

CUT = "\0"
"""Stands where a text was; no document that can be parsed holds it."""


class Lifted(NamedTuple):
    """The text of a document without its literal texts, and these in their order."""

    shape: str
    literals: tuple[str, ...]


def lift(source: str) -> Lifted:
    """Cut the texts out of a document, or leave it whole where cutting might go wrong."""
    if '"' not in source or any(mark in source for mark in ("#", "\\", '"""', CUT)):
        return Lifted(source, ())
    pieces = source.split('"')
    literals = tuple(pieces[1::2])
    if len(pieces) % 2 == 0 or any("\n" in each or "\r" in each for each in literals):
        return Lifted(source, ())
    return Lifted(CUT.join(pieces[::2]), literals)


def places(source: str, lifted: Lifted) -> dict[int, int]:
    """Tell which literal begins at which character of the document."""
    found, at = {}, -1
    for index, text in enumerate(lifted.literals):
        at = source.index('"', at + 1)
        found[at] = index
        at += len(text) + 1
    return found


@dataclass(frozen=True, slots=True)
class Liftable:
    """The literals in whose place another text may stand: which begins at which character, and which are ids."""

    places: Mapping[int, int] = field(default_factory=dict)
    ids: tuple[int, ...] = ()


def liftable(schema: GraphQLSchema, document: DocumentNode, source: str, lifted: Lifted) -> Liftable:
    """Find the literals in whose place another text may stand.

    Each is an argument of type String or ID of a field whose key occurs once, so that no merge can fail for it.
    """
    if not lifted.literals:
        return Liftable()
    finder = _Finder(schema, places(source, lifted))
    visit(document, TypeInfoVisitor(finder.types, finder))
    alone = {at: index for at, (index, key) in finder.found.items() if finder.keys[key] == 1}
    return Liftable(alone, tuple(sorted(finder.ids & set(alone.values()))))


class _Finder(Visitor):
    """Notes texts that are arguments of fields, and how often each response key occurs."""

    def __init__(self, schema: GraphQLSchema, at: dict[int, int]) -> None:
        super().__init__()
        self.types = TypeInfo(schema)
        self.at = at
        self.found: dict[int, tuple[int, str]] = {}
        self.keys: Counter[str] = Counter()
        self.ids: set[int] = set()

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        key = node.alias.value if node.alias else node.name.value
        self.keys[key] += 1
        definition = self.types.get_field_def()
        declared = definition.args if definition is not None else {}
        for argument in node.arguments or ():
            wanted, value = declared.get(argument.name.value), argument.value
            if wanted is None or not isinstance(value, StringValueNode) or value.loc is None:
                continue
            if get_nullable_type(wanted.type) in (GraphQLString, GraphQLID) and value.loc.start in self.at:
                self.found[value.loc.start] = self.at[value.loc.start], key
                if get_nullable_type(wanted.type) is GraphQLID:
                    self.ids.add(self.at[value.loc.start])
