"""What DECISIONS writes down of odd corners, each shown (B-b, B-e, B-f; open questions 3, 6 and 21)."""

from datetime import timedelta

from authz.actions import Role
from schema.event_reports.operations.preparing import ReportHealthEvent
from schema.event_reports.operations.reports import report_health_event
from schema.events.rules import Report
from tenants.database import Database
from tests.builders.district import District, key
from tests.builders.events import report
from tests.clients import ask
from tests.consequences.titled import make_compound, standings
from tests.consequences.world import World, open_district

ZONE, CONTACT = "risk_zone", "close_contact"


async def test_an_assessment_heals_even_where_the_child_met_earlier_than_it_fell(database: Database) -> None:
    """B-f, EACH_TITLED_OR_MEETS: the community is assessed; what its compound met in an older assessment counts."""
    world = await World.found(*await open_district(database))
    for code in ("X2-1", "X2"):
        assert await world.name(code, 3)
    for code in ("X1-1", "X1-2", "X1", "B", "C"):
        assert await world.name(code, 0)
    await world.assess("X2")
    world.district.clock.forward(1)
    await world.report("X2-1", "case", 0, quarantined=False)
    code, above = world.units["X2"].code, world.units["C"].code
    found = await standings(world.district, code, above)
    assert found[code] == "suspended"
    await world.sweep()
    assert (await standings(world.district, code))[code] == "suspended", "its own window is not over"
    world.district.clock.forward(8)
    await world.assess("X2")
    await world.sweep()
    assert (await standings(world.district, code))[code] == "active"


async def test_excluded_after_a_new_naming_the_day_shows_the_first_name_and_the_list_its_loss(
    database: Database,
) -> None:
    """The lost name stays lost in `designations`; asked of a day before the new one, `standing` says it was borne."""
    world = await World.found(*await open_district(database))
    assert await world.name("B", 0)
    await world.report("B", "case", 0, quarantined=False)
    between = world.today + timedelta(days=3)
    world.district.clock.forward(9)
    assert await world.name("B", 0)
    await world.exclude(0)
    document = """query($code: String!, $on: Date) {
      unit(code: $code, asOf: $on) { standing { standing titled } designations { status } } }"""
    found = await ask(world.commission, document, code=world.units["B"].code, on=str(between))
    assert found.errors is None, found.errors
    assert (found.data or {})["unit"] == {
        "standing": {"standing": "ACTIVE", "titled": True},
        "designations": [{"status": "ACTIVE"}, {"status": "REVOKED"}],
    }


async def _zoned(database: Database, at: str) -> District:
    district = await make_compound(database)
    street = await district.official(Role.STREET, "S1")
    event = await report(street, (await district.unit(at)).id, ZONE)
    assert event.excluded is False
    return district


async def test_a_zone_at_a_building_is_not_asked_of_it_and_suspends_what_lies_over_it(
    database: Database,
) -> None:
    """B-e is not asked of a building (open question 12): it keeps its name, its compound is suspended."""
    district = await _zoned(database, "B1")
    assert await standings(district, "B1", "B2", "X1") == {
        "B1": "active",
        "B2": "active",
        "X1": "suspended",
    }


async def test_a_contact_in_central_quarantine_counts_unless_the_scheme_allows_it(database: Database) -> None:
    """B-b counts every contact reported at a unit: who was taken away is closed, or the scheme says controlled."""
    world = await World.found(*await open_district(database))
    assert await world.name("B", 0)
    told = Report(kind=CONTACT, occurred_on=world.today, reported_on=world.today, in_central_quarantine=True)
    command = ReportHealthEvent(idempotency_key=key(), unit_id=world.units["B"].id, report=told)
    world.events.append((await report_health_event(world.commission, command)).id)
    code = world.units["B"].code
    assert (await standings(world.district, code))[code] == "suspended"
    await world.close(0, 0)
    assert (await standings(world.district, code))[code] == "active"


async def test_a_village_may_be_titled_over_a_group_that_only_met_its_standard(database: Database) -> None:
    """B-f of a community: each below titled or meeting. What only met falls with nobody; its assessment ages."""
    world = await World.found(*await open_district(database))
    for code in ("X1-1", "X1-2", "X1", "X2-1", "B"):
        assert await world.name(code, 0)
    await world.assess("X2")
    assert await world.name("C", 0), "the compound only met"
    world.district.clock.forward(9)
    await world.sweep()
    above = world.units["C"].code
    assert (await standings(world.district, above))[above] == "active", "an aged assessment takes no name"
    await world.report("X2-1", "close_contact", 0, quarantined=False)
    await world.close(0, 0)
    assert (await standings(world.district, above))[above] == "active"
