"""A database of the release before comes to void names, papers and clocks that name their calendar."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from api.embedded import EmbeddedPostgres
from schema.migrations import upgrade

BEFORE, AFTER = "0033", "0035"
ROWS = (
    """insert into tenants (id, slug, name, time_zone, status, created_at)
       values (md5('t')::uuid, 'old-names', '旧区', 'Asia/Shanghai', 'active', now())""",
    """insert into units (tenant_id, id, code, name, kind, path, created_at, revision)
       select md5('t')::uuid, md5('u' || n)::uuid, 'B' || n, '旧楼' || n, 'building', 'B' || n, now(), 1
       from generate_series(1, 4) n""",
    """insert into designations (tenant_id, id, unit_id, application_id, origin, guideline_version_id, number, title,
           status, named_on, public_from, ended_on, warned_for, suspended_for, plaque_issued_on, plaque_returned_on,
           revision)
       select md5('t')::uuid, md5('d' || n)::uuid, md5('u' || n)::uuid, md5('a' || n)::uuid, 'application',
           md5('v')::uuid, 'WL-' || n, '无疫楼栋', case n when 3 then 'revoked' else 'active' end, '2022-11-20',
           '2022-11-20', case n when 3 then date '2022-11-25' end, '{}', '{}',
           case when n > 1 then date '2022-11-21' end, case n when 3 then date '2022-11-26' end, 1
       from generate_series(1, 3) n""",
    """insert into designation_changes (tenant_id, id, designation_id, ordinal, change, cause, effective_on, at)
       select tenant_id, gen_random_uuid(), id, 1, 'named', 'NAMED', named_on, '2022-11-20 04:00Z' from designations""",
    """insert into step_deadlines (tenant_id, id, application_id, step, status, budget, consumed, running_since,
           due_on, next_rung_on)
       values (md5('t')::uuid, md5('r')::uuid, md5('a1')::uuid, 's', 'running', 5, 2, '2022-11-21', '2022-11-24', null),
           (md5('t')::uuid, md5('p')::uuid, md5('a2')::uuid, 's', 'paused', 5, 3, null, null, null)""",
)
CERTIFICATES = """select d.number, c.edition, c.unit_name, c.title, c.occasion,
        c.issued_on::text,
        c.at = '2022-11-20 04:00Z'
    from designation_certificates c join designations d on d.id = c.designation_id order by 1"""
MOVES = """select d.number, m.ordinal, m.what, m.happened_on::text, m.at::text
    from plaque_moves m join designations d on d.id = m.designation_id order by 1, 2"""
CLOCKS = (
    "select status, consumed, ran_from::text, ran_through, counted_by from step_deadlines order by status"
)
FORCED = """select count(*) from pg_class
    where relname in ('designations', 'designation_changes', 'units', 'step_deadlines', 'designation_certificates',
        'plaque_moves') and relforcerowsecurity and relrowsecurity"""


def as_owner(url: str, *statements: str) -> list[Sequence[Any]]:
    """Run statements as the database's owner, keys unchecked; give the rows of the last."""

    async def run() -> list[Sequence[Any]]:
        engine = create_async_engine(url)
        try:
            async with engine.begin() as connection:
                await connection.execute(text("set local session_replication_role = replica"))
                for statement in statements:
                    result = await connection.exec_driver_sql(statement)
                return [tuple(row) for row in result] if result.returns_rows else []
        finally:
            await engine.dispose()

    return asyncio.run(run())


@pytest.fixture(scope="module")
def old(server: EmbeddedPostgres) -> str:
    """Make a database of the release before, with three names and two clocks, and upgrade it."""

    async def create() -> None:
        administration = create_async_engine(server.url(database="postgres"), isolation_level="AUTOCOMMIT")
        async with administration.connect() as connection:
            await connection.execute(text("create database names_before"))
        await administration.dispose()

    asyncio.run(create())
    url = server.url(database="names_before")
    upgrade(url, BEFORE)
    as_owner(url, *ROWS)
    upgrade(url, AFTER)
    return url


def test_every_name_has_its_first_certificate_and_what_is_known_of_its_plaque(old: str) -> None:
    named = [(f"WL-{n}", 1, f"旧楼{n}", "无疫楼栋", "named", "2022-11-20", True) for n in (1, 2, 3)]
    assert as_owner(old, CERTIFICATES) == named
    assert [row[:4] for row in as_owner(old, MOVES)] == [
        ("WL-2", 1, "issued", "2022-11-21"),
        ("WL-3", 1, "issued", "2022-11-21"),
        ("WL-3", 2, "returned", "2022-11-26"),
    ]
    assert as_owner(old, FORCED) == [(6,)]


def test_clocks_are_counted_anew_by_the_first_worker(old: str) -> None:
    """What runs tells since when; what stopped keeps what it used up; neither names a calendar yet."""
    assert as_owner(old, CLOCKS) == [
        ("paused", 3, None, None, ""),
        ("running", 2, "2022-11-21", None, ""),
    ]


def test_a_unit_bears_one_name_beside_void_ones(old: str) -> None:
    """The release before goes on naming; a second name is refused while one is held, a void one is none."""
    giving = """insert into designations (tenant_id, id, unit_id, application_id, origin, guideline_version_id, number,
            title, status, named_on, public_from, warned_for, suspended_for, revision)
        select tenant_id, gen_random_uuid(), unit_id, gen_random_uuid(), origin, guideline_version_id, number || '-2',
            title, 'active', named_on, public_from, '{}', '{}', 1 from designations where number = 'WL-1'"""
    with pytest.raises(IntegrityError, match="uq_designations_held"):
        as_owner(old, giving)
    voiding = "update designations set status = 'voided', ended_on = named_on where number = 'WL-1'"
    as_owner(old, voiding, giving)
    with pytest.raises(IntegrityError, match="ck_designations_ended_on"):
        as_owner(old, "update designations set status = 'voided' where number = 'WL-2'")
