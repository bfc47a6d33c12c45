"""Returnees and the areas they came from, on the database: listed that day, kept through corrections (B-d)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from authz.actions import Role
from authz.context import OperationContext
from schema.event_reports.operations.importing import ImportHealthEvents, import_health_events
from schema.event_reports.operations.preparing import CorrectHealthEvent
from schema.event_reports.operations.reports import correct_health_event
from schema.events.rules import Correction, EventKind, Report
from schema.events.rules.imports import ImportedEvent
from schema.events.tables import HealthEvent, HealthEventRevision
from schema.key_areas.tables import KeyArea
from tenants.database import Database
from tests.builders.areas import end_area, list_area
from tests.builders.district import District, key
from tests.builders.events import correct, report
from tests.builders.ledger import changed, read_ledger
from tests.builders.own_scheme import own_district
from tests.builders.refusals import refused

SCHEME = """
risk_levels:
  - {id: high, name: 高风险区}
  - {id: low, name: 低风险区, without_zone: true}
event_classes:
  - {id: high_returnee, name: 高风险区返回人员, counts_as: key_area_returnee, area_levels: [high]}
criteria:
  - id: S-a
    title: 无高风险区返回人员
    guidance: 其他返回人员不影响。
    applies_to: [park, hall]
    check: {kind: none_of, events: [high_returnee]}
    on_loss: suspend
"""
RETURNEE = EventKind.KEY_AREA_RETURNEE


@pytest.fixture
async def district(database: Database) -> District:
    return await own_district(database, SCHEME)


async def commission(district: District) -> OperationContext:
    return await district.official(Role.COMMISSION, district.root)


async def entry_of(district: District, area: KeyArea) -> KeyArea:
    async with district.database.of(district.tenant).read() as session:
        return (await session.scalars(select(KeyArea).where(KeyArea.id == area.id))).one()


async def test_the_area_must_be_listed_when_the_returnee_left_or_came(
    district: District, owner: object
) -> None:
    """Left on the last day of the list, came the day after: told; left the day after: refused, nothing written."""
    actor = await commission(district)
    unit, today = await district.unit("H1"), actor.today()
    area = await list_area(
        actor, listed_from=today - timedelta(days=9), listed_until=today - timedelta(days=3)
    )
    before = await read_ledger(owner, district.tenant.id)  # type: ignore[arg-type]
    late = report(actor, unit.id, RETURNEE, days_ago=2, area=area, left=2)
    assert await refused(late) == [("AREA_NOT_LISTED", "area")]
    assert not changed(before, await read_ledger(owner, district.tenant.id))  # type: ignore[arg-type]
    event = await report(actor, unit.id, RETURNEE, days_ago=2, area=area, left=3)
    assert (event.area_id, event.left_area_on) == (area.id, today - timedelta(days=3))


async def test_the_level_of_the_area_tells_the_class_and_the_guideline_goes_by_it(district: District) -> None:
    actor = await commission(district)
    unit = await district.unit("H1")
    high, other = await list_area(actor, "甲地", level="high"), await list_area(actor, "乙地")
    assert (await report(actor, unit.id, RETURNEE, area=high)).event_class == "high_returnee"
    assert (await report(actor, unit.id, RETURNEE, area=other)).event_class is None
    wrong = report(actor, unit.id, RETURNEE, area=other, event_class="high_returnee")
    assert await refused(wrong) == [("INVALID_INPUT", "eventClass")]


async def test_what_was_told_stands_through_a_correction_and_though_the_list_changes(
    district: District,
) -> None:
    """A correction that says nothing of the area keeps it; one that moves the day looks at the list anew."""
    actor = await commission(district)
    unit, today = await district.unit("H1"), actor.today()
    week_ago = today - timedelta(days=7)
    area = await list_area(actor, level="high", listed_from=week_ago)
    event = await report(actor, unit.id, RETURNEE, days_ago=1, area=area)
    await end_area(actor, await entry_of(district, area), today - timedelta(days=4))
    event = await correct(actor, event, unit_id=(await district.unit("P1")).id)
    assert (event.area_id, event.event_class) == (area.id, "high_returnee")
    assert await refused(correct(actor, event, days_ago=2)) == [("AREA_NOT_LISTED", "area")]
    event = await correct(actor, event, days_ago=4)
    told = Correction(RETURNEE, event.occurred_on, event.reported_on, "与名单无关", area_told=True)
    command = CorrectHealthEvent(
        idempotency_key=key(),
        event_id=event.id,
        expected_revision=event.revision,
        unit_id=event.unit_id,
        correction=told,
    )
    gone = await correct_health_event(actor, command)
    assert (gone.area_id, gone.event_class) == (None, None)
    async with district.database.of(district.tenant).read() as session:
        revisions = await session.scalars(select(HealthEventRevision).order_by(HealthEventRevision.number))
        assert [row.area_id for row in revisions] == [area.id, area.id, area.id, None]


async def test_an_import_names_the_area_by_its_code(district: District) -> None:
    """Of two spells on the list the one of that day counts; every row's fault is told at once; known rows stand."""
    actor = await commission(district)
    today = actor.today()
    first = await list_area(
        actor,
        code="110105",
        level="high",
        listed_from=today - timedelta(days=20),
        listed_until=today - timedelta(days=9),
    )
    await list_area(actor, code="110105", listed_from=today)

    def row(number: str, days_ago: int, code: str = "110105", left: date | None = None) -> ImportedEvent:
        day = today - timedelta(days=days_ago)
        told = Report(RETURNEE, day, day, source="大疫情网", external_id=number, left_area_on=left)
        return ImportedEvent("H1", told, code)

    async def take_over(*rows: ImportedEvent) -> HealthEvent:
        command = ImportHealthEvents(idempotency_key=key(), source="大疫情网", events=rows)
        return await import_health_events(actor, command)

    bad = take_over(row("1", 10), row("2", 5, left=today - timedelta(days=6)), row("3", 0, "999999"))
    assert await refused(bad) == [
        ("AREA_NOT_LISTED", "events.1.areaCode"),
        ("UNKNOWN_AREA", "events.2.areaCode"),
    ]
    event = await take_over(row("1", 10))
    assert (event.area_id, event.event_class) == (first.id, "high_returnee")
    await end_area(actor, await entry_of(district, first), today - timedelta(days=19))
    again = await take_over(row("1", 10), row("2", 0))
    assert again.id == event.id
    case = row("3", 0)
    sick = replace(case, report=replace(case.report, kind=EventKind.CASE))
    assert await refused(take_over(sick)) == [("INVALID_INPUT", "events.0.areaCode")]


async def test_the_nearest_listed_division_counts(district: District) -> None:
    """A record tells a village, the list a county and one of its towns; codes are the same however long they are."""
    actor = await commission(district)
    today = actor.today()
    county = await list_area(actor, code="110105", listed_from=today - timedelta(days=9))
    town = await list_area(
        actor,
        code="110105001",
        level="high",
        listed_from=today - timedelta(days=9),
        listed_until=today - timedelta(days=5),
    )

    def row(number: str, days_ago: int, code: str) -> ImportedEvent:
        day = today - timedelta(days=days_ago)
        told = Report(RETURNEE, day, day, source="大疫情网", external_id=number)
        return ImportedEvent("H1", told, code)

    async def take_over(*rows: ImportedEvent) -> HealthEvent:
        command = ImportHealthEvents(idempotency_key=key(), source="大疫情网", events=rows)
        return await import_health_events(actor, command)

    near = await take_over(row("1", 6, "110105001002"))
    assert (near.area_id, near.event_class) == (town.id, "high_returnee")
    assert (await take_over(row("2", 3, "110105001002"))).area_id == county.id
    assert (await take_over(row("3", 3, "110105000000"))).area_id == county.id
    assert (await take_over(row("4", 3, "110105002"))).area_id == county.id
    assert await refused(take_over(row("5", 3, "1101"))) == [("UNKNOWN_AREA", "events.0.areaCode")]
    again = await take_over(row("1", 6, "110105001"), row("2", 3, "110105"))
    assert again.id == near.id


async def test_one_division_is_listed_once_at_a_time_however_its_code_is_written(district: District) -> None:
    actor = await commission(district)
    today = actor.today()
    await list_area(actor, code="110105", listed_from=today)
    other = list_area(actor, code="110105000", listed_from=today)
    assert await refused(other) == [("AREA_LISTED_ALREADY", "code")]
    await list_area(actor, code="110105001", listed_from=today)
