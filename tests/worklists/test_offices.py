"""Worklists where offices are told apart: what the lists give is what asking row by row gives, at any place."""

import itertools
import random

import pytest
from sqlalchemy import select

from authz.actions import Role
from authz.context import Actor, Grant, OperationContext
from authz.tables import Membership
from tenants.base import new_id
from tenants.database import Database
from tests.builders.commands import City, make_city
from tests.plans.both import OFFICIAL
from tests.worklists.test_worklist import listed, pending_row_by_row

PENDING = "{ worklist(tab: PENDING, first: 100) { edges { node { unit { code } } } } }"


@pytest.fixture(scope="module")
async def city(database: Database) -> City:
    """One enterprise waits for its zone, one for the city, one was taken over from its town by the city."""
    city = await make_city(database)
    await city.district.import_units(("QY3", "青山药厂", "enterprise", "TA"))
    await city.applied("QY1")
    city.district.clock.forward(4)
    await city.sweep()
    await city.applied("QY2")
    await city.decided(city.town, await city.applied("QY3"), "endorse")
    return city


def seat(city: City, *grants: Grant) -> OperationContext:
    return city.district.context(Actor("official", new_id(), "", grants))


async def grant_at(city: City, role: Role, place: str) -> Grant:
    unit = await city.district.unit(city.play.code(place))
    return Grant(new_id(), role, unit.id, unit.path, level=unit.kind)


async def same(actor: OperationContext) -> set[str]:
    """The list, the list as compiled, and asking row by row agree."""
    found = await pending_row_by_row(actor)
    assert await listed(actor, "pending") == found
    data = await OFFICIAL.same(actor, PENDING)
    assert {edge["node"]["unit"]["code"] for edge in data["worklist"]["edges"]} == found
    return found


@pytest.mark.parametrize(("role", "place"), list(itertools.product(Role, ("root", "TA", "ZB", "QY1", "QY2"))))
async def test_pending_of_each_role_at_each_level(city: City, role: Role, place: str) -> None:
    wanted = {
        ("headquarters", "root"): {"QY1", "QY3"},
        ("headquarters", "TA"): {"QY1"},
        ("headquarters", "ZB"): {"QY2"},
    }
    found = await same(seat(city, await grant_at(city, role, place)))
    assert found == wanted.get((role, place), set())


@pytest.mark.parametrize("seed", range(8))
async def test_pending_of_those_with_several_grants(city: City, seed: int) -> None:
    chance = random.Random(seed)
    places = ("root", "TA", "ZB", "QY1", "QY2", "QY3")
    grants = [
        await grant_at(city, chance.choice((Role.HEADQUARTERS, Role.STREET)), chance.choice(places))
        for _ in range(3)
    ]
    await same(seat(city, *grants))


async def test_everything_open_waits_for_somebody_or_for_nobody(city: City) -> None:
    """With every second of those who could act gone, what waits for none of the others is unassigned."""
    overseer = city.commission
    seats = {"TA": city.town, "ZB": city.zone}
    for place, holder in seats.items():
        (grant,) = holder.actor.grants
        await _end(city, grant, now=True)
        try:
            gone = {"TA": set[str](), "ZB": {"QY2"}}[place]  # QY1 may be decided on by the city, too
            assert await listed(overseer, "unassigned") == gone
        finally:
            await _end(city, grant, now=False)
    assert await listed(overseer, "unassigned") == set()


async def _end(city: City, grant: Grant, *, now: bool) -> None:
    async with city.district.database.of(city.district.tenant).begin() as session:
        (row,) = await session.scalars(select(Membership).where(Membership.id == grant.membership_id))
        row.valid_until = city.district.clock.now if now else None
