"""Writes enum values by look-up: Strawberry goes through all members of an enum for each value it writes."""

from typing import Any

from strawberry import Schema
from strawberry.schema.schema_converter import CustomGraphQLEnumType


def write_by_lookup(schema: Schema) -> Schema:
    """Let each enum of a schema find the name of a member in a table; values that are none go the usual way."""
    for graphql_type in schema._schema.type_map.values():  # noqa: SLF001 - Strawberry has no public way to it
        if isinstance(graphql_type, CustomGraphQLEnumType):
            _quicken(graphql_type)
    return schema


def _quicken(enum: CustomGraphQLEnumType) -> None:
    members: Any = enum.wrapped_cls
    name_of = {value.value: name for name, value in enum.values.items()}
    names = {member: name_of[member.value] for member in members if member.value in name_of}
    usual = enum.coerce_output_value

    def write(value: Any) -> str:
        name = names.get(value) if isinstance(value, members) else None
        return usual(value) if name is None else name

    enum.coerce_output_value = write  # type: ignore[method-assign, assignment]
