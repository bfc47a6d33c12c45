"""The database as it is migrated: nothing to find, and no drift from what the code maps."""

import asyncio

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import AsyncEngine

from schema.metadata import METADATA
from schema.migrations import revisions
from schema.migrations.running import configuration
from tests.builders.databases import Urls
from tests.tenants.catalogue import CHANGEABLE, DELETABLE, list_findings, list_tenant_tables


async def test_the_catalogue_has_nothing_to_find(owner: AsyncEngine) -> None:
    """Row security forced, one exact policy a table, keys with the tenant, powerless roles, nothing public."""
    async with owner.connect() as connection:
        assert await list_findings(connection) == []


async def test_the_gate_sees_every_mapped_table(owner: AsyncEngine) -> None:
    mapped = {table.name for table in METADATA.sorted_tables if "tenant_id" in table.c}
    async with owner.connect() as connection:
        assert await list_tenant_tables(connection) == mapped
    assert mapped >= CHANGEABLE.keys() | DELETABLE, "an exemption outlived its table"


def test_migrations_make_what_the_code_maps(urls: Urls) -> None:
    """`alembic check`: it starts a loop of its own, so it runs outside of ours."""
    command.check(configuration(urls.owner))


async def test_a_second_upgrade_changes_nothing(urls: Urls, owner: AsyncEngine) -> None:
    await asyncio.to_thread(command.upgrade, configuration(urls.owner), "head")
    async with owner.connect() as connection:
        assert await list_findings(connection) == []


def test_the_revisions_are_those_alembic_finds() -> None:
    script = ScriptDirectory.from_config(configuration("postgresql+asyncpg://nowhere"))
    assert revisions() == tuple(step.revision for step in script.walk_revisions())
