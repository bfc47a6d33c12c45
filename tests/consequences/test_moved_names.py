"""An event acts on a name by the tree of the later of two days: its own, and that of the naming (B-a, B-b, B-M4)."""

import pytest

from authz.actions import Role
from tenants.database import Database
from tests.builders.looks import standing_of
from tests.consequences.deeds import Street
from tests.consequences.world import World, open_district


async def street_of(database: Database) -> Street:
    """Make a street in which the first compound and its buildings may be named."""
    world = await World.found(*await open_district(database))
    return Street(world, await world.district.official(Role.HEADQUARTERS, "500110"))


@pytest.mark.parametrize("kind", ["case", "close_contact"])
async def test_who_comes_to_lie_above_an_older_event_by_a_move_keeps_the_name(
    database: Database, kind: str
) -> None:
    """Named after the event, elsewhere: its evaluation saw no event. By the tree of today, the move revoked it."""
    street = await street_of(database)
    world, code = street.world, street.world.units["X1"].code
    await street.report("B", kind, 2)
    for each in ("X1-1", "X1-2", "X1"):
        assert await world.name(each, 2)
    world.district.clock.forward(1)
    await street.move("B", "X1")
    assert await standing_of(world.district, code) == "active"
    await world.exclude(0)
    assert await standing_of(world.district, code) == "active"


async def test_named_over_an_event_nobody_knew_of_it_falls_though_the_unit_moved_away(
    database: Database,
) -> None:
    """The building lay in the compound on both days; that it lies elsewhere by the report changes nothing."""
    street = await street_of(database)
    world = street.world
    world.district.clock.forward(1)
    await street.move("B", "X1")
    world.district.clock.forward(1)
    for each in ("X1-1", "X1-2", "B", "X1"):
        assert await world.name(each, 2)
    world.district.clock.forward(1)
    await street.move("B", "X2")
    await street.report("B", "case", 2)
    codes = {each: world.units[each].code for each in ("B", "X1", "X2")}
    assert await standing_of(world.district, codes["B"]) == "revoked"
    assert await standing_of(world.district, codes["X1"]) == "revoked"


async def test_named_while_it_lay_above_for_some_days_it_falls_by_what_was_before(database: Database) -> None:
    """The building lay in the compound neither on the day of the case nor today, but on the day of the naming."""
    street = await street_of(database)
    world = street.world
    world.district.clock.forward(3)
    await street.move("B", "X1")
    for each in ("X1-1", "X1-2", "B", "X1"):
        assert await world.name(each, 2)
    world.district.clock.forward(1)
    await street.move("B", "X2")
    await street.report("B", "case", 2)
    assert await standing_of(world.district, world.units["X1"].code) == "revoked"
    await world.exclude(0)
    assert await standing_of(world.district, world.units["X1"].code) == "active"
