"""Inserts many rows, of one table or of several, in one statement: their columns travel as arrays.

So nothing is planned anew for each row, and a transaction's records of itself cost one message however many there are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import ARRAY, Column, TextClause, Uuid, bindparam, inspect, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from tenants.base import TenantScoped

Row = dict[str, Any]
Kinds = tuple[tuple[str, TypeEngine[Any]], ...]
Shape = tuple[tuple[type[TenantScoped], tuple[str, ...]], ...]
TOGETHER = 5_000
"""A table that gets more rows than this gets them in a statement of its own."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one table, each given by the same columns, `id` among them; the tenant is the session's."""

    entity: type[TenantScoped]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Closing:
    """A change that goes into the same statement: its SQL, with `:tenant` among its parameters, and their values.

    Changes that go together name their parameters apart.
    """

    sql: str
    parameters: Row
    kinds: Kinds


def row_of(record: TenantScoped) -> Row:
    """Read the columns of a record that belongs to no session, the tenant's aside; what is not set gets its default."""
    row: Row = {}
    for name, default in _columns(type(record)):  # type: ignore[arg-type]  # a class is hashable
        value = getattr(record, name)
        if value is None and default is not None:
            value = default()
            setattr(record, name, value)
        row[name] = value
    return row


@lru_cache(maxsize=128)
def _columns(entity: type[TenantScoped]) -> Sequence[tuple[str, Callable[[], Any] | None]]:
    """List the columns of a table, the tenant's aside, each with what gives its default."""
    columns = inspect(entity).columns
    return [(str(column.key), _default(column)) for column in columns if column.key != "tenant_id"]


def _default(column: Column[Any]) -> Callable[[], Any] | None:
    default: Any = column.default
    if default is None:
        return None
    return partial(default.arg, None) if default.is_callable else lambda: default.arg


async def insert_together(session: AsyncSession, batches: Sequence[Batch], *closings: Closing) -> None:
    """Insert the rows of several tables; references among them are looked at once all are written."""
    filled = [batch for batch in batches if batch.rows]
    large = [batch for batch in filled if len(batch.rows) > TOGETHER]
    for batch in large:
        await _insert(session, [batch])
    small = [batch for batch in filled if len(batch.rows) <= TOGETHER]
    if small or closings:
        await _insert(session, small, *closings)


async def _insert(session: AsyncSession, batches: Sequence[Batch], *closings: Closing) -> None:
    shape = tuple(
        (batch.entity, tuple(name for name in batch.rows[0] if name != "tenant_id")) for batch in batches
    )
    parameters: Row = {"tenant": session.info["tenant_id"]}
    for number, (batch, (_, names)) in enumerate(zip(batches, shape, strict=True)):
        parameters |= {f"p{number}_{name}": [row[name] for row in batch.rows] for name in names}
    for closing in closings:
        parameters |= closing.parameters
    changes = tuple((closing.sql, closing.kinds) for closing in closings)
    await session.execute(_statement(shape, changes), parameters)


@lru_cache(maxsize=256)
def _statement(shape: Shape, changes: tuple[tuple[str, Kinds], ...]) -> TextClause:
    """Write the statement of a shape: one `insert` for each table, and the closing changes."""
    parts: list[str] = []
    closing = [bindparam(name, type_=kind) for _, kinds in changes for name, kind in kinds]
    given = [bindparam("tenant", type_=Uuid()), *closing]
    for number, (entity, names) in enumerate(shape):
        table = inspect(entity).local_table
        given += [
            bindparam(f"p{number}_{name}", type_=ARRAY(_travelling(table.c[name].type), dimensions=1))
            for name in names
        ]
        arrays = ", ".join(f":p{number}_{name}" for name in names)
        columns = ", ".join(names)
        given_rows = f"unnest({arrays}) as given ({columns})"
        chosen = f"select :tenant, {columns} from {given_rows}"  # noqa: S608 - names of our own columns
        parts.append(f"insert into {table.name} (tenant_id, {columns}) {chosen}")
    parts += [sql for sql, _ in changes]
    *first, last = parts
    named = ", ".join(f"w{number} as ({part})" for number, part in enumerate(first))
    return text(f"with {named} {last}" if named else last).bindparams(*given)


def _travelling(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return JSONB(none_as_null=True) if isinstance(kind, JSONB) else kind
