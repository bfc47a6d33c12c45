"""Every statement on the people who live in households."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, func, select

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.locking import lock_row
from schema.frame.statements import TENANT, given, named_ids, one_of
from schema.frame.text import is_storable
from schema.residents.rules import Identity, Leaving, ResidentRow
from schema.residents.tables import Resident
from tenants.base import new_id
from tenants.database import Session


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


async def residents_on(
    session: Session, asked: list[tuple[uuid.UUID, date]]
) -> Mapping[tuple[uuid.UUID, date], Sequence[Resident]]:
    """Read who lived in households on days, as far as it was noted (loader batch)."""
    rows = await session.scalars(
        select(Resident)
        .where(
            Resident.tenant_id == session.info["tenant_id"],
            one_of(Resident.household_id, {household_id for household_id, _ in asked}),
        )
        .order_by(Resident.id)
    )
    found: dict[tuple[uuid.UUID, date], list[Resident]] = {each: [] for each in asked}
    for row in rows:
        for (household_id, on), people in found.items():
            if row.household_id == household_id and _lived_there(row, on):
                people.append(row)
    return found


def _lived_there(row: Resident, on: date) -> bool:
    """Tell of a row what `lived_here` says in SQL."""
    since = max(row.born_on, row.arrived_on or row.born_on)
    gone = row.departed_on is not None and row.departed_on <= on
    return since <= on and not gone and row.left_for != Leaving.RECORDED_WRONGLY


async def lock_resident(session: Session, resident_id: uuid.UUID) -> Resident:
    """Read a resident for writing, or refuse with NOT_FOUND; the household is locked before."""
    row = await lock_row(session, Resident, resident_id)
    if row is None:
        raise unknown()
    return row


async def find_resident(session: Session, resident_id: uuid.UUID) -> Resident:
    """Read a resident, or refuse with NOT_FOUND."""
    row = (await residents_by_ids(session, [resident_id])).get(resident_id)
    if row is None:
        raise unknown()
    return row


def unknown() -> DomainError:
    """Refuse a resident who is not there."""
    return DomainError(ErrorCode.NOT_FOUND, "居住成员不存在。", field=("resident",))


async def taken_identities(session: Session, identities: Sequence[Identity]) -> Mapping[str, uuid.UUID]:
    """Tell of which identities somebody is on the roster already, by their keys, and in which household."""
    numbers = {each.number for each in identities if each.number is not None and is_storable(each.number)}
    rows = await session.execute(
        select(Resident.identity_number, Resident.issuer, Resident.household_id).where(
            Resident.tenant_id == session.info["tenant_id"],
            Resident.departed_on.is_(None),
            Resident.identity_number.in_(numbers),
        )
    )
    return {
        key: household_id
        for number, issuer, household_id in rows
        if (key := Identity("", number, issuer).key) is not None
    }


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


async def homes_and_births(
    session: Session, resident_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, tuple[uuid.UUID, date, bool]]:
    """Read in which household residents live, when they were born, whether they have a guardian; none who departed."""
    rows = await session.execute(_homes_and_births(), given(session, ids=list(resident_ids)))
    return {
        resident_id: (household_id, born_on, guarded) for resident_id, household_id, born_on, guarded in rows
    }


@cache
def _homes_and_births() -> Select[uuid.UUID, uuid.UUID, date, bool]:
    return select(Resident.id, Resident.household_id, Resident.born_on, Resident.under_guardianship).where(
        Resident.tenant_id == TENANT, Resident.id == named_ids("ids"), Resident.departed_on.is_(None)
    )


async def births_by_household(
    session: Session, household_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[tuple[date, bool]]]:
    """Read of each who lives in some households the birth date, and whether there is a guardian."""
    rows = await session.execute(
        select(Resident.household_id, Resident.born_on, Resident.under_guardianship).where(
            Resident.tenant_id == session.info["tenant_id"],
            one_of(Resident.household_id, household_ids),
            Resident.departed_on.is_(None),
        )
    )
    found: dict[uuid.UUID, list[tuple[date, bool]]] = {}
    for household_id, born_on, guarded in rows:
        found.setdefault(household_id, []).append((born_on, guarded))
    return found


def write_person(household_id: uuid.UUID, person: ResidentRow, now: datetime) -> dict[str, Any]:
    """Write a person as a row of a household, its tenant aside."""
    return {
        "id": new_id(),
        "household_id": household_id,
        "name": person.name,
        "document": person.document,
        "identity_number": person.identity_number,
        "issuer": person.issuer,
        "telephone": person.telephone,
        "born_on": person.born_on,
        "special_groups": None if person.special_groups is None else list(person.special_groups),
        "needs_recorded_on": person.needs_recorded_on,
        "under_guardianship": person.under_guardianship,
        "arrived_on": person.arrived_on,
        "created_at": now,
    }
