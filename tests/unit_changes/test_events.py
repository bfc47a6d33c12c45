"""Events and a tree that changes: each acts along the line of the day it happened, and nothing escapes by a split."""

from datetime import timedelta

from authz.actions import Role
from schema.criteria.loading import load_census, load_facts
from schema.unit_changes.operations import move_unit, split_unit
from schema.unit_changes.rules import Part
from tenants.database import Database
from tests.builders.district import STREETS, District, make_district
from tests.builders.events import exclude, report
from tests.builders.refusals import refused
from tests.consequences.titled import make_compound, standings
from tests.unit_changes.test_operations import moving, splitting


async def events_of(district: District, code: str) -> list[str]:
    """List the kinds of the events an evaluation of a unit sees, and hold both ways of loading them together."""
    unit = await district.unit(code)
    context = await district.official(Role.COMMISSION, "500110")
    async with context.read() as session:
        facts = await load_facts(session, unit, context.today())
        census = {each.code: each.facts for each in await load_census(session, context.today())}
    assert facts.events == census[code].events
    return sorted(event.kind for event in facts.events)


async def test_a_case_of_yesterday_takes_the_names_of_yesterdays_line(database: Database) -> None:
    """B1 leaves X1 with its name; a case of the day before revokes both, and proved false gives both back."""
    district = await make_compound(database)
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    district.clock.forward(1)
    await move_unit(headquarters, await moving(district, "B1", "C2"))
    assert await standings(district, "B1", "X1") == {"B1": "active", "X1": "active"}
    unit = await district.unit("B1")
    late = await report(headquarters, unit.id, "case", days_ago=1)
    fallen = await standings(district, "B1", "B2", "X1")
    assert (fallen["B1"], fallen["B2"]) == ("revoked", "active")
    assert fallen["X1"] in {"revoked", "suspended"}, "it lay there when it happened"
    await exclude(headquarters, late)
    assert await standings(district, "B1", "X1") == {"B1": "active", "X1": "active"}
    await report(headquarters, unit.id, "case")
    assert await standings(district, "B1", "X1") == {"B1": "revoked", "X1": "active"}


async def test_a_false_report_gives_back_what_it_took_before_the_move(database: Database) -> None:
    district = await make_compound(database)
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    case = await report(headquarters, (await district.unit("B1")).id, "case")
    assert (await standings(district, "X1"))["X1"] != "active"
    district.clock.forward(1)
    await move_unit(headquarters, await moving(district, "B1", "C2"))
    await exclude(headquarters, case)
    assert await standings(district, "B1", "X1") == {"B1": "active", "X1": "active"}


async def test_no_split_sheds_a_case(database: Database) -> None:
    """What happened in the old unit is seen by those that took its place, and lies on the line above once."""
    district = await make_district(database)
    await district.import_units(*STREETS)
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    old = await district.unit("B1")
    await report(headquarters, old.id, "case")
    district.clock.forward(1)
    parts = (Part("B1E", "东", ("",)), Part("B1W", "西"))
    await split_unit(headquarters, await splitting(district, "B1", *parts))
    assert await events_of(district, "B1E") == await events_of(district, "B1W") == ["case"]
    assert await events_of(district, "X1") == ["case"]
    assert await events_of(district, "B2") == []
    assert await refused(report(headquarters, old.id, "case", days_ago=1)) == [], "it was there then"
    assert await events_of(district, "B1E") == ["case", "case"]
    new = await district.unit("B1E")
    assert await refused(report(headquarters, new.id, "case", days_ago=1)) == [
        ("EVENT_BEFORE_UNIT", "occurredOn")
    ]
    district.clock.forward(1)
    assert await refused(report(headquarters, old.id, "case")) == [("UNIT_CLOSED", "unit")]
    assert new.opened_on == headquarters.today() - timedelta(1)
