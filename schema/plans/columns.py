"""Fields that are columns: how each is rendered, and whether it may be null, is read from its table."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Integer, Text
from sqlalchemy.orm import InstrumentedAttribute

from schema.plans.declarations import Kind, Scalar

_KINDS = (
    (Boolean, Kind.BOOLEAN),
    (BigInteger, Kind.LARGE),
    (Integer, Kind.INTEGER),
    (DateTime, Kind.INSTANT),
    (Date, Kind.DATE),
)


def column(attribute: "InstrumentedAttribute[Any]", *, plain: bool = False) -> Scalar:
    """Declare a column of the row itself; `plain` text is known, by a constraint, to need no escaping."""
    name = attribute.key
    return Scalar(
        _kind(attribute, plain=plain), lambda row: row(name), nullable=bool(attribute.expression.nullable)
    )


def of_joined(join: str, attribute: "InstrumentedAttribute[Any]") -> Scalar:
    """Declare a column of a row that is joined, or null where there is none."""
    name = attribute.key
    return Scalar(_kind(attribute, plain=False), lambda row: row.joined(join)(name), nullable=True)


def _kind(attribute: "InstrumentedAttribute[Any]", *, plain: bool) -> Kind:
    found = attribute.expression.type
    if isinstance(found, Text):
        return Kind.PLAIN if plain else Kind.TEXT
    for column_type, kind in _KINDS:
        if isinstance(found, column_type):
            return kind
    raise TypeError(f"{attribute}: no way to render {found!r}")
