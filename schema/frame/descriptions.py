"""Gives the schema its descriptions: the docstring of a type or resolver is what a client reads."""

import inspect
from typing import Any

from graphql import (
    GraphQLNamedType,
    get_named_type,
    is_input_object_type,
    is_introspection_type,
    is_specified_scalar_type,
)
from strawberry import Schema
from strawberry.types.field import StrawberryField


def describe(schema: Schema) -> Schema:
    """Fill in, from docstrings, each description the definitions leave out."""
    for graphql_type in schema._schema.type_map.values():  # noqa: SLF001 - Strawberry has no public way to it
        if is_introspection_type(graphql_type) or is_specified_scalar_type(graphql_type):
            continue
        _describe_type(graphql_type)
        for field in getattr(graphql_type, "fields", {}).values():
            _describe_inputs(field)
            definition = getattr(field, "extensions", {}).get("strawberry-definition")
            if not field.description and isinstance(definition, StrawberryField):
                field.description = _resolver_doc(definition)
    return schema


def _describe_type(graphql_type: GraphQLNamedType) -> None:
    definition = graphql_type.extensions.get("strawberry-definition")
    origin: Any = getattr(definition, "origin", None) or getattr(definition, "wrapped_cls", None)
    if not graphql_type.description and origin is not None:
        graphql_type.description = inspect.getdoc(origin)


def _describe_inputs(field: Any) -> None:
    """Let an argument that takes an input type say what the type says."""
    for argument in getattr(field, "args", {}).values():
        taken = get_named_type(argument.type)
        if not argument.description and is_input_object_type(taken):
            _describe_type(taken)
            argument.description = taken.description


def _resolver_doc(definition: StrawberryField) -> str | None:
    resolver = definition.base_resolver
    return inspect.getdoc(resolver.wrapped_func) if resolver is not None else None
