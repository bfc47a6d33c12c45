"""A database of the release before comes to labels: nothing lies elsewhere, and that release goes on writing."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from api.embedded import EmbeddedPostgres
from schema.migrations import upgrade

BEFORE, AFTER = "0031", "0033"
T = TypeVar("T")
ROWS = (
    """insert into tenants (id, slug, name, time_zone, status, created_at)
       select md5('t' || n)::uuid, 'old-' || n, '旧区', 'Asia/Shanghai', 'active', now()
       from generate_series(1, 2) n""",
    """insert into units (tenant_id, id, code, name, kind, path, created_at, revision)
       select id, md5('root' || slug)::uuid, '500110', '旧区', 'district', '500110', now(), 1 from tenants""",
    """insert into units (tenant_id, id, code, name, kind, parent_id, path, created_at, revision)
       select tenant_id, md5(tenant_id || 'S' || n)::uuid, 'S-' || n, '街道', 'street', id, path || '.S-' || n, now(), 1
       from units, generate_series(1, 9) n where kind = 'district'""",
    """insert into units (tenant_id, id, code, name, kind, parent_id, path, created_at, revision)
       select tenant_id, md5(id || 'B' || n)::uuid, code || 'B_' || n, '楼', 'building', id,
           path || '.' || code || 'B_' || n, now(), 1
       from units, generate_series(1, 100) n where kind = 'street'""",
    """insert into unit_placements (tenant_id, id, unit_id, parent_id, path, recorded_at, cause)
       select tenant_id, gen_random_uuid(), id, parent_id, path, created_at, 'registered' from units""",
    """insert into memberships (tenant_id, id, official_id, role, unit_id, scope_path, valid_from)
       select tenant_id, gen_random_uuid(), gen_random_uuid(), 'building_leader', id, path, now() from units
       where kind = 'building'""",
)
KEPT = (
    "select tenant_id, id, code, path, parent_id, revision from units order by tenant_id, path",
    "select tenant_id, id, unit_id, path, valid_from, recorded_at from unit_placements order by tenant_id, path",
    "select tenant_id, id, unit_id, scope_path from memberships order by tenant_id, scope_path",
)


def as_owner(url: str, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    """Do something as the database's owner, on a loop of its own as migrations have."""

    async def run() -> T:
        engine = create_async_engine(url)
        try:
            async with engine.begin() as connection:
                return await work(connection)
        finally:
            await engine.dispose()

    return asyncio.run(run())


@pytest.fixture(scope="module")
def old(server: EmbeddedPostgres) -> str:
    """Make a database of the release before, with two districts of nine hundred buildings."""
    administration = create_async_engine(server.url(database="postgres"), isolation_level="AUTOCOMMIT")

    async def create() -> None:
        async with administration.connect() as connection:
            await connection.execute(text("create database release_before"))
        await administration.dispose()

    asyncio.run(create())
    url = server.url(database="release_before")
    upgrade(url, BEFORE)

    async def fill(connection: AsyncConnection) -> None:
        await connection.execute(text("set local session_replication_role = replica"))
        for statement in ROWS:
            await connection.execute(text(statement))

    as_owner(url, fill)
    return url


async def kept(connection: AsyncConnection) -> list[list[tuple[object, ...]]]:
    return [[tuple(row) for row in await connection.execute(text(each))] for each in KEPT]


def test_trees_scopes_placements_and_order_stay(old: str) -> None:
    before = as_owner(old, kept)
    assert [len(rows) for rows in before] == [2 * 910, 2 * 910, 2 * 900]
    upgrade(old, AFTER)
    assert as_owner(old, kept) == before

    async def labels(connection: AsyncConnection) -> list[tuple[object, ...]]:
        found = await connection.execute(text("select distinct label = code, code_path from units"))
        return [tuple(row) for row in found]

    assert as_owner(old, labels) == [(True, None)]


def test_the_release_before_goes_on_writing(old: str) -> None:
    """It knows neither column; what it adds has its label, and what lies where it may not is refused."""
    upgrade(old, AFTER)
    adding = (
        "insert into units (tenant_id, id, code, name, kind, parent_id, path, created_at, revision)"
        " select tenant_id, gen_random_uuid(), :code, '楼', 'building', id, path || '.' || :last, now(), 1"
        " from units where code = 'S-1' returning label"
    )

    async def add(connection: AsyncConnection, code: str, last: str) -> set[str]:
        return set(await connection.scalars(text(adding), {"code": code, "last": last}))

    assert as_owner(old, lambda connection: add(connection, "N1", "N1")) == {"N1"}
    with pytest.raises(IntegrityError, match="ck_units_path"):
        as_owner(old, lambda connection: add(connection, "N2", "N3"))
    with pytest.raises(IntegrityError, match="uq_units_tenant_id_code"):
        as_owner(old, lambda connection: add(connection, "S-2B_1", "S-2B_1"))
