"""Roles over a unit that closes end with it, and what was lent of them; who had them learns of it."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import OperationContext
from authz.tables import Delegation, Membership
from schema.notifications.tables import Notification
from schema.officials.operations import AppointOfficial, appoint_official
from schema.officials.repository import take_turn
from schema.officials.tables import OfficialRecord
from schema.unit_changes.operations import merge_units, split_unit
from schema.unit_changes.rules import Part
from schema.units import repository as units
from tenants.database import Database
from tests.builders.district import PASSWORD, STREETS, District, key, make_district
from tests.builders.ledger import changed, read_ledger
from tests.builders.refusals import refused
from tests.delegations.lending import lend
from tests.guideline_drafts.test_kinds_race import somebody_waits
from tests.unit_changes.test_closing import close
from tests.unit_changes.test_codes import rows
from tests.unit_changes.test_kinds import retype
from tests.unit_changes.test_operations import merging, splitting
from tests.unit_changes.truth import assert_sound

Deed = Callable[[District, OperationContext], Awaitable[object]]


async def _closed(district: District, actor: OperationContext) -> object:
    return await close(district, actor, "B9")


async def _split(district: District, actor: OperationContext) -> object:
    parts = Part("B9E", "东", ("",)), Part("B9W", "西")
    return await split_unit(actor, await splitting(district, "B9", *parts))


async def _merged(district: District, actor: OperationContext) -> object:
    return await merge_units(actor, await merging(district, "B90", "B9", "B10"))


async def _retyped(district: District, actor: OperationContext) -> object:
    return await retype(district, actor, "B9", "group")


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS, ("B10", "沿河街10号", "building", "C1"))
    return made


@pytest.mark.parametrize("deed", [_closed, _split, _merged, _retyped])
async def test_nobody_is_left_over_a_unit_that_closed(district: District, deed: Deed) -> None:
    """The role, what it lent, a record with the reason, a notification each; the role of a neighbour stays."""
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    leader = await district.official(Role.BUILDING_LEADER, "B9")
    neighbour = await district.official(Role.BUILDING_LEADER, "B21")
    await lend(district, leader, neighbour)
    await deed(district, headquarters)
    held = dict(await rows(district, Membership.official_id, Membership.valid_until))
    assert held[leader.actor.id] is not None
    assert held[leader.actor.id] <= headquarters.clock()
    assert held[neighbour.actor.id] is None
    assert all(at is not None for (at,) in await rows(district, Delegation.revoked_at))
    records = await rows(district, OfficialRecord.official_id, OfficialRecord.kind, OfficialRecord.reason)
    assert [(who, kind) for who, kind, reason in records if reason] == [(leader.actor.id, "role_ended")]
    told = set(await rows(district, Notification.official_id, Notification.kind))
    assert {
        (leader.actor.id, "role.changed"),
        (leader.actor.id, "delegation.ended"),
        (neighbour.actor.id, "delegation.ended"),
    } <= told
    assert (neighbour.actor.id, "role.changed") not in told
    await assert_sound(district)


async def appointing(district: District, code: str) -> AppointOfficial:
    return AppointOfficial(
        idempotency_key=key(),
        username="xinlouzhang",
        display_name="新楼长",
        password=PASSWORD,
        role=Role.BUILDING_LEADER,
        unit_id=(await district.unit(code)).id,
        valid_until=None,
    )


@pytest.mark.parametrize(("code", "refusal"), [("B9", [("UNIT_CLOSED", "unit")]), ("B21", [])])
async def test_nobody_is_appointed_over_a_closed_unit(
    district: District, owner: AsyncEngine, code: str, refusal: list[tuple[str, str]]
) -> None:
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    await close(district, headquarters, "B9")
    before = await read_ledger(owner, district.tenant.id)
    assert await refused(appoint_official(administrator, await appointing(district, code))) == refusal
    assert bool(changed(before, await read_ledger(owner, district.tenant.id))) == (not refusal)


async def test_whoever_appoints_waits_for_a_unit_that_closes(district: District, owner: AsyncEngine) -> None:
    """So the role is not given into the gap; over another unit it is given when the turn comes."""
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    before = await rows(district, Membership.id)
    async with district.database.of(district.tenant).begin() as session:
        await take_turn(session)
        late = asyncio.create_task(refused(appoint_official(administrator, await appointing(district, "B9"))))
        await somebody_waits(owner, late)
        unit = await units.lock(session, (await district.unit("B9")).id)
        unit.closed_on = administrator.today()
    assert await late == [("UNIT_CLOSED", "unit")]
    assert await rows(district, Membership.id) == before
    assert await refused(appoint_official(administrator, await appointing(district, "B21"))) == []
