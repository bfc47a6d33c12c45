"""Writes documents that ask for everything: each field of a type, and of the types below it."""

from collections.abc import Collection, Iterator
from typing import Any

from graphql import (
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

Fields = set[tuple[str, str]]
"""Fields as (type, field)."""


def everything(schema: GraphQLSchema, typename: str, *, depth: int = 4, above: tuple[str, ...] = ()) -> str:
    """Select all fields of a type and `depth` types below; a type met again gives its leaves only."""
    one = schema.type_map[typename]
    assert isinstance(one, GraphQLObjectType), typename
    return "{ __typename " + " ".join(_fields(schema, one, depth, above)) + " }"


def _fields(
    schema: GraphQLSchema, one: GraphQLObjectType, depth: int, above: tuple[str, ...]
) -> Iterator[str]:
    wrapping = one.name.endswith(("Connection", "Edge", "Payload"))
    for name, field in one.fields.items():
        assert not any(is_required_argument(argument) for argument in field.args.values()), name
        below = get_named_type(field.type)
        if is_leaf_type(below):
            yield name
        elif one.name not in above and (depth > 0 or wrapping):
            left = depth if wrapping else depth - 1
            yield f"{name} {everything(schema, below.name, depth=left, above=(*above, one.name))}"


def root_document(schema: GraphQLSchema, kind: str, field: str, *, depth: int = 4, only: str = "") -> str:
    """Write an operation that calls a root field, takes its arguments as variables, and asks for everything.

    `only` replaces the selection.
    """
    root = schema.query_type if kind == "query" else schema.mutation_type
    assert root is not None
    definition = root.fields[field]
    # A variable that is not given leaves its argument to the schema's default.
    declared = {
        name: str(argument.type).removesuffix("!" if argument.default_value is not Undefined else "")
        for name, argument in definition.args.items()
    }
    variables = ", ".join(f"${name}: {type_}" for name, type_ in declared.items())
    variables = f"({variables})" if variables else ""
    given = ", ".join(f"{name}: ${name}" for name in definition.args)
    given = f"({given})" if given else ""
    below = get_named_type(definition.type)
    selection = "" if is_leaf_type(below) else only or everything(schema, below.name, depth=depth)
    return f"{kind} {variables} {{ result: {field}{given} {selection} }}"


def answered(data: Any) -> Fields:
    """List the fields that were answered with something: not null, and not an empty list."""
    found: Fields = set()
    if isinstance(data, list):
        for item in data:
            found |= answered(item)
    elif isinstance(data, dict):
        for name, value in data.items():
            if value is not None and value != [] and "__typename" in data:
                found.add((data["__typename"], name))
            found |= answered(value)
    return found


def output_fields(schema: GraphQLSchema, *, without: Collection[str] = ()) -> Fields:
    """List every field of every object type, the roots and `without` left out."""
    roots = {root.name for root in (schema.query_type, schema.mutation_type) if root}
    return {
        (one.name, name)
        for one in schema.type_map.values()
        if isinstance(one, GraphQLObjectType) and not one.name.startswith("__")
        if one.name not in roots and one.name not in without
        for name in one.fields
    }
