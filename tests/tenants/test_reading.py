"""A read is a transaction in which PostgreSQL itself refuses to write, bound to its tenant in the same statement."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tenants.database import Database
from tests.builders.district import make_district

RENAME = text("update units set name = '改名'")
NAMES = text("select name from units")


async def test_a_read_cannot_write_and_a_write_can(database: Database) -> None:
    district = await make_district(database)
    view = database.of(district.tenant)
    with pytest.raises(DBAPIError, match="read-only transaction"):
        async with view.read() as session:
            await session.execute(RENAME)
    async with view.read() as session:
        assert (await session.scalars(NAMES)).all() == ["綦江区"]
    async with view.begin() as session:
        await session.execute(RENAME)
    async with view.read() as session:
        assert (await session.scalars(NAMES)).all() == ["改名"]


async def test_a_read_is_bound_before_anything_else_is_asked(database: Database) -> None:
    district = await make_district(database)
    async with database.of(district.tenant).read() as session:
        settings = await session.execute(
            text("select current_setting('app.tenant_id'), current_setting('transaction_read_only')")
        )
        assert tuple(settings.one()) == (str(district.tenant.id), "on")
    async with database.register() as session:
        bound = await session.scalar(text("select nullif(current_setting('app.tenant_id', true), '')"))
        assert bound is None
