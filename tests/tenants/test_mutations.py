"""The gate on a database that is broken on purpose: each fault is found, and named with its table.

Every fault is made in a transaction of a scratch database and taken back. The other half of the proof, that
each row of the permission policy counts, is tests/authz/test_matrix.py::test_every_permission_counts.
"""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from schema.metadata import METADATA
from schema.migrations import upgrade
from tenants.pools import create_engine
from tests.builders.databases import Urls
from tests.tenants.catalogue import CHANGEABLE, DELETABLE, list_findings

TABLES = sorted(table.name for table in METADATA.sorted_tables if "tenant_id" in table.c)
SCRATCH = "wuyi_scratch"
RIGHT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"


@pytest.fixture(scope="module")
def scratch_url(urls: Urls) -> str:
    return make_url(urls.owner).set(database=SCRATCH).render_as_string(hide_password=False)


@pytest.fixture(scope="module")
async def empty_scratch(owner: AsyncEngine) -> AsyncIterator[None]:
    """Make the database; what cannot be made in a transaction asks for a connection without one."""
    async with owner.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text(f"create database {SCRATCH}"))
        yield
        await connection.execute(text(f"drop database {SCRATCH} with (force)"))


@pytest.fixture(scope="module")
def migrated_scratch(empty_scratch: None, scratch_url: str) -> str:
    """Migrate it as any other; Alembic starts a loop of its own, so this fixture is none of ours."""
    upgrade(scratch_url)
    return scratch_url


@pytest.fixture(scope="module")
async def scratch_engine(migrated_scratch: str) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(migrated_scratch)
    yield engine
    await engine.dispose()


@pytest.fixture
async def scratch(scratch_engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Give a transaction in the scratch database that is taken back in the end."""
    async with scratch_engine.connect() as connection:
        assert await list_findings(connection) == []
        yield connection
        await connection.rollback()
        assert await list_findings(connection) == []


async def break_and_look(scratch: AsyncConnection, *faults: str) -> list[str]:
    for fault in faults:
        await scratch.execute(text(fault))
    return await list_findings(scratch)


@pytest.mark.parametrize("table", TABLES)
async def test_a_dropped_policy_is_found(scratch: AsyncConnection, table: str) -> None:
    found = await break_and_look(scratch, f"drop policy tenant_rows on {table}")
    assert found == [f"{table}: 0 policies, 0 of them the right one"]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("word", ["disable row level security", "no force row level security"])
async def test_row_security_that_is_off_is_found(scratch: AsyncConnection, table: str, word: str) -> None:
    found = await break_and_look(scratch, f"alter table {table} {word}")
    assert found == [f"{table}: row security is not both enabled and forced"]


@pytest.mark.parametrize(
    "fault",
    [
        "alter policy tenant_rows on units using (true)",
        "alter policy tenant_rows on units with check (true)",
        f"alter policy tenant_rows on units using ({RIGHT} or tenant_id is null)",
        "alter policy tenant_rows on units to wuyi_runtime",
        f"create policy more on units using ({RIGHT}) with check ({RIGHT})",
        f"create policy less on units as restrictive using ({RIGHT})",
        "create policy readers on units for select using (true)",
    ],
)
async def test_any_other_policy_is_found(scratch: AsyncConnection, fault: str) -> None:
    (finding,) = await break_and_look(scratch, fault)
    assert finding.startswith("units: ")


@pytest.mark.parametrize("table", TABLES)
async def test_a_key_without_the_tenant_is_found(scratch: AsyncConnection, table: str) -> None:
    (finding,) = await break_and_look(scratch, f"create unique index leaky on {table} (id)")
    assert finding == f"{table}: unique index leaky does not begin with tenant_id"


async def test_a_foreign_key_without_the_tenant_is_found(scratch: AsyncConnection) -> None:
    (unique, foreign) = await break_and_look(
        scratch,
        "alter table applications add constraint leaky unique (id)",
        "alter table reviews add constraint plain foreign key (application_id) references applications (id)",
    )
    assert unique == "applications: unique index leaky does not begin with tenant_id"
    assert foreign == "reviews: foreign key plain does not carry tenant_id"


@pytest.mark.parametrize("role", ["wuyi_runtime", "wuyi_platform"])
@pytest.mark.parametrize(
    "fault",
    [
        "alter role {role} bypassrls",
        "alter role {role} superuser",
        "alter role {role} createrole",
        "alter table units owner to {role}",
        "alter schema public owner to {role}",
        "grant pg_read_all_data to {role}",
        "grant truncate on units to {role}",
        "grant references on units to {role}",
    ],
)
async def test_a_powerful_role_is_found(scratch: AsyncConnection, fault: str, role: str) -> None:
    found = await break_and_look(scratch, fault.format(role=role))
    assert any(role in finding for finding in found)


@pytest.mark.parametrize(
    "fault",
    [
        "grant select on units to public",
        "grant select (name) on units to public",
        "grant usage on schema public to public",
        "alter default privileges in schema public grant select on tables to public",
    ],
)
async def test_a_grant_to_everybody_is_found(scratch: AsyncConnection, fault: str) -> None:
    assert any("PUBLIC" in finding for finding in await break_and_look(scratch, fault))


@pytest.mark.parametrize("table", sorted(set(TABLES) - CHANGEABLE.keys()))
async def test_a_changeable_history_is_found(scratch: AsyncConnection, table: str) -> None:
    (finding,) = await break_and_look(scratch, f"grant update (id) on {table} to wuyi_runtime")
    assert finding == f"{table}: wuyi_runtime may change id"


@pytest.mark.parametrize("table", sorted(set(TABLES) - DELETABLE))
async def test_rows_that_could_be_deleted_are_found(scratch: AsyncConnection, table: str) -> None:
    (finding,) = await break_and_look(scratch, f"grant delete on {table} to wuyi_runtime")
    assert finding == f"{table}: wuyi_runtime may delete rows"


@pytest.mark.parametrize(
    "fault",
    [
        "create view v as select * from units",
        "create materialized view v as select * from units",
        "create sequence v",
        "create function v() returns int language sql security definer as 'select 1'",
    ],
)
async def test_a_back_door_is_found(scratch: AsyncConnection, fault: str) -> None:
    (finding,) = await break_and_look(scratch, fault)
    assert finding.startswith("v: ")


async def test_a_new_table_without_protection_is_found(scratch: AsyncConnection) -> None:
    """Nobody has to remember to add a table to the gate: it reads the catalogue, not a list."""
    found = await break_and_look(scratch, "create table forgotten (tenant_id uuid, id uuid)")
    assert {finding.split(": ")[0] for finding in found} == {"forgotten"}
    assert len(found) == 3
