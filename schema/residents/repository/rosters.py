"""Every statement that counts rosters: how many live where, and of how many something is not known."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Date, Integer, Select, bindparam, func, or_, select

from schema.frame.statements import TENANT, given
from schema.residents.rules import Leaving
from schema.residents.tables import Household, Resident
from schema.units.repository.places import below, below_values, ranges_of
from tenants.database import Session


@dataclass(frozen=True, slots=True)
class RosterCounts:
    """How many households and residents a unit has itself, at `path`, and of how many something is not known."""

    path: str
    households: int
    unverified: int
    oldest_verification: date | None
    occupied_without_residents: int
    residents: int
    not_asked_for_special_groups: int
    in_special_groups: int
    needs_not_recorded: int


async def count_rosters(session: Session, paths: Collection[str]) -> Sequence[RosterCounts]:
    """Count the rosters of the units at some paths and below that have one, unit by unit."""
    rows = await session.execute(_rosters(ranges_of(paths)), given(session, **below_values(paths)))
    return [RosterCounts(*row) for row in rows]


async def count_present(session: Session, path: str, on: date) -> int:
    """Count who lived at a unit and below it on a day, as far as it was noted; its households as they lie today."""
    values = given(session, on=on, **below_values([path]))
    return int(await session.scalar(_present(ranges_of([path])), values) or 0)


@cache
def _present(ranges: int) -> Select[int]:
    place = below(ranges)
    day: BindParameter[date] = bindparam("on", type_=Date())
    return (
        select(func.count())
        .select_from(Resident)
        .join(Household, (Household.tenant_id == TENANT) & (Household.id == Resident.household_id))
        .join(place, place.c.unit_id == Household.unit_id)
        .where(
            Resident.tenant_id == TENANT,
            func.greatest(Resident.born_on, Resident.arrived_on) <= day,
            or_(Resident.departed_on.is_(None), Resident.departed_on > day),
            or_(Resident.left_for.is_(None), Resident.left_for != Leaving.RECORDED_WRONGLY),
        )
    )


@cache
def _rosters(ranges: int) -> Select[*tuple[Any, ...]]:
    place = below(ranges)
    home = (
        select(place.c.path, Household.id, Household.verified_on, Household.occupancy)
        .join(place, place.c.unit_id == Household.unit_id)
        .where(Household.tenant_id == TENANT, Household.departed_on.is_(None))
        .cte("home")
    )
    flagged = func.cardinality(Resident.special_groups) > 0
    people = (
        select(
            Resident.household_id,
            func.count().label("people"),
            func.count().filter(Resident.special_groups.is_(None)).label("not_asked"),
            func.count().filter(flagged).label("flagged"),
            func.count().filter(flagged, Resident.needs_recorded_on.is_(None)).label("without_needs"),
        )
        .join(home, home.c.id == Resident.household_id)
        .where(Resident.tenant_id == TENANT, Resident.departed_on.is_(None))
        .group_by(Resident.household_id)
        .subquery()
    )
    counted = (people.c.people, people.c.not_asked, people.c.flagged, people.c.without_needs)
    return (
        select(
            home.c.path,
            func.count(),
            func.count().filter(home.c.verified_on.is_(None)),
            func.min(home.c.verified_on),
            func.count().filter(home.c.occupancy != "vacant", people.c.people.is_(None)),
            *(func.coalesce(func.sum(each), 0).cast(Integer) for each in counted),
        )
        .outerjoin_from(home, people, people.c.household_id == home.c.id)
        .group_by(home.c.path)
    )
