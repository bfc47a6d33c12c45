"""What is written: a digest of every row version of a tenant, table by table, to show that nothing changed."""

import uuid
from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from schema.metadata import METADATA

Ledger = Mapping[str, tuple[int, str]]

_STATEMENT = text(
    " union all ".join(
        f"select '{table.name}' as name, count(*), "
        f"coalesce(sum(hashtextextended(ctid::text || xmin::text, 0)), 0)::text from {table.name}"
        + "".join(f" where {name} = any(:tenants)" for name in ("tenant_id", "subject") if name in table.c)
        for table in METADATA.sorted_tables
    )
)


async def read_ledger(owner: AsyncEngine, *tenants: uuid.UUID) -> Ledger:
    """Count and digest the rows of these tenants in every table, and the platform's own tables whole.

    A row written anew lies elsewhere and bears another transaction, even if it says what it said before. One statement
    sees one state of them all; it needs no transaction around it.
    """
    async with owner.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        rows = await connection.execute(_STATEMENT, {"tenants": list(tenants)})
        return {name: (count, digest) for name, count, digest in rows}


def changed(before: Ledger, after: Ledger) -> set[str]:
    """Name the tables in which anything differs; that caches are told of it goes without saying."""
    found = {name for name in before if before[name] != after[name]}
    return found - {"versions"} or found
