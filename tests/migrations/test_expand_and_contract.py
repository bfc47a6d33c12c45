"""Migrations expand: the release before reads and writes what they leave. Faults made on purpose are found."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from api.embedded import EmbeddedPostgres
from schema.migrations import upgrade
from tests.builders.databases import create_database
from tests.migrations.catalogue import findings, read_catalogue
from tests.migrations.releases import previous_releases
from tests.units.test_migration import as_owner

EXCUSED = {
    "unit_placements.ck_unit_placements_cause": "takes a cause more than before, and all it took",
    "unit_placements.ck_unit_placements_path": "takes a cause more than before, and all it took",
}
"""Places that may differ, each with why the release before does not trip over it."""
FAULTS = {
    "alter table units add marked boolean not null": "units.marked: must be given now",
    "alter table units alter parent_id set not null": "units.parent_id: must be given now",
    "alter table units drop column name cascade": "units.name: column gone",
    "alter table units rename column name to called": "units.name: column gone",
    "alter table unit_logs rename to work_logs": "unit_logs: table gone",
    "alter table units alter revision type bigint": "units.revision: integer became bigint",
    "alter table units add constraint ck_short check (length(name) < 9)": "units.ck_short: rule is new",
    "create unique index uq_names on units (name)": "units.uq_names: rule is new",
    "alter table units add drawn double precision default random()": "units: rewritten",
    "revoke update on units from wuyi_runtime": "units.: wuyi_runtime UPDATE taken",
}
HARMLESS = (
    "alter table units add marked boolean not null default false",
    "alter table units add marked text check (marked <> '')",
    "alter table units add twin uuid, add foreign key (tenant_id, twin) references units (tenant_id, id)",
    "create table marks (id uuid primary key, mark text not null unique)",
    "alter table units alter name drop not null",
)


@pytest.fixture(scope="module")
def released(server: EmbeddedPostgres) -> str:
    """Make an empty database as the oldest release that may still run left it."""
    create_database(server, "as_released", like="template0")
    url = server.url(database="as_released")
    upgrade(url, previous_releases()[-1].revision)
    return url


def test_no_release_that_may_still_run_trips_over_the_migrations(
    server: EmbeddedPostgres, released: str
) -> None:
    create_database(server, "as_migrated", like="as_released")
    migrated = server.url(database="as_migrated")
    before = as_owner(migrated, read_catalogue)
    upgrade(migrated)
    assert findings(before, as_owner(migrated, read_catalogue), EXCUSED) == []


async def found_after(connection: AsyncConnection, change: str) -> list[str]:
    """Tell what a change would do to the release before, and undo it."""
    before = await read_catalogue(connection)
    await connection.execute(text(change))
    told = findings(before, await read_catalogue(connection), {})
    await connection.rollback()
    return told


@pytest.mark.parametrize(("fault", "found"), FAULTS.items())
def test_a_fault_is_found(released: str, fault: str, found: str) -> None:
    told = as_owner(released, lambda connection: found_after(connection, fault))
    assert any(each.startswith(found) for each in told), told


@pytest.mark.parametrize("change", HARMLESS)
def test_what_expands_is_let_through(released: str, change: str) -> None:
    assert as_owner(released, lambda connection: found_after(connection, change)) == []
