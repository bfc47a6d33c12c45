"""Inserts many rows in one statement: their columns travel as arrays, so that nothing is planned anew for each."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, column, func, insert, inspect, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from tenants.base import TenantScoped


async def insert_rows(
    session: AsyncSession, entity: type[TenantScoped], rows: Sequence[dict[str, Any]]
) -> None:
    """Insert rows, each given by the same columns, `id` among them; what is the same in all travels once."""
    if not rows:
        return
    table = inspect(entity).local_table
    kinds = {name: table.c[name].type for name in rows[0]}
    shared = {name: rows[0][name] for name in kinds if all(row[name] == rows[0][name] for row in rows)}
    own = [name for name in kinds if name not in shared]
    arrays = [literal([row[name] for row in rows], ARRAY(kinds[name])) for name in own]
    columns = [column(name, kinds[name]) for name in own]
    given = func.unnest(*arrays).table_valued(*columns).render_derived("given")
    chosen = [
        literal(shared[name], kinds[name]).label(name) if name in shared else given.c[name] for name in kinds
    ]
    await session.execute(insert(entity).from_select(list(kinds), select(*chosen)))
