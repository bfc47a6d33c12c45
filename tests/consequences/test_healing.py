"""One name with an odd history keeps nobody else down: it is left out, told of, and looked at again."""

from datetime import timedelta

from sqlalchemy import select
from structlog.testing import capture_logs

from schema.consequences.jobs import sweep_lapses
from schema.designations.tables import Designation, DesignationChange
from schema.frame.background import SYSTEM
from schema.frame.operation import Transaction
from tenants.base import new_id
from tenants.database import Database
from tests.consequences.titled import standings
from tests.consequences.world import World, open_district


async def lapse(world: World) -> dict[str, object]:
    """Let a night pass; tell what it noted for the audit."""
    context = world.district.context(SYSTEM)
    async with context.begin() as session:
        tx = Transaction(session, context, context.clock(), context.today())
        await sweep_lapses(tx, tx.today)
        await tx.records.write()
    return tx.detail


async def spoil(world: World, code: str) -> None:
    """Write a change no rule allows into the history of a name: it is given back though nothing held it down."""
    async with world.commission.begin() as session:
        chosen = select(Designation).where(Designation.unit_id == world.units[code].id)
        name = (await session.scalars(chosen)).one()
        session.add(
            DesignationChange(
                id=new_id(),
                designation_id=name.id,
                ordinal=99,
                change="restored",
                cause="RECTIFIED",
                ground="finding:none",
                effective_on=world.today,
                at=world.commission.clock(),
            )
        )


async def mend(world: World, code: str) -> None:
    """Take the odd change out of the account again, by bringing the ground it lifts."""
    async with world.commission.begin() as session:
        chosen = select(Designation).where(Designation.unit_id == world.units[code].id)
        name = (await session.scalars(chosen)).one()
        session.add(
            DesignationChange(
                id=new_id(),
                designation_id=name.id,
                ordinal=98,
                change="warned",
                cause="FINDING_NOT_RECTIFIED",
                ground="finding:none",
                effective_on=world.today,
                at=world.commission.clock() - timedelta(seconds=1),
            )
        )


async def test_a_window_that_is_over_gives_all_names_back_but_the_odd_one(database: Database) -> None:
    """Two cases under a scheme that suspends for eight days: the night gives one name back and tells of the other."""
    world = await World.found(*await open_district(database))
    codes = {code: world.units[code].code for code in ("X2-1", "B")}
    for code in codes:
        assert await world.name(code, 3)
        await world.report(code, "case", 0, quarantined=False)
    await spoil(world, "B")
    world.district.clock.forward(9)
    with capture_logs() as logs:
        noted = await lapse(world)
    found = await standings(world.district, *codes.values())
    assert found == {codes["X2-1"]: "active", codes["B"]: "suspended"}
    assert noted == {"unitsLeftOut": 1}
    assert [each["event"] for each in logs if each["log_level"] == "warning"] == ["lapse.left_out"]
    await mend(world, "B")
    assert await lapse(world) == {}
    assert (await standings(world.district, codes["B"]))[codes["B"]] == "active"


async def test_losses_below_are_healed_in_all_events_but_the_odd_one(database: Database) -> None:
    """B-f: two compounds wait for their buildings; both are assessed, and one's building has an odd history."""
    world = await World.found(*await open_district(database))
    codes = {code: world.units[code].code for code in ("X1", "X2")}
    for code in ("X1-1", "X1-2", "X2-1"):
        assert await world.name(code, 0)
    for code in codes:
        assert await world.name(code, 3)
    for code in ("X1-1", "X2-1"):
        await world.report(code, "case", 0, quarantined=False)
    world.district.clock.forward(9)
    await lapse(world)
    assert set((await standings(world.district, *codes.values())).values()) == {"suspended"}
    await spoil(world, "X1-1")
    for code in codes:
        await world.assess(code)
    noted = await lapse(world)
    assert await standings(world.district, *codes.values()) == {
        codes["X1"]: "suspended",
        codes["X2"]: "active",
    }
    assert noted == {"eventsLeftOut": 1}
    await mend(world, "X1-1")
    await lapse(world)
    assert (await standings(world.district, codes["X1"]))[codes["X1"]] == "active"
