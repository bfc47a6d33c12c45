"""A database of the release before comes to closings: of its last assessment and its own petition."""

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from api.embedded import EmbeddedPostgres
from schema.migrations import upgrade
from tests.designations.test_migration import as_owner

BEFORE, AFTER = "0050", "0051"
ENDED = "2022-11-20 04:00Z"
ROWS = (
    """insert into tenants (id, slug, name, time_zone, status, created_at)
       select md5('t' || n)::uuid, 'old-' || n, '旧区', 'Asia/Shanghai', 'active', now()
       from generate_series(1, 2) n""",
    f"""insert into applications (tenant_id, id, unit_id, guideline_version_id, process, purpose, status, step, round,
           created_by, created_at, step_entered_at, closed_at, revision)
       select t.id, md5(t.slug || called)::uuid, md5(t.slug || unit)::uuid, md5('v')::uuid, 'building', 'naming',
           a.status, case when a.status = 'under_review' then 'street' end, 1, md5('o')::uuid, '2022-11-01',
           '2022-11-01',
           case when a.status <> 'under_review' then timestamptz '{ENDED}' end, 1
       from tenants t, (values ('named', 'u1', 'approved'), ('refused', 'u2', 'rejected'),
           ('open', 'u3', 'under_review')) a (called, unit, status)""",
    """insert into assessments (tenant_id, id, unit_id, guideline_version_id, application_id, kind, met, assessed_on,
           assessed_at, assessed_by)
       select t.id, md5(t.slug || called || day)::uuid, md5(t.slug || called)::uuid, md5('v')::uuid,
           md5(t.slug || called)::uuid, 'application', false, day::date, day::timestamptz, md5('o')::uuid
       from tenants t, (values ('named', '2022-11-02'), ('named', '2022-11-19'), ('open', '2022-11-19'))
           s (called, day)""",
    """insert into assessment_results (tenant_id, id, assessment_id, criterion, outcome, explanation)
       select t.id, md5(t.slug || day || criterion)::uuid, md5(t.slug || 'named' || day)::uuid, criterion, outcome,
           jsonb_build_object('message', t.slug || '：' || criterion)
       from tenants t, (values ('2022-11-02', 'B-a', 'not_met'), ('2022-11-19', 'B-a', 'met'),
           ('2022-11-19', 'B-b', 'not_met')) r (day, criterion, outcome)""",
    f"""insert into petitions (tenant_id, id, unit_id, opened_by, opened_at, closed_at, revision)
       select t.id, md5(t.slug || called)::uuid, md5(t.slug || unit)::uuid, md5('o')::uuid, '2022-11-01',
           closed::timestamptz, 1
       from tenants t, (values ('p1', 'u1', '{ENDED}'), ('p2', 'u2', '2022-11-10'), ('p3', 'u3', null))
           p (called, unit, closed)""",
    """insert into petition_entries (tenant_id, id, petition_id, household_id, answer)
       select t.id, gen_random_uuid(), md5(t.slug || 'p1')::uuid, gen_random_uuid(), answer
       from tenants t, unnest(array['signed', 'signed', 'signed_remotely', 'signed_by_proxy', 'vacancy_confirmed',
           'refused', 'departed']) answer""",
)
CLOSINGS = """select t.slug, a.status, c.judged_on::text, c.petition_id = md5(t.slug || 'p1')::uuid, c.results::text,
        c.tally::text
    from application_closings c join applications a on (a.tenant_id, a.id) = (c.tenant_id, c.application_id)
        join tenants t on t.id = c.tenant_id
    order by t.slug, a.status"""
FORCED = """select relname::text from pg_class where relkind = 'r' and not (relrowsecurity and relforcerowsecurity)
    and relname in ('applications', 'assessments', 'assessment_results', 'petitions', 'petition_entries',
        'application_closings')"""
TALLY = {
    "roll": 6,
    "signed": 4,
    "vacant": 1,
    "vacancy_claimed": 0,
    "refused": 1,
    "absent": 0,
    "pending": 0,
    "remote": 1,
    "proxies": 1,
    "kept": 0,
}


@pytest.fixture(scope="module")
def old(server: EmbeddedPostgres) -> str:
    """Make a database of the release before, with two districts of three applications each, and upgrade it."""

    async def create() -> None:
        administration = create_async_engine(server.url(database="postgres"), isolation_level="AUTOCOMMIT")
        async with administration.connect() as connection:
            await connection.execute(text("create database ended_before"))
        await administration.dispose()

    asyncio.run(create())
    url = server.url(database="ended_before")
    upgrade(url, BEFORE)
    as_owner(url, *ROWS)
    upgrade(url, AFTER)
    return url


def closings(url: str) -> list[tuple[Any, ...]]:
    """Read what is kept of each application that ended, by district."""
    return [
        (slug, status, judged_on, own, json.loads(results), tally and json.loads(tally))
        for slug, status, judged_on, own, results, tally in as_owner(url, CLOSINGS)
    ]


def test_each_that_ended_keeps_its_last_assessment_and_the_petition_that_closed_with_it(old: str) -> None:
    """What was in the way comes first; nothing is told where nothing is known, and nothing of what is under way."""
    kept = closings(old)
    assert [each[:4] for each in kept] == [
        (slug, *rest)
        for slug in ("old-1", "old-2")
        for rest in (("approved", "2022-11-19", True), ("rejected", None, None))
    ]
    for slug, status, _, _, results, tally in kept:
        found = [(each["criterion"], each["outcome"], each["blocking"], each["message"]) for each in results]
        if status == "rejected":
            assert (found, tally) == ([], None)
            continue
        assert found == [
            ("B-b", "not_met", True, f"{slug}：B-b"),
            ("B-a", "met", False, f"{slug}：B-a"),
        ]
        assert {each["statement"] for each in results} == {None}
        assert tally == TALLY


def test_its_rows_are_kept_apart_by_district(old: str) -> None:
    assert as_owner(old, FORCED) == []


def test_an_application_ends_once(old: str) -> None:
    again = """insert into application_closings (tenant_id, id, application_id, results)
        select tenant_id, gen_random_uuid(), application_id, '[]' from application_closings limit 1"""
    with pytest.raises(IntegrityError, match="uq_application_closings_tenant_id_application_id"):
        as_owner(old, again)
