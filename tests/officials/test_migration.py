"""A database of the release before comes to usernames that are one: names stay, and alike ones stop it in words."""

import asyncio

import pytest
from alembic.util import CommandError
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from api.embedded import EmbeddedPostgres
from authz.passwords import username_key
from schema.migrations import upgrade
from tests.units.test_migration import as_owner

BEFORE, AFTER = "0043", "0045"
NAMES = ("admin", "Li.Wei", "wang_fang", "A@B-c.9")
TENANTS = """insert into tenants (id, slug, name, time_zone, status, created_at)
    select md5('t' || n)::uuid, 'old-' || n, '旧区', 'Asia/Shanghai', 'active', now() from generate_series(1, 2) n"""
PERSON = """insert into officials (tenant_id, id, username, display_name, password_hash, created_at)
    select id, md5(slug || :name)::uuid, :name, '某人', '!', now() from tenants where slug like :slug"""
OPERATOR = """insert into platform_operators (id, username, password_hash, created_at)
    values (md5(:name)::uuid, :name, '!', now())"""
KEPT = "select tenant_id, id, username, display_name, password_hash, created_at from officials order by id"


@pytest.fixture
def old(server: EmbeddedPostgres) -> str:
    """Make a database of the release before, with two districts whose people have the same names."""
    administration = create_async_engine(server.url(database="postgres"), isolation_level="AUTOCOMMIT")

    async def create() -> None:
        async with administration.connect() as connection:
            await connection.execute(text("drop database if exists names_before"))
            await connection.execute(text("create database names_before"))
        await administration.dispose()

    asyncio.run(create())
    url = server.url(database="names_before")
    upgrade(url, BEFORE)

    async def fill(connection: AsyncConnection) -> None:
        await connection.execute(text(TENANTS))
        for name in NAMES:
            await connection.execute(text(PERSON), {"name": name, "slug": "old-%"})
        await connection.execute(text(OPERATOR), {"name": "Operator"})

    as_owner(url, fill)
    return url


def add(url: str, statement: str, **values: str) -> None:
    async def run(connection: AsyncConnection) -> None:
        await connection.execute(text(statement), values)

    as_owner(url, run)


def rows(url: str, statement: str) -> list[tuple[object, ...]]:
    async def run(connection: AsyncConnection) -> list[tuple[object, ...]]:
        return [tuple(row) for row in await connection.execute(text(statement))]

    return as_owner(url, run)


def test_names_stay_and_have_keys(old: str) -> None:
    before = rows(old, KEPT)
    upgrade(old, AFTER)
    assert rows(old, KEPT) == before
    found = rows(old, "select distinct username, username_key, revision, password_until from officials")
    assert sorted(found, key=str) == sorted([(name, username_key(name), 1, None) for name in NAMES], key=str)
    assert rows(old, "select username_key from platform_operators") == [("operator",)]
    forced = "select relforcerowsecurity from pg_class where relname in ('officials', 'official_records')"
    assert rows(old, forced) == [(True,), (True,)]


def test_the_release_before_goes_on_appointing(old: str) -> None:
    """It knows no key; a name that differs in case alone is refused to it too."""
    upgrade(old, AFTER)
    add(old, PERSON, name="newcomer", slug="old-1")
    with pytest.raises(IntegrityError, match="uq_officials_tenant_id_username_key"):
        add(old, PERSON, name="LI.WEI", slug="old-1")
    with pytest.raises(IntegrityError, match="uq_platform_operators_username_key"):
        add(old, OPERATOR, name="OPERATOR")


def test_names_that_are_alike_stop_it_and_are_told_by_id(old: str) -> None:
    """Nothing is changed; once one is renamed it goes through. The error tells districts and ids, nobody's name."""
    add(old, PERSON, name="LI.wei", slug="old-2")
    add(old, OPERATOR, name="operator")
    before = rows(old, KEPT)
    with pytest.raises(CommandError) as error:
        upgrade(old, AFTER)
    told = str(error.value)
    ids = rows(
        old, "select id from officials where lower(username) = 'li.wei' and tenant_id = md5('t2')::uuid"
    )
    assert len(ids) == 2
    assert all(str(one) in told for (one,) in ids)
    assert "officials（old-2）" in told
    assert "platform_operators（platform）" in told
    assert "old-1" not in told
    assert "wei" not in told.lower()
    assert rows(old, KEPT) == before
    assert rows(old, "select version_num from alembic_version") == [(BEFORE,)]
    add(old, "update officials set username = 'li.wei.2' where username = 'LI.wei'")
    add(old, "update platform_operators set username = 'operator.2' where username = 'operator'")
    upgrade(old, AFTER)
    assert rows(old, "select version_num from alembic_version") == [(AFTER,)]
