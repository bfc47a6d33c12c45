"""A database of the release before comes to codes that are one whatever their case: nothing of them changes."""

import asyncio

import pytest
from alembic.util import CommandError
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from api.embedded import EmbeddedPostgres
from schema.frame.text import folded
from schema.migrations import upgrade
from tests.units.test_migration import ROWS, as_owner

BEFORE, AFTER = "0048", "0050"
HOME = """insert into households (tenant_id, id, unit_id, code, occupancy, created_at, revision)
    select tenant_id, gen_random_uuid(), id, :door, 'occupied', now(), 1 from units where code like 'S-1B_1'"""
UNIT = """insert into units (tenant_id, id, code, name, kind, parent_id, path, created_at, revision)
    select tenant_id, gen_random_uuid(), :code, '楼', 'building', id, path || '.' || :code, now(), 1
    from units where code = 'S-1' and tenant_id = (select id from tenants where slug = 'old-1')"""
KEPT = "select tenant_id, id, code, name, path, revision from units order by id"


@pytest.fixture
def old(server: EmbeddedPostgres) -> str:
    """Make a database of the release before, with two districts that have the same codes and doors."""
    administration = create_async_engine(server.url(database="postgres"), isolation_level="AUTOCOMMIT")

    async def create() -> None:
        async with administration.connect() as connection:
            await connection.execute(text("drop database if exists codes_before"))
            await connection.execute(text("create database codes_before"))
        await administration.dispose()

    asyncio.run(create())
    url = server.url(database="codes_before")
    upgrade(url, BEFORE)
    for statement in ROWS[:-1]:
        run(url, statement)
    run(url, "update units set name = '【Ａ】区·１号楼' where code = 'S-2'")
    run(url, HOME, door="3-a")
    return url


def run(url: str, statement: str, **values: str) -> list[tuple[object, ...]]:
    async def work(connection: AsyncConnection) -> list[tuple[object, ...]]:
        done = await connection.execute(text(statement), values)
        return [tuple(row) for row in done] if done.returns_rows else []

    return as_owner(url, work)


def test_codes_stay_and_names_have_keys(old: str) -> None:
    before = run(old, KEPT)
    upgrade(old, AFTER)
    assert run(old, KEPT) == before
    keys = run(old, "select distinct name, name_key from units")
    assert dict(keys) == {name: folded(str(name)) for name, _ in keys}
    forced = "select relforcerowsecurity from pg_class where relname in ('units', 'households')"
    assert run(old, forced) == [(True,), (True,)]


def test_the_release_before_goes_on_and_cannot_write_what_differs_in_case_alone(old: str) -> None:
    upgrade(old, AFTER)
    run(old, UNIT, code="Z-1")
    with pytest.raises(IntegrityError, match="uq_units_tenant_id_code_key"):
        run(old, UNIT, code="z-1")
    with pytest.raises(IntegrityError, match="uq_households_tenant_id_unit_id_code"):
        run(old, HOME, door="3-A")
    run(old, HOME, door="3-B")


def test_codes_that_are_alike_stop_it_and_are_told(old: str) -> None:
    """Nothing is changed; once one is recoded it goes through."""
    run(old, UNIT, code="s-3")
    run(old, HOME, door="3-A")
    before = run(old, KEPT)
    with pytest.raises(CommandError) as refused:
        upgrade(old, AFTER)
    told = str(refused.value)
    assert "单元（old-1）：S-3, s-3" in told
    assert "门牌（old-1 S-1B_1）：3-A, 3-a" in told
    assert "门牌（old-2 S-1B_1）：3-A, 3-a" in told
    assert run(old, KEPT) == before
    run(old, "delete from households where code = '3-A'")
    run(old, "delete from units where code = 's-3'")
    upgrade(old, AFTER)
