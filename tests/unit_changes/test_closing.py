"""A unit is dissolved, or was registered in error: what must be empty before, what ends with it, who is told."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import ANONYMOUS, OperationContext
from schema.applications.tables import Application, Transition
from schema.household_moves.operations import (
    CloseHousehold,
    RegisterHouseholds,
    close_household,
    register_households,
)
from schema.notifications.tables import Notification
from schema.residents.rules import HouseholdRow
from schema.residents.tables import Household
from schema.unit_changes.operations import close_unit, move_unit, preview_unit_change
from schema.unit_changes.operations.closing import CloseUnit
from schema.unit_logs.operations import RecordUnitLog, record_unit_log
from schema.units.operations import ImportUnits, import_units
from schema.units.rules import UnitRow
from schema.units.tables import Unit
from tenants.database import Database
from tests.builders.applications import create
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.events import report
from tests.builders.ledger import changed, read_ledger
from tests.builders.looks import standing_of
from tests.builders.refusals import refused
from tests.clients import ask_public
from tests.consequences.titled import make_compound
from tests.unit_changes.test_codes import rows
from tests.unit_changes.test_operations import around, moving
from tests.unit_changes.truth import assert_sound


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


async def closing(district: District, code: str, *, mistaken: bool = False) -> CloseUnit:
    unit = await district.unit(code)
    return CloseUnit(
        idempotency_key=key(),
        unit_id=unit.id,
        expected_revision=unit.revision,
        reason="楼房拆除",
        mistaken=mistaken,
    )


async def close(district: District, actor: OperationContext, code: str, *, mistaken: bool = False) -> Unit:
    return await close_unit(actor, await closing(district, code, mistaken=mistaken))


async def test_what_is_open_ends_and_who_worked_there_is_told(district: District) -> None:
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    leader = await district.official(Role.BUILDING_LEADER, "B9", "甲楼长")
    application = await create(leader, await district.unit("B9"))
    seen = await preview_unit_change(headquarters, await closing(district, "B9"))
    assert (seen.outcome.ended, seen.outcome.left_behind, seen.outcome.closed) == (1, 1, ("B9",))
    assert seen.outcome.seats == (("甲楼长", "building_leader"),)
    district.clock.forward(1)
    await close(district, headquarters, "B9")
    assert await rows(district, Application.id, Application.status, Application.step) == [
        (application.id, "withdrawn", None)
    ]
    notes = await rows(district, Transition.role, Transition.note)
    assert notes == [("system", "单元撤销，申请随之终止：楼房拆除")]
    told = await rows(district, Notification.official_id, Notification.kind)
    assert {leader.actor.id, administrator.actor.id} <= {who for who, kind in told if kind == "unit.closed"}
    found = await around(headquarters, "B9")
    assert found is not None
    assert (found["closed"], found["successors"]) == (True, [])
    past = await around(headquarters, "B9", asOf="2022-11-20")
    assert past is not None
    assert not past["closed"]
    await assert_sound(district)


async def test_a_name_ends_with_its_unit_and_those_above_follow(database: Database) -> None:
    """The compound loses a building that bore the name; the public learns why."""
    district = await make_compound(database)
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    leader = await district.official(Role.BUILDING_LEADER, "B1")
    here = (await district.unit("B1")).id
    homes = await rows(district, Household.id, Household.revision, Household.unit_id, Household.departed_on)
    for home, revision, unit_id, departed in homes:
        if unit_id == here and departed is None:
            leaving = CloseHousehold(
                idempotency_key=key(),
                household_id=home,
                expected_revision=revision,
                departed_on=leader.today(),
            )
            await close_household(leader, leaving)
    seen = await preview_unit_change(headquarters, await closing(district, "B1"))
    assert ("B1", "expired", "UNIT_CLOSED") in [
        (each.code, each.change, each.cause) for each in seen.outcome.names
    ]
    unit = await district.unit("B1")
    command = CloseUnit(
        idempotency_key=key(),
        unit_id=unit.id,
        expected_revision=unit.revision,
        reason="楼房拆除",
        preview=seen.token,
    )
    await close_unit(headquarters, command)
    document = 'query { unitStatus(code: "B1") { titled closedOn reason { code } } }'
    status = await ask_public(district.context(ANONYMOUS), document)
    assert status["unitStatus"]["titled"] is False
    assert status["unitStatus"]["reason"]["code"] == "UNIT_CLOSED"
    assert status["unitStatus"]["closedOn"] == str(headquarters.today())
    assert (await standing_of(district, "X1")) is not None
    await assert_sound(district)


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("B9", []),
        ("X1", [("UNIT_BUSY", "unit")]),
        ("500110", [("PARENT_NOT_ALLOWED", "unit")]),
        ("G1", [("UNIT_BUSY", "unit")]),
    ],
)
async def test_what_must_be_empty_before(
    district: District, owner: AsyncEngine, code: str, refusal: list[tuple[str, str]]
) -> None:
    """Units below and households are in the way: they are to be moved first."""
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    community = await district.official(Role.COMMUNITY, "V1")
    home = HouseholdRow(code="1", floor=None, occupancy="vacant", verified_on=None, residents=())
    roll = RegisterHouseholds(
        idempotency_key=key(), unit_id=(await district.unit("G1")).id, households=(home,)
    )
    await register_households(community, roll)
    before = await read_ledger(owner, district.tenant.id)
    assert await refused(close(district, headquarters, code)) == refusal
    assert bool(changed(before, await read_ledger(owner, district.tenant.id))) == (not refusal)


async def test_one_registered_in_error_never_was(district: District, owner: AsyncEngine) -> None:
    """Only where nothing ever happened in it; where something did, it is dissolved instead."""
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    leader = await district.official(Role.BUILDING_LEADER, "B9")
    log = RecordUnitLog(
        idempotency_key=key(),
        unit_id=(await district.unit("B9")).id,
        kind="disinfection",
        performed_on=leader.today(),
    )
    await record_unit_log(leader, log)
    before = await read_ledger(owner, district.tenant.id)
    assert await refused(close(district, headquarters, "B9", mistaken=True)) == [
        ("UNIT_HAS_HISTORY", "mistaken")
    ]
    assert not changed(before, await read_ledger(owner, district.tenant.id))
    district.clock.forward(2)
    await close(district, headquarters, "B2", mistaken=True)
    past = await around(headquarters, "X1", asOf="2022-11-20")
    assert past is not None
    assert past["below"] == ["500110.S1.C1.X1.B1"], "as of a day before it was there no more than now"
    await close(district, headquarters, "B9")
    past = await around(headquarters, "C1", asOf="2022-11-20")
    assert past is not None
    assert "500110.S1.C1.B9" in past["below"]
    await assert_sound(district)


async def test_nothing_begins_in_a_closed_unit(district: District) -> None:
    """Applications, work, households, units below; its neighbour takes all of it."""
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    leaders = {code: await district.official(Role.BUILDING_LEADER, code) for code in ("B9", "B21")}
    units = {code: await district.unit(code) for code in ("B9", "B21")}
    await close(district, headquarters, "B9")
    assert await refused(create(leaders["B9"], units["B9"])) == [("UNIT_CLOSED", "unit")]
    assert await refused(create(leaders["B21"], units["B21"])) == []
    row = UnitRow("N1", "新楼", "building", "C1")
    taken = UnitRow("B9", "新楼", "building", "C1")
    imported = ImportUnits(idempotency_key=key(), units=(taken,))
    assert await refused(import_units(administrator, imported)) == [("DUPLICATE_CODE", "units.0.code")]
    assert await refused(import_units(administrator, ImportUnits(idempotency_key=key(), units=(row,)))) == []
    assert await refused(close(district, headquarters, "B9")) == [("UNIT_CLOSED", "unit")]


@pytest.mark.parametrize(("code", "refused_as"), [("B9", "UNIT_CLOSED"), ("B10", None)])
async def test_a_closed_unit_takes_nothing_in(
    district: District, owner: AsyncEngine, code: str, refused_as: str | None
) -> None:
    """Households, work, events and units below are refused with nothing written; its neighbour takes each."""
    await district.import_units(("B10", "沿河街10号", "building", "C1"))
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    community = await district.official(Role.COMMUNITY, "C1")
    await close(district, headquarters, "B9")
    district.clock.forward(1)  # what happened on its last day is still told of it
    unit = await district.unit(code)
    home = HouseholdRow(code="1", floor=None, occupancy="vacant", verified_on=None, residents=())
    homes = RegisterHouseholds(idempotency_key=key(), unit_id=unit.id, households=(home,))
    log = RecordUnitLog(
        idempotency_key=key(), unit_id=unit.id, kind="disinfection", performed_on=headquarters.today()
    )
    below = ImportUnits(idempotency_key=key(), units=(UnitRow("E9", "1单元", "entrance", code),))
    deeds = (
        lambda: register_households(community, homes),
        lambda: record_unit_log(community, log),
        lambda: report(headquarters, unit.id, "case"),
        lambda: import_units(administrator, below),
    )
    for deed in deeds:
        before = await read_ledger(owner, district.tenant.id)
        assert [error for error, _ in await refused(deed())] == ([refused_as] if refused_as else [])
        assert bool(changed(before, await read_ledger(owner, district.tenant.id))) == (refused_as is None)


async def test_a_move_tells_who_loses_and_who_gains_the_work(district: District) -> None:
    """By name in the preview, by a notification with the deed; who sits over both lines keeps what they had."""
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    loses = await district.official(Role.COMMUNITY, "C1", "C1")
    gains = await district.official(Role.COMMUNITY, "C2", "C2")
    away = await district.official(Role.COMMUNITY, "V1")
    seen = await preview_unit_change(headquarters, await moving(district, "X1", "C2"))
    assert set(seen.outcome.seats) == {("C1", "community"), ("C2", "community")}
    assert await rows(district, Notification.id) == []
    await move_unit(headquarters, await moving(district, "X1", "C2"))
    told = {who for who, kind in await rows(district, Notification.official_id, Notification.kind)}
    assert {loses.actor.id, gains.actor.id} <= told
    assert away.actor.id not in told
