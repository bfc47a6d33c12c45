"""A district grown large by statements over sets: a hundred thousand buildings, and many rows of everything.

The rows are made from those a stage has: its states are mixed as they are there, each new row belongs to a building of
its own, and rows that belong together have the same number. No operation acts on them; they are what stands in its way.
"""

import uuid
from collections.abc import Mapping

from sqlalchemy import Column, LargeBinary, Table, Text, UniqueConstraint, text
from sqlalchemy.ext.asyncio import AsyncEngine

from schema.metadata import METADATA

BUILDINGS = 100_000
ROWS = 10_000
"""Of every other table; the planner is told ten times as many, so that it weighs plans as for a hundred thousand."""
FEW: Mapping[str, str] = {
    "api_clients": "a handful of other systems",
    "calendar_entries": "days that differ from the nation's",
    "delegations": "officials on leave",
    "designation_counters": "one for each kind and year",
    "guideline_drafts": "written by hand",
    "guideline_versions": "written by hand",
    "guideline_withdrawals": "written by hand",
    "key_areas": "listed by hand",
    "rule_change_decisions": "one or two for each version",
    "rule_changes": "one for each version",
    "simulation_changes": "deleted after a week",
    "simulations": "deleted after a week",
    "unit_successors": "splits and mergers are rare",
    "units": "made first, see below",
}
"""Tables that do not grow with the district, with the reason; and its units."""
_PLACES = """
    insert into units (tenant_id, id, code, name, kind, parent_id, path, created_at, revision)
    select p.tenant_id, md5('{kind}:' || n)::uuid, '{letter}' || n, '{letter}' || n, '{kind}', p.id,
        p.path || '.{letter}' || n, p.created_at, 1
    from generate_series(1, {count}) n join units p on p.tenant_id = :tenant and p.code = {above}"""
_TREE = (
    _PLACES.format(kind="street", letter="ZS", count=10, above=":root"),
    _PLACES.format(kind="community", letter="ZC", count=200, above="'ZS' || (n % 10 + 1)"),
    _PLACES.format(kind="building", letter="Z", count=BUILDINGS, above="'ZC' || (n % 200 + 1)"),
)
_OWN = {
    "path": "u.path",
    "scope_path": "u.path",
    "sequence": "r.sequence + 1000000 * n::bigint",
    "subject_id": "md5('subject:' || n)::uuid",
}
"""What the n-th row has of its own in columns no constraint tells of: its unit's path, a number, what it is about."""


async def crowd(owner: AsyncEngine, tenant_id: uuid.UUID, root: str) -> None:
    """Let a district grow, and the database look at it."""
    given = {"tenant": tenant_id, "root": root}
    grown = [table for table in METADATA.sorted_tables if "tenant_id" in table.c and table.name not in FEW]
    async with owner.begin() as connection:
        await connection.execute(text("set local session_replication_role = replica"))
        for statement in (*_TREE, *map(_growing, grown)):
            asked = text(statement)
            await connection.execute(asked, {name: given[name] for name in asked.compile().params})
        await connection.execute(text("analyze"))
        for table in grown:
            await connection.execute(text(f"alter table {table.name} set (autovacuum_enabled = false)"))
        await connection.execute(
            text("update pg_class set reltuples = 10 * reltuples where relname = any(:grown)"),
            {"grown": [table.name for table in grown]},
        )


def _growing(table: Table) -> str:
    written = [column for column in table.c if column.computed is None]
    columns = ", ".join(column.name for column in written)
    values = ", ".join(_value(table, column) for column in written)
    return f"""
        insert into {table.name} ({columns}) select {values}
        from generate_series(1, {ROWS}) n
        join units u on u.tenant_id = :tenant and u.id = md5('building:' || n)::uuid
        join (select *, row_number() over (order by id) as place, count(*) over () as places
            from {table.name} where tenant_id = :tenant) r on r.place = n % r.places + 1"""


def _value(table: Table, column: Column[object]) -> str:
    """Give the n-th row its own key, references to the n-th rows, and texts of its own where they are unique."""
    if column.name == "id":
        return f"md5('{table.name}:' || n)::uuid"
    if column.name == "tenant_id":
        return "u.tenant_id"
    if column.name in _OWN:
        return _OWN[column.name]
    targets = {key.column.table.name for key in column.foreign_keys} - {"tenants"}
    if targets and not targets & FEW.keys():
        return f"case when r.{column.name} is not null then md5('{targets.pop()}:' || n)::uuid end"
    if targets == {"units"}:
        return "u.id"
    if any(column.name in unique for unique in _unique(table)):
        if isinstance(column.type, Text):
            return f"r.{column.name} || '-Z' || n"
        if isinstance(column.type, LargeBinary):
            return "decode(md5(n::text), 'hex')"
    return f"r.{column.name}"


def _unique(table: Table) -> list[set[str]]:
    constraints = [
        set(rule.columns.keys()) for rule in table.constraints if isinstance(rule, UniqueConstraint)
    ]
    return constraints + [set(index.columns.keys()) for index in table.indexes if index.unique]
