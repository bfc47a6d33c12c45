"""The demo is made through operations, goes on where a killed run stopped, and is made once."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from api.stage.demo.desk import Desk
from api.stage.demo.model import DemoDistrict
from api.stage.demo.seeding import demo_districts, seed
from authz.credentials import parse
from authz.sign_in import authenticate
from schema.applications import repository as applications
from schema.applications.tables import Application
from schema.batches import repository as batches
from schema.batches.tables import Batch
from schema.designations.tables import Designation
from schema.guidelines.repository import current_edition
from schema.guidelines.rules import process_for
from schema.inspections import repository as inspections
from schema.petitions.repository import open_tallies
from schema.units import repository as units
from schema.units.tables import Unit
from tenants import register
from tenants.audit import AuditEntry
from tenants.base import utc_now
from tenants.database import Database, TenantDatabase

pytestmark = pytest.mark.long

QIJIANG, HENGSHAN = demo_districts()
STOPS_AFTER = 130


class KilledError(Exception):
    """Stands for the end of a process."""


def dies_after(acts: int) -> Callable[..., Any]:
    """Make a Desk.once that ends the run after so many acts."""
    once, done = Desk.once, 0

    async def mortal_once(self: Desk, *arguments: Any) -> None:
        nonlocal done
        done += 1
        if done > acts:
            raise KilledError
        await once(self, *arguments)

    return mortal_once


@pytest.fixture(scope="module")
async def keys(empty_platform: Database) -> dict[str, str]:
    """Make the demo in two runs, the first of which is killed half way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Desk, "once", dies_after(STOPS_AFTER))
        with pytest.raises(KilledError):
            await seed(empty_platform, {})
    return await seed(empty_platform, {})


async def district(database: Database, plan: DemoDistrict) -> TenantDatabase:
    async with database.register() as session:
        tenant = await register.by_slug(session, plan.district.slug)
    assert tenant is not None
    return database.of(register.info_of(tenant))


async def count(place: TenantDatabase, table: type[Any]) -> int:
    async with place.read() as session:
        statement = select(func.count()).select_from(table).where(table.tenant_id == place.tenant.id)
        return await session.scalar(statement) or 0


async def test_a_killed_run_is_completed_without_repetition(
    empty_platform: Database, keys: dict[str, str]
) -> None:
    place = await district(empty_platform, QIJIANG)
    assert await count(place, Unit) == 512 + len(QIJIANG.places)
    assert await count(place, Application) == len(QIJIANG.stories)
    titled = sum(story.decisions[-1:] == ("name",) for story in QIJIANG.stories)
    assert await count(place, Designation) == titled


async def test_a_second_start_makes_nothing(empty_platform: Database, keys: dict[str, str]) -> None:
    place = await district(empty_platform, QIJIANG)
    before = await count(place, AuditEntry)
    assert await seed(empty_platform, keys) == keys
    assert await count(place, AuditEntry) == before


async def test_a_lost_key_is_replaced(empty_platform: Database, keys: dict[str, str]) -> None:
    place = await district(empty_platform, HENGSHAN)
    fresh = (await seed(empty_platform, {"qijiang": keys["qijiang"]}))["hengshan"]
    assert fresh != keys["hengshan"]
    for key in (fresh, keys["hengshan"]):
        credential = parse(key)
        assert credential is not None
        assert await authenticate(place, credential, utc_now()) is not None


def local_day(place: TenantDatabase) -> date:
    """Tell what day it is in the district: after four in the afternoon in London it is tomorrow."""
    return utc_now().astimezone(ZoneInfo(place.tenant.time_zone)).date()


async def test_there_is_an_application_at_every_step(empty_platform: Database, keys: dict[str, str]) -> None:
    """B-W1: worklists of every role have something to decide; one was returned, one rejected, one withdrawn."""
    place = await district(empty_platform, QIJIANG)
    async with place.read() as session:
        process = process_for((await current_edition(session, local_day(place))).guideline, "building")
        rows = (
            await session.scalars(select(Application).where(Application.tenant_id == place.tenant.id))
        ).all()
    assert process is not None
    assert {step.id for step in process.steps} | {"draft", None} == {row.step for row in rows}
    statuses = {"draft", "under_review", "returned", "rejected", "withdrawn", "approved"}
    assert {row.status for row in rows} == statuses


async def test_names_are_held_suspended_and_revoked(empty_platform: Database, keys: dict[str, str]) -> None:
    """B-a, B-c"""
    place = await district(empty_platform, QIJIANG)
    async with place.read() as session:
        rows = (
            await session.scalars(select(Designation).where(Designation.tenant_id == place.tenant.id))
        ).all()
    assert {row.status for row in rows} == {"active", "suspended", "revoked"}


async def test_a_petition_is_under_way_with_a_vacancy_confirmed_and_one_claimed(
    empty_platform: Database, keys: dict[str, str]
) -> None:
    """B-k"""
    story = next(story for story in QIJIANG.stories if not story.submitted)
    place = await district(empty_platform, QIJIANG)
    async with place.read() as session:
        unit = await units.get_by_code(session, story.unit)
        assert unit is not None
        tally = (await open_tallies(session, [unit.id])).get(unit.id)
    assert tally is not None
    assert (tally.roll, tally.vacant, tally.pending) == (10, 1, 2)


async def test_the_town_has_named_its_first_villages_as_exemplars(
    empty_platform: Database, keys: dict[str, str]
) -> None:
    """T-P4, T-P6: the pilot batch is closed, its units bear the pilot title and are filed with the county."""
    place = await district(empty_platform, HENGSHAN)
    async with place.read() as session:
        pilot, regular = (await session.scalars(select(Batch).order_by(Batch.number))).all()
        entries = (await batches.entries_of(session, [pilot.id]))[pilot.id]
        titles = await session.scalars(
            select(Designation.title).where(Designation.unit_id.in_([entry.unit_id for entry in entries]))
        )
        filed = await applications.by_ids(session, [entry.application_id for entry in entries])
        team = await batches.team_of(session, [pilot.id, regular.id])
    assert (pilot.kind, pilot.status, regular.kind, regular.status) == ("pilot", "closed", "regular", "open")
    assert set(titles) == {"无疫示范村", "无疫示范社区"}
    assert {row.status for row in filed.values()} == {"approved"}
    assert [len(team[batch.id]) for batch in (pilot, regular)] == [8, 7]


async def test_the_open_batch_has_a_unit_in_every_state(
    empty_platform: Database, keys: dict[str, str]
) -> None:
    """T-P5, T-P8: waiting, being inspected, apart in their sheets, failed with items open, named but not filed."""
    place = await district(empty_platform, HENGSHAN)
    async with place.read() as session:
        (batch,) = (await session.scalars(select(Batch).where(Batch.status == "open"))).all()
        entries = (await batches.entries_of(session, [batch.id]))[batch.id]
        files = await applications.by_ids(session, [entry.application_id for entry in entries])
        begun = await inspections.by_applications(session, list(files))
        sheets = await inspections.sheets_of(session, [row[0].id for row in begun.values()])
        open_items = await batches.rectifications_of(session, [entry.unit_id for entry in entries])
    steps = Counter((entry.outcome, files[entry.application_id].step) for entry in entries)
    assert steps == {
        ("pending", "inspection"): 3,
        ("failed", "draft"): 2,
        ("passed", "county_filing"): 1,
    }
    handed_in = [
        sorted(sheet.submitted_at is not None for sheet in sheets[row[0].id])
        for row in begun.values()
        if row[0].status == "open"
    ]
    assert sorted(handed_in) == [[False, True], [True, True]]
    assert len(begun) == len(entries) - 1
    failed = [rows for rows in open_items.values() if rows]
    assert all({row.done_on is None for row in rows} == {True, False} for rows in failed)
    today = local_day(place)
    assert sorted(any(row.due_on < today for row in rows) for rows in failed) == [False, True]
