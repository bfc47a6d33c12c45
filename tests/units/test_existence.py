"""Nothing happens in a unit before it exists: bad input of issue 4, with its success twin."""

from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from schema.event_reports.operations.importing import ImportHealthEvents, import_health_events
from schema.events.rules import Report
from schema.events.rules.imports import ImportedEvent
from schema.frame.errors import DomainErrors, ErrorCode
from schema.units.operations import ImportUnits, import_units
from schema.units.rules import ExistingUnit, UnitRow, existence_fault, plan_import
from tenants.database import Database
from tests.builders.district import STREETS, key, make_district
from tests.builders.events import report
from tests.builders.ledger import changed, read_ledger
from tests.builders.refusals import refused

DAY = date(2022, 11, 20)
KINDS = {"district": (), "building": ("district",)}


@pytest.mark.parametrize(
    ("opened_on", "closed_on", "code"),
    [
        (None, None, None),
        (DAY, None, None),
        (DAY, DAY, None),
        (DAY + timedelta(1), None, ErrorCode.EVENT_BEFORE_UNIT),
        (None, DAY - timedelta(1), ErrorCode.UNIT_CLOSED),
    ],
)
def test_a_unit_exists_from_its_first_day_through_its_last(
    opened_on: date | None, closed_on: date | None, code: ErrorCode | None
) -> None:
    fault = existence_fault("B1", opened_on, closed_on, DAY)
    assert (fault.code if fault else None) == code


def test_nothing_opens_in_the_future_or_below_a_unit_that_is_no_more() -> None:
    existing = {"R": ExistingUnit("district", "R"), "Q": ExistingUnit("district", "R.Q", closed_on=DAY)}
    rows = [
        UnitRow("B1", "新楼", "building", "R", opened_on=DAY + timedelta(1)),
        UnitRow("B2", "新楼", "building", "Q"),
    ]
    with pytest.raises(DomainErrors) as found:
        plan_import(rows, existing, KINDS, DAY)
    assert [(fault.code, fault.field) for fault in found.value.errors] == [
        ("TIME_IN_FUTURE", ("units", "0", "openedOn")),
        ("UNIT_CLOSED", ("units", "1", "parentCode")),
    ]
    assert plan_import([UnitRow("B1", "新楼", "building", "R", opened_on=DAY)], existing, KINDS, DAY)


async def test_no_event_before_the_unit_existed(database: Database, owner: AsyncEngine) -> None:
    """Reported or imported, it is refused; on the unit's first day it is kept."""
    district = await make_district(database)
    await district.import_units(*STREETS)
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    today = administrator.today()
    row = UnitRow("N1", "新楼", "building", "C1", opened_on=today - timedelta(2))
    unit = await import_units(administrator, ImportUnits(idempotency_key=key(), units=(row,)))
    community = await district.official(Role.COMMUNITY, "C1")

    def records(days_ago: int) -> ImportHealthEvents:
        day = today - timedelta(days_ago)
        told = Report(kind="case", occurred_on=day, reported_on=day, external_id=key())
        return ImportHealthEvents(idempotency_key=key(), source="疫报", events=(ImportedEvent("N1", told),))

    before = await read_ledger(owner, district.tenant.id)
    assert await refused(report(community, unit.id, "case", days_ago=3)) == [
        ("EVENT_BEFORE_UNIT", "occurredOn")
    ]
    assert await refused(import_health_events(community, records(3))) == [
        ("EVENT_BEFORE_UNIT", "events.0.occurredOn")
    ]
    assert not changed(before, await read_ledger(owner, district.tenant.id))
    assert await refused(report(community, unit.id, "case", days_ago=2)) == []
    assert await refused(import_health_events(community, records(2))) == []
