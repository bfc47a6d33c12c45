"""Every statement on the people who live in households."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache

from sqlalchemy import Select, func, select

from schema.frame.statements import TENANT, given, named_ids
from schema.frame.text import is_storable
from schema.residents.tables import Resident
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
) -> Mapping[uuid.UUID, tuple[uuid.UUID, date]]:
    """Read in which household residents live and when they were born; who departed is left out."""
    rows = await session.execute(_homes_and_births(), given(session, ids=list(resident_ids)))
    return {resident_id: (household_id, born_on) for resident_id, household_id, born_on in rows}


@cache
def _homes_and_births() -> Select[uuid.UUID, uuid.UUID, date]:
    return select(Resident.id, Resident.household_id, Resident.born_on).where(
        Resident.tenant_id == TENANT, Resident.id == named_ids("ids"), Resident.departed_on.is_(None)
    )
