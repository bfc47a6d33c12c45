"""How a demo district begins: onboarding, its tree, its officials, its residents."""

import uuid
from datetime import timedelta

from api.stage.demo.desk import HISTORY, Desk, know_units, open_desk
from api.stage.demo.model import DemoDistrict, DemoOfficial, Place
from api.stage.demo.people import People
from authz.actions import Role
from authz.context import OperationContext
from schema.districts.operations import Administrator, onboard_district
from schema.household_moves.operations import RegisterHouseholds, register_households
from schema.officials.operations import AppointOfficial, appoint_official
from schema.units.operations import ImportUnits, import_units
from tenants import register
from tenants.base import utc_now
from tenants.database import Database


async def found_district(database: Database, operator_id: uuid.UUID, plan: DemoDistrict) -> Desk:
    """Bring a district on board unless it is, and open its officials' desk."""
    async with database.register() as session:
        tenant = await register.by_slug(session, plan.district.slug)
    if tenant is None:
        first = plan.administrator
        administrator = Administrator(
            username=first.username, display_name=first.display_name, password=plan.password
        )
        began = utc_now() - HISTORY
        tenant = await onboard_district(database, operator_id, plan.district, administrator, began)
    return await open_desk(plan, database.of(register.info_of(tenant)), tenant.created_at)


async def settle_district(desk: Desk) -> None:
    """Give a district its tree, its officials and its residents."""
    await _import_tree(desk)
    await know_units(desk)
    await _appoint_officials(desk)
    await _register_residents(desk)


async def _import_tree(desk: Desk) -> None:
    async def command(_context: OperationContext, key: str) -> ImportUnits:
        return ImportUnits(idempotency_key=key, units=(*desk.plan.divisions, *desk.plan.places))

    await desk.once(desk.plan.administrator.username, desk.began, "tree", import_units, command)


async def _appoint_officials(desk: Desk) -> None:
    for official in desk.plan.officials:
        for order, unit in enumerate(official.units):
            await _appoint(desk, official, unit, first=order == 0)


async def _appoint(desk: Desk, official: DemoOfficial, unit: str, *, first: bool) -> None:
    async def command(_context: OperationContext, key: str) -> AppointOfficial:
        return AppointOfficial(
            idempotency_key=key,
            username=official.username,
            display_name=official.display_name,
            password=desk.plan.password if first else None,
            role=official.role,
            unit_id=desk.units[unit],
        )

    key = f"appoint/{official.username}/{unit}"
    await desk.once(desk.plan.administrator.username, desk.began, key, appoint_official, command)


async def _register_residents(desk: Desk) -> None:
    today = desk.began.date()
    people = People(
        desk.plan.district.slug, today, frozenset(group.id for group in desk.guideline.special_groups)
    )
    for place in desk.plan.places:
        if place.doors:
            await _register(desk, place, people)


async def _register(desk: Desk, place: Place, people: People) -> None:
    households = tuple(
        people.household(code, floor, vacant=code in place.vacant) for code, floor in place.dwellings()
    )
    desk.residents[place.code] = sum(len(row.residents) for row in households)

    async def command(_context: OperationContext, key: str) -> RegisterHouseholds:
        return RegisterHouseholds(idempotency_key=key, unit_id=desk.units[place.code], households=households)

    clerk = desk.in_charge(Role.COMMUNITY, place.code)
    at = desk.began + timedelta(hours=8)
    await desk.once(clerk, at, f"register/{place.code}", register_households, command)
