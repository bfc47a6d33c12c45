"""Writes documents at random: fragments, long aliases, directives, arguments omitted, null, given, and wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)

from schema.plans.catalogue import Catalogue

LONG = "an_alias_that_is_longer_than_the_sixty_three_bytes_a_name_in_postgresql_may_have"
ROWS = (0, 1, 2, 3, 5)
DAYS = ("2022-11-01", "2022-11-20", "2022-12-05", "2022-12-05", "2022-02-30", "yesterday")
NODES = (
    "Application",
    "Assessment",
    "Designation",
    "HealthEvent",
    "Household",
    "Official",
    "Review",
    "Unit",
    "UnitLog",
)


@dataclass
class Writer:
    """Writes one document over what a catalogue has; `values` gives texts that arguments may have."""

    random: Random
    schema: GraphQLSchema
    catalogue: Catalogue
    values: Mapping[str, Sequence[str]]
    variables: dict[str, Any] = field(default_factory=dict)
    declared: list[str] = field(default_factory=list)
    fragments: list[str] = field(default_factory=list)
    aliases: int = 0

    def document(self) -> str:
        """Write a query; its variables are in `variables` then."""
        root = self.schema.query_type
        assert root is not None
        body = self._selection(root, 3)
        head = (
            f"query Q({', '.join(self.declared)})" if self.declared else self.random.choice(("query Q", ""))
        )
        return "\n".join([f"{head} {body}", *self.fragments])

    def _chance(self, of: float) -> bool:
        return self.random.random() < of

    def _selection(self, of: GraphQLObjectType, depth: int) -> str:
        parts = [part for name in self._chosen(of, depth) for part in self._field(of, name, depth)]
        if self._chance(0.15):
            parts.insert(self.random.randrange(len(parts) + 1), "__typename")
        return "{ " + self._grouped(of, parts or ["__typename"]) + " }"

    def _chosen(self, of: GraphQLObjectType, depth: int) -> list[str]:
        """Choose fields that are readable, or rarely any."""
        names = [name for name in of.fields if self._told(of, name) and self._fits(of, name, depth)]
        most = 2 if of is self.schema.query_type else 6
        return self.random.sample(names, min(len(names), self.random.randint(1, most)))

    def _told(self, of: GraphQLObjectType, name: str) -> bool:
        wrapping = of.name.endswith(
            ("Connection", "Edge", "PageInfo", "Reason", "Coverage", "District", "Kind", "Counts", "Contact")
        )
        return (
            wrapping
            or not self.catalogue.told(of.name)
            or self.catalogue.field(of.name, name) is not None
            or self._chance(0.01)
        )

    def _fits(self, of: GraphQLObjectType, name: str, depth: int) -> bool:
        below = get_named_type(of.fields[name].type)
        if is_leaf_type(below):
            return True
        wrapping = of.name.endswith(("Connection", "Edge")) or of is self.schema.query_type
        return isinstance(below, GraphQLObjectType | GraphQLInterfaceType) and (wrapping or depth > 0)

    def _field(self, of: GraphQLObjectType, name: str, depth: int) -> Iterator[str]:
        definition = of.fields[name]
        for _ in range(2 if self._chance(0.1) else 1):
            asked = f"{self._alias()}{name}{self._arguments(definition)}{self._directive()}"
            yield asked + self._below(definition, depth)

    def _alias(self) -> str:
        if not self._chance(0.12):
            return ""
        self.aliases += 1
        return f"{self.random.choice(('a', LONG))}{self.aliases - self._chance(0.1)}: "

    def _below(self, definition: GraphQLField, depth: int) -> str:
        below = get_named_type(definition.type)
        if isinstance(below, GraphQLInterfaceType):
            return " { " + " ".join(self._possible(depth)) + " }"
        if not isinstance(below, GraphQLObjectType):
            return ""
        return " " + self._selection(
            below, depth if below.name.endswith(("Connection", "Edge")) else depth - 1
        )

    def _possible(self, depth: int) -> Iterator[str]:
        """Select of some of the types an object may have."""
        yield self.random.choice(("__typename", "id", "... on Node { id }"))
        for name in self.random.sample(NODES, 3):
            one = self.schema.get_type(name)
            assert isinstance(one, GraphQLObjectType)
            yield f"... on {name} {self._selection(one, depth - 2)}"

    def _grouped(self, of: GraphQLObjectType, parts: list[str]) -> str:
        """Put some of the fields into fragments, and a few in twice."""
        found = []
        for part in parts:
            place = self.random.random()
            if place < 0.08:
                found.append(f"... on {of.name}{self._directive()} {{ {part} }}")
            elif place < 0.13:
                found.append(f"...{self._directive()} {{ {part} }}")
            elif place < 0.2:
                name = f"F{len(self.fragments)}"
                self.fragments.append(f"fragment {name} on {of.name} {{ {part} }}")
                found += [f"...{name}"] * self.random.choice((1, 1, 2))
            else:
                found += [part] * (2 if place > 0.97 else 1)
        return " ".join(found)

    def _directive(self) -> str:
        if not self._chance(0.1):
            return ""
        way, holds = self.random.choice(("skip", "include")), self._chance(0.5)
        return (
            f" @{way}(if: {self._variable('Boolean!', holds) if self._chance(0.6) else str(holds).lower()})"
        )

    def _arguments(self, definition: GraphQLField) -> str:
        names = [
            name
            for name, argument in definition.args.items()
            if is_non_null_type(argument.type) or self._chance(0.08 if name in ("after", "before") else 0.25)
        ]
        if "code" in definition.args and "id" in definition.args and self._chance(0.9):
            names = [self.random.choice(("id", "code"))]
        given = [f"{name}: {self._argument(name, definition.args[name])}" for name in names]
        return f"({', '.join(given)})" if given else ""

    def _argument(self, name: str, argument: GraphQLArgument) -> str:
        required, type_ = is_non_null_type(argument.type), str(argument.type)
        value = self._value(name, get_named_type(argument.type).name)
        if value is not None and is_list_type(get_nullable_type(argument.type)):
            value = [value] * self.random.choice((0, 1, 1, 2))
        if not required and self._chance(0.15):
            return "null" if self._chance(0.5) else self._variable(type_, None)
        if not required and self._chance(0.08):
            return self._variable(type_, None, absent=True)
        if value is None or self._chance(0.5):
            return _literal(value)
        return self._variable(type_, value)

    def _value(self, name: str, typename: str) -> Any:
        if typename == "Int":
            return self.random.choice(ROWS) if self._chance(0.97) else self.random.choice((-1, 101, 100))
        if isinstance(of := self.schema.get_type(typename), GraphQLEnumType):
            return Name(self.random.choice([*of.values]))
        if typename == "Date":
            return self.random.choice(DAYS)
        known = self.values.get(name) or ("x",)
        return self.random.choice(known) if typename in ("ID", "String") else None

    def _variable(self, type_: str, value: Any, *, absent: bool = False) -> str:
        name = f"v{len(self.declared)}"
        default = f" = {_literal(value)}" if value is not None and self._chance(0.2) else ""
        self.declared.append(f"${name}: {type_}{default}")
        if not (absent or (default and self._chance(0.5))):
            self.variables[name] = value
        return f"${name}"


class Name(str):
    """The name of an enum's value."""

    __slots__ = ()


def _literal(value: Any) -> str:
    if isinstance(value, Name):
        return str(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return (
        str(value) if isinstance(value, int) else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )
