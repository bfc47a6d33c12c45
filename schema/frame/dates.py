"""The days a client may name: at the edges of the calendar there is no day before, no week after, no other zone."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type
from strawberry import Schema

from schema.frame.errors import DomainError, ErrorCode

EARLIEST, LATEST = 1900, 2999
"""Years, the first and the last."""
SCALARS = frozenset({"Date", "DateTime"})


def day_fault(value: date, field: tuple[str, ...]) -> DomainError | None:
    """Tell that a day, or an instant in whichever zone it is told, lies in no year of ours."""
    if EARLIEST <= value.year <= LATEST:
        return None
    message = f"日期须在{EARLIEST}年至{LATEST}年之间。"
    return DomainError(ErrorCode.INVALID_INPUT, message, field=field)


def bound_dates(schema: Schema) -> Schema:
    """Have every field that takes a day, or an instant, refuse those at the edges of the calendar."""
    for kind in schema._schema.type_map.values():  # noqa: SLF001 - Strawberry has no public way to it
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field in kind.fields.values():
                names = {
                    name: argument.out_name or name
                    for name, argument in field.args.items()
                    if get_named_type(argument.type).name in SCALARS
                }
                if names and field.resolve is not None:
                    field.resolve = _bounded(field.resolve, names)
    return schema


def _bounded(resolve: Callable[..., Any], names: Mapping[str, str]) -> Callable[..., Any]:
    def bounded(source: Any, info: Any, **given: Any) -> Any:
        for name, key in names.items():
            value = given.get(key)
            fault = day_fault(value, (name,)) if isinstance(value, date) else None
            if fault is not None:
                raise fault
        return resolve(source, info, **given)

    return bounded
