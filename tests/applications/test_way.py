"""The whole way of a building to its name and its loss, on the level of operations (B-W1)."""

from authz.actions import Role
from schema.consequences.operations import ReportHealthEvent, report_health_event
from schema.designations import repository as designations
from schema.events.rules import Report
from tenants.database import Database
from tests.builders.applications import appoint_all, named
from tests.builders.district import STREETS, key, make_district


async def test_a_building_earns_its_name_and_loses_it(database: Database) -> None:
    """B-W1, B-a, B-M4: five links to the name; a case takes it the moment it is reported."""
    district = await make_district(database)
    await district.import_units(*STREETS)
    officials = await appoint_all(district, Role.BUILDING_LEADER, "B1")
    await named(district, officials, "B1")
    unit = await district.unit("B1")
    async with database.of(district.tenant).read() as session:
        held = await designations.held_by_units(session, [unit.id])
    assert held[unit.id].title == "无疫楼栋"
    assert held[unit.id].status == "active"

    today = officials.community.today()
    report = Report(kind="case", occurred_on=today, reported_on=today)
    await report_health_event(
        officials.community, ReportHealthEvent(idempotency_key=key(), unit_id=unit.id, report=report)
    )
    async with database.of(district.tenant).read() as session:
        assert not await designations.held_by_units(session, [unit.id])
