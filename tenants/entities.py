"""Reads what a SELECT is made of, columns and entities, out of rows as the driver gives them."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, inspect
from sqlalchemy.orm import Mapper
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.types import Numeric, TypeEngine

Reader = Callable[[Sequence[Any], int], Any]
"""Takes a part out of a row, at a place."""


def is_entity(part: Any) -> bool:
    """Tell whether a part of a SELECT is an entity."""
    entity = part.get("entity")
    return entity is not None and part["expr"] is entity


def columns_of(part: Any) -> Sequence[Any]:
    """List the columns of a part of a SELECT: those of an entity, or itself."""
    if not is_entity(part):
        return [part["expr"]]
    return [getattr(part["entity"], key) for key in _keys(inspect(part["entity"]).mapper)]


def reader_of(part: Any, dialect: Dialect) -> tuple[Reader, int]:
    """Tell how a part is read, and how many columns it has."""
    if not is_entity(part):
        process = _processor(part["type"], dialect)
        return (_as_it_is if process is None else lambda row, at: process(row[at])), 1
    mapper = inspect(part["entity"]).mapper
    return _entity_reader(mapper, dialect), len(_keys(mapper))


def _as_it_is(row: Sequence[Any], at: int) -> Any:
    return row[at]


@lru_cache(maxsize=512)
def _keys(mapper: Mapper[Any]) -> tuple[str, ...]:
    return tuple(attribute.key for attribute in mapper.column_attrs if not attribute.deferred)


def _processor(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    if isinstance(
        kind, Numeric
    ):  # its processor wants to know the driver's type, whose values fit as they are
        return None
    return kind.dialect_impl(dialect).result_processor(dialect, None)


@lru_cache(maxsize=512)
def _entity_reader(mapper: Mapper[Any], dialect: Dialect) -> Reader:
    """Read an entity that belongs to no session; None where an outer join found none."""
    keys = _keys(mapper)
    kinds = [mapper.column_attrs[key].columns[0].type for key in keys]
    processed = [
        (key, process)
        for key, kind in zip(keys, kinds, strict=True)
        if (process := _processor(kind, dialect)) is not None
    ]
    identity = [keys.index(mapper.get_property_by_column(column).key) for column in mapper.primary_key]
    make, kept_as = mapper.class_manager.new_instance, mapper.identity_key_from_primary_key

    def read(row: Sequence[Any], at: int) -> Any:
        key = [row[at + place] for place in identity]
        if key[0] is None:
            return None
        entity = make()
        values = entity.__dict__
        values.update(zip(keys, row[at : at + len(keys)], strict=True))
        for name, process in processed:
            values[name] = process(values[name])
        instance_state(entity).key = kept_as(tuple(key))
        return entity

    return read
