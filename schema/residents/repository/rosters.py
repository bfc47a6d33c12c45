"""Every statement that counts rosters: how many live where, and of how many something is not known."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Integer, and_, func, select

from schema.residents.tables import Household, Resident
from schema.units.repository.places import below
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
    tenant_id, place = session.info["tenant_id"], below(session, paths)
    flagged = func.cardinality(Resident.special_groups) > 0
    lives_there = and_(
        Resident.tenant_id == tenant_id,
        Resident.household_id == Household.id,
        Resident.departed_on.is_(None),
    )
    columns = (place.c.path, Household.id, Household.verified_on, Household.occupancy)
    home = (
        select(
            *columns,
            func.count(Resident.id).label("people"),
            func.count(Resident.id).filter(Resident.special_groups.is_(None)).label("not_asked"),
            func.count(Resident.id).filter(flagged).label("flagged"),
            func.count(Resident.id).filter(flagged, Resident.needs_recorded_on.is_(None)).label("unknown"),
        )
        .join(place, place.c.unit_id == Household.unit_id)
        .outerjoin(Resident, lives_there)
        .where(Household.tenant_id == tenant_id, Household.departed_on.is_(None))
        .group_by(*columns)
        .subquery()
    )
    people = (home.c.people, home.c.not_asked, home.c.flagged, home.c.unknown)
    rows = await session.execute(
        select(
            home.c.path,
            func.count(),
            func.count().filter(home.c.verified_on.is_(None)),
            func.min(home.c.verified_on),
            func.count().filter(home.c.occupancy != "vacant", home.c.people == 0),
            *(func.sum(each).cast(Integer) for each in people),
        ).group_by(home.c.path)
    )
    return [RosterCounts(*row) for row in rows]
