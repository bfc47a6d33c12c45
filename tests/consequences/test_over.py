"""A name that was lost to what proves false ends as it would have ended, once, and never beside a later name."""

import random
from datetime import timedelta

from sqlalchemy import select, update

from schema.designations.tables import Designation
from tenants.database import Database
from tests.builders.district import key
from tests.builders.looks import changes_of, standing_of
from tests.consequences.wide import Befall, befall, found
from tests.consequences.world import World, open_district


async def run_out(world: World, code: str, days: int) -> None:
    """Let the name of a unit be valid for so many days more."""
    async with world.commission.begin() as session:
        chosen = Designation.unit_id == world.units[code].id
        until = world.today + timedelta(days=days)
        await session.execute(update(Designation).where(chosen).values(valid_until=until))


async def test_a_name_whose_last_day_passed_while_it_was_lost_has_expired(database: Database) -> None:
    """Excluded after its last day, it was recorded as revoked for good while the ledger said expired (B-a, B-M4)."""
    world = await World.found(*await open_district(database))
    assert await world.name("B", 0)
    await run_out(world, "B", 3)
    await world.report("B", "case", 0, quarantined=False)
    world.district.clock.forward(5)
    await world.exclude(0)
    code = world.units["B"].code
    assert await standing_of(world.district, code) == "expired"
    *_, back, ended = await changes_of(world.district, code)
    assert (back.change, back.cause) == ("reinstated", "EVENT_EXCLUDED")
    assert (ended.change, ended.cause) == ("expired", "VALIDITY_ENDED")
    assert ended.effective_on == world.today - timedelta(days=1)
    async with world.commission.read() as session:
        (name,) = await session.scalars(select(Designation))
    assert name.ended_on == ended.effective_on


async def test_before_its_last_day_it_is_back(database: Database) -> None:
    world = await World.found(*await open_district(database))
    assert await world.name("B", 0)
    await run_out(world, "B", 30)
    await world.report("B", "case", 0, quarantined=False)
    world.district.clock.forward(5)
    await world.exclude(0)
    assert await standing_of(world.district, world.units["B"].code) == "active"


async def test_given_back_but_suspended_for_something_else_it_is_looked_at_all_the_same(
    database: Database,
) -> None:
    """B-f: a building lost its name by a finding while a case that proves false had taken its compound's.

    The compound had a finding of its own, so it came back suspended; and nobody looked at what it had missed.
    """
    (street,) = await found(database, 1, random.Random(1), short=0)
    world = street.world

    async def finding(code: str) -> None:
        unit_id = world.units[code].id
        await befall(street.headquarters, Befall(idempotency_key=key(), unit_id=unit_id, ground="finding:1"))

    await finding("X2")
    await street.report("X2", "case", 0)
    await finding("X2-1")
    await world.exclude(0)
    found_ = (await street.look())["X2"]
    assert found_[0] == ["suspended"]
    assert {(cause, clause) for _, cause, clause, _ in found_[4]} == {
        ("FINDING_NOT_RECTIFIED", "B-h"),
        ("CHILD_NAME_LOST", "B-f"),
    }
    await finding("X2")
    assert (await street.look())["X2"][0] == ["suspended"]
    await finding("X2-1")
    assert (await street.look())["X2"][0] == ["active"]
