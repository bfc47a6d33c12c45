"""Several statements as one: each becomes an array of its rows, and its answer is told apart again.

The driver decodes the values of such rows as it does those of any other; types, keys and entities are those of the
statements.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Dialect,
    Executable,
    Result,
    Row,
    Select,
    func,
    inspect,
    literal_column,
    select,
)
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.orm import Mapper, make_transient_to_detached
from sqlalchemy.types import NullType, Numeric, TypeEngine

Values = Iterator[Any]
Reader = Callable[[Values], Any]
_ROW: ColumnElement[Any] = literal_column("row(q.*)")


def can_be_bundled(statement: Executable) -> bool:
    """Tell whether a statement may be asked together with others: one that selects, locks nothing, loads as usual."""
    return (
        isinstance(statement, Select)
        and statement._for_update_arg is None  # noqa: SLF001 - there is no other way to ask
        and not statement._with_options  # noqa: SLF001
        and not statement.get_execution_options()
    )


def bundle_of(statements: Sequence[Select[Any]]) -> Select[Any]:
    """Make the statement that asks all of them: one row, with an array of rows for each."""
    return select(*[_array_of(statement) for statement in statements])


def _array_of(statement: Select[Any]) -> Any:
    columns = [column for part in statement.column_descriptions for column in _columns_of(part)]
    rows = statement.with_only_columns(*columns, maintain_column_froms=True).subquery("q")
    return func.array(select(_ROW).select_from(rows).scalar_subquery(), type_=NullType())


def answers_of(statements: Sequence[Select[Any]], answered: Row[Any], dialect: Dialect) -> list[Result[Any]]:
    """Take the answers out of the row, as if each statement had been asked by itself."""
    return [_answer(statement, rows, dialect) for statement, rows in zip(statements, answered, strict=True)]


def _answer(statement: Select[Any], rows: Sequence[Sequence[Any]], dialect: Dialect) -> Result[Any]:
    parts = statement.column_descriptions
    readers = [_reader(part, dialect) for part in parts]
    found = []
    for row in rows:
        values = iter(row)
        found.append(tuple(read(values) for read in readers))
    return IteratorResult(SimpleResultMetaData([part["name"] for part in parts]), iter(found))


def _columns_of(part: Any) -> Sequence[Any]:
    """List the columns of a part of a SELECT: those of an entity, or itself."""
    entity = part["entity"]
    if entity is None or part["expr"] is not entity:
        return [part["expr"]]
    return [getattr(entity, key) for key in _keys(inspect(entity).mapper)]


@lru_cache(maxsize=512)
def _keys(mapper: Mapper[Any]) -> tuple[str, ...]:
    return tuple(attribute.key for attribute in mapper.column_attrs)


def _reader(part: Any, dialect: Dialect) -> Reader:
    entity = part["entity"]
    if entity is None or part["expr"] is not entity:
        return _column_reader(part["type"], dialect)
    return _entity_reader(inspect(entity).mapper, dialect)


def _column_reader(kind: TypeEngine[Any], dialect: Dialect) -> Reader:
    if isinstance(
        kind, Numeric
    ):  # its processor wants to know the driver's type, whose values fit as they are
        return next
    process = kind.dialect_impl(dialect).result_processor(dialect, None)
    return next if process is None else lambda values: process(next(values))


@lru_cache(maxsize=512)
def _entity_reader(mapper: Mapper[Any], dialect: Dialect) -> Reader:
    """Read an entity that belongs to no session; None where an outer join found none."""
    keys = _keys(mapper)
    readers = [_column_reader(attribute.columns[0].type, dialect) for attribute in mapper.column_attrs]
    plain = all(reader is next for reader in readers)
    identity = [mapper.get_property_by_column(column).key for column in mapper.primary_key]
    make = mapper.class_manager.new_instance

    def read(values: Values) -> Any:
        told = islice(values, len(keys)) if plain else (read_one(values) for read_one in readers)
        given = dict(zip(keys, told, strict=True))
        if any(given[key] is None for key in identity):
            return None
        entity = make()
        entity.__dict__.update(given)
        make_transient_to_detached(entity)
        return entity

    return read
