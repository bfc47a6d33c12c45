"""A tenant's rows to others: not to be seen, not to be written, not to be referred to."""

import json
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from schema.frame.identifiers import split_id
from schema.metadata import METADATA
from tenants.base import new_id
from tenants.database import Database
from tests.builders.ledger import changed, read_ledger
from tests.builders.stage import Stage

TABLES = sorted(table.name for table in METADATA.sorted_tables if "tenant_id" in table.c)
REFERRING = sorted(
    table.name
    for table in METADATA.sorted_tables
    if any("tenant_id" in key.referred_table.c for key in table.foreign_key_constraints)
)
STANDING_ALONE = sorted(set(TABLES) - set(REFERRING))
INSUFFICIENT_PRIVILEGE = "42501"
FOREIGN_KEY_VIOLATION = "23503"


async def count(session: AsyncSession, table: str) -> int:
    return await session.scalar(text(f"select count(*) from {table}")) or 0


async def any_row(session: AsyncSession, table: str) -> dict[str, Any]:
    found = await session.scalar(text(f"select row_to_json(t)::text from {table} t order by id desc limit 1"))
    assert found is not None, f"the stage left {table} empty"
    row: dict[str, Any] = json.loads(found)
    return row


async def insert(session: AsyncSession, table: str, row: dict[str, Any]) -> None:
    given = ", ".join(column.name for column in METADATA.tables[table].c if column.computed is None)
    rows = f"select {given} from json_populate_record(null::{table}, cast(:row as json))"
    await session.execute(
        text(f"insert into {table} ({given}) {rows}"),
        {"row": json.dumps(row)},
    )


def sqlstate(refusal: pytest.ExceptionInfo[Any]) -> str:
    return str(refusal.value.orig.sqlstate)


@pytest.mark.parametrize("table", TABLES)
async def test_without_a_tenant_nothing_is_there(database: Database, stage: Stage, table: str) -> None:
    """Unset means 0 rows, for the runtime role as for the platform's; the tenant itself sees rows."""
    async with database.of(stage.district.tenant).read() as session:
        assert await count(session, table) > 0
    async with database.register() as session:
        assert await count(session, table) == 0


async def test_the_platform_role_sees_no_tenant_it_is_not_bound_to(database: Database, stage: Stage) -> None:
    async with database.begin_platform() as session:
        assert await count(session, "units") == 0
    async with database.begin_platform(stage.other.tenant) as session:
        assert await count(session, "units") == 4


@pytest.mark.parametrize("table", TABLES)
async def test_another_tenant_sees_and_changes_none(
    database: Database, owner: AsyncEngine, stage: Stage, table: str
) -> None:
    here = stage.district.tenant.id
    before = await read_ledger(owner, here)
    async with database.of(stage.other.tenant).begin() as session:
        seen = await session.scalar(text(f"select count(*) from {table} where tenant_id = :id"), {"id": here})
        assert seen == 0
        if await _has_right(session, table, "UPDATE"):
            updated = await session.execute(
                text(f"update {table} set id = id where tenant_id = :id"), {"id": here}
            )
            assert updated.rowcount == 0
        if await _has_right(session, table, "DELETE"):
            deleted = await session.execute(text(f"delete from {table} where tenant_id = :id"), {"id": here})
            assert deleted.rowcount == 0
    assert not changed(before, await read_ledger(owner, here))


async def _has_right(session: AsyncSession, table: str, right: str) -> bool:
    statement = text("select has_table_privilege(current_user, :table, :right)")
    return bool(await session.scalar(statement, {"table": table, "right": right}))


@pytest.mark.parametrize("table", TABLES)
async def test_a_row_with_another_tenants_id_is_refused(database: Database, stage: Stage, table: str) -> None:
    """WITH CHECK: whoever is bound to one tenant writes no row of another; its own tenant may write one."""
    async with database.of(stage.district.tenant).read() as session:
        row = await any_row(session, table) | {"id": str(new_id())}
    with pytest.raises(DBAPIError, match="row-level security") as refusal:
        async with database.of(stage.other.tenant).begin() as session:
            await insert(session, table, row)
    assert sqlstate(refusal) == INSUFFICIENT_PRIVILEGE


@pytest.mark.parametrize("table", TABLES)
async def test_rows_do_not_move_to_another_tenant(database: Database, stage: Stage, table: str) -> None:
    with pytest.raises(DBAPIError) as refusal:
        async with database.of(stage.district.tenant).begin() as session:
            await session.execute(
                text(f"update {table} set tenant_id = :there"), {"there": stage.other.tenant.id}
            )
    assert sqlstate(refusal) == INSUFFICIENT_PRIVILEGE


@pytest.mark.parametrize("table", REFERRING)
async def test_another_tenants_row_cannot_be_referred_to(
    database: Database, stage: Stage, table: str
) -> None:
    """Foreign-key checks bypass row security, so the keys themselves carry the tenant."""
    async with database.of(stage.district.tenant).read() as session:
        row = await any_row(session, table)
    stolen = row | {"id": str(new_id()), "tenant_id": str(stage.other.tenant.id)}
    with pytest.raises(IntegrityError) as refusal:
        async with database.of(stage.other.tenant).begin() as session:
            await insert(session, table, stolen)
    assert sqlstate(refusal) == FOREIGN_KEY_VIOLATION


@pytest.mark.parametrize("table", STANDING_ALONE)
async def test_what_refers_to_nothing_can_be_written_at_home(
    database: Database, stage: Stage, table: str
) -> None:
    """The twin of the refusals above: the same row with the tenant's own id goes in (and is taken back)."""
    async with database.of(stage.district.tenant).read() as session:
        row = await any_row(session, table)
    own = row | {"id": str(new_id()), "tenant_id": str(stage.other.tenant.id)}
    own |= {"number": 99} if table == "guideline_versions" else {}
    own |= {"username": "somebody.else"} if table == "officials" else {}
    async with database.of(stage.other.tenant).begin() as session:
        await insert(session, table, own)
        await session.rollback()


async def test_two_tenants_may_use_the_same_names(database: Database, stage: Stage) -> None:
    """Unique keys begin with the tenant: a taken code or username of another tenant is not even noticed."""
    for district in (stage.district, stage.other):
        assert (await district.unit("500110")).code == "500110"
        async with database.of(district.tenant).read() as session:
            found = await session.scalar(text("select count(*) from officials where username = 'admin'"))
        assert found == 1


async def test_ids_say_nothing_of_the_tenant(stage: Stage) -> None:
    """An id is a type and a UUID of the row; which tenant is meant comes from the caller alone."""
    for global_id in stage.ids.values():
        _, row = split_id(global_id)
        assert row not in (stage.district.tenant.id, stage.other.tenant.id)
