"""Every statement on households and residents."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Select, func, insert, select, update

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.keyset import count_rows, read_page
from schema.frame.locking import lock_row
from schema.frame.pagination import Page, Slice
from schema.frame.text import is_storable
from schema.residents.rules import HouseholdRow
from schema.residents.tables import Household, Resident
from schema.units.repository import within
from schema.units.repository.places import below
from schema.units.tables import Unit
from tenants.base import new_id
from tenants.database import Session


def _households(session: Session, path: str) -> Select[Household]:
    return (
        select(Household)
        .join(Unit, (Unit.tenant_id == Household.tenant_id) & (Unit.id == Household.unit_id))
        .where(
            Household.tenant_id == session.info["tenant_id"],
            Household.departed_on.is_(None),
            within(Unit.path, [path]),
        )
    )


async def lock_household(session: Session, household_id: uuid.UUID) -> Household:
    """Read a household for writing, or refuse with NOT_FOUND."""
    row = await lock_row(session, Household, household_id)
    if row is None:
        raise DomainError(ErrorCode.NOT_FOUND, "住户不存在。", field=("household",))
    return row


async def depart(session: Session, household: Household, on: date) -> int:
    """Let a household and all who live in it go; return how many people went."""
    household.departed_on = on
    gone = await session.execute(
        update(Resident)
        .where(
            Resident.tenant_id == session.info["tenant_id"],
            Resident.household_id == household.id,
            Resident.departed_on.is_(None),
        )
        .values(departed_on=on)
        .execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DML's CursorResult


async def households_by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Household]:
    """Read households by id (loader batch)."""
    rows = await session.scalars(
        select(Household).where(Household.tenant_id == session.info["tenant_id"], Household.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def list_households(session: Session, path: str, page: Page) -> Slice[Household]:
    """List the households of a subtree, in order of registration."""
    return await read_page(session, _households(session, path), [Household.id], page)


async def count_households(session: Session, path: str) -> int:
    """Count the households of a subtree."""
    return await count_rows(session, _households(session, path))


async def residents_by_household(
    session: Session, ids: list[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[Resident]]:
    """Read who lives in households (loader batch)."""
    rows = await session.scalars(
        select(Resident)
        .where(
            Resident.tenant_id == session.info["tenant_id"],
            Resident.household_id.in_(ids),
            Resident.departed_on.is_(None),
        )
        .order_by(Resident.id)
    )
    found: dict[uuid.UUID, list[Resident]] = {}
    for row in rows:
        found.setdefault(row.household_id, []).append(row)
    return found


async def residents_by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Resident]:
    """Read residents by id (loader batch)."""
    rows = await session.scalars(
        select(Resident).where(Resident.tenant_id == session.info["tenant_id"], Resident.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def taken_codes(session: Session, unit_id: uuid.UUID, codes: Sequence[str]) -> frozenset[str]:
    """List which door codes a unit has already."""
    rows = await session.scalars(
        select(Household.code).where(
            Household.tenant_id == session.info["tenant_id"],
            Household.unit_id == unit_id,
            Household.departed_on.is_(None),
            Household.code.in_(filter(is_storable, codes)),
        )
    )
    return frozenset(rows)


async def taken_identity_numbers(session: Session, numbers: Sequence[str]) -> frozenset[str]:
    """List which identity numbers are on the roster already."""
    rows = await session.scalars(
        select(Resident.identity_number).where(
            Resident.tenant_id == session.info["tenant_id"],
            Resident.departed_on.is_(None),
            Resident.identity_number.in_(filter(is_storable, numbers)),
        )
    )
    return frozenset(rows)


async def add_households(
    session: Session, unit_id: uuid.UUID, rows: Sequence[HouseholdRow], now: datetime
) -> list[Household]:
    """Write households with their residents in two statements; return the households."""
    tenant_id = session.info["tenant_id"]
    households = [
        Household(
            tenant_id=tenant_id,
            id=new_id(),
            unit_id=unit_id,
            code=row.code,
            floor=row.floor,
            occupancy=row.occupancy,
            verified_on=row.verified_on,
            created_at=now,
        )
        for row in rows
    ]
    session.add_all(households)
    await session.flush()
    residents: list[dict[str, Any]] = [
        {
            "tenant_id": tenant_id,
            "id": new_id(),
            "household_id": household.id,
            "name": person.name,
            "identity_number": person.identity_number,
            "telephone": person.telephone,
            "born_on": person.born_on,
            "special_groups": None if person.special_groups is None else list(person.special_groups),
            "needs_recorded_on": person.needs_recorded_on,
            "created_at": now,
        }
        for household, row in zip(households, rows, strict=True)
        for person in row.residents
    ]
    if residents:
        await session.execute(insert(Resident), residents)
    return households


async def count_residents(session: Session, household_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """Count the residents of households (loader batch)."""
    rows = await session.execute(
        select(Resident.household_id, func.count())
        .where(
            Resident.tenant_id == session.info["tenant_id"],
            Resident.household_id.in_(household_ids),
            Resident.departed_on.is_(None),
        )
        .group_by(Resident.household_id)
    )
    return {household_id: number for household_id, number in rows}  # noqa: C416 - a row is no pair to mypy


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
    home = (
        select(place.c.path, Household.id, Household.verified_on, Household.occupancy)
        .join(place, place.c.unit_id == Household.unit_id)
        .where(Household.tenant_id == tenant_id, Household.departed_on.is_(None))
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
        .where(Resident.tenant_id == tenant_id, Resident.departed_on.is_(None))
        .group_by(Resident.household_id)
        .subquery()
    )
    counted = (people.c.people, people.c.not_asked, people.c.flagged, people.c.without_needs)
    rows = await session.execute(
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
    return [RosterCounts(*row) for row in rows]
