"""Every statement on the households of the roster, those who live in them written and let go with them."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, false, insert, select, update
from sqlalchemy.orm.attributes import flag_modified

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.keyset import count_rows, read_page
from schema.frame.locking import lock_row
from schema.frame.pagination import Page, Slice
from schema.frame.statements import one_of
from schema.frame.text import code_key, is_storable
from schema.residents.repository.residents import write_person
from schema.residents.rules import HouseholdRow
from schema.residents.tables import Household, Resident
from schema.units.repository import in_area
from tenants.base import new_id
from tenants.database import Session


def _households(session: Session, path: str, code: str | None) -> Select[Household]:
    statement = select(Household).where(
        Household.tenant_id == session.info["tenant_id"],
        Household.departed_on.is_(None),
        in_area(session, Household.unit_id, [path]),
    )
    if code is None:
        return statement
    return statement.where(Household.code_key == code_key(code) if is_storable(code) else false())


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


async def lock_households(session: Session, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Household]:
    """Lock households in the order of their ids, so that no two who move somebody wait in a circle."""
    rows = await session.scalars(
        select(Household)
        .where(Household.tenant_id == session.info["tenant_id"], one_of(Household.id, ids))
        .order_by(Household.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


def touch_household(household: Household) -> None:
    """Count a change of who lives there, so that a stale page is noticed."""
    flag_modified(household, "departed_on")


async def households_by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Household]:
    """Read households by id (loader batch)."""
    rows = await session.scalars(
        select(Household).where(Household.tenant_id == session.info["tenant_id"], Household.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def list_households(
    session: Session, path: str, page: Page, code: str | None = None
) -> Slice[Household]:
    """List the households of a subtree, or those with a door number, in order of registration."""
    return await read_page(session, _households(session, path, code), [Household.id], page)


async def count_households(session: Session, path: str, code: str | None = None) -> int:
    """Count the households of a subtree, or those with a door number."""
    return await count_rows(session, _households(session, path, code))


async def taken_codes(session: Session, unit_id: uuid.UUID, codes: Sequence[str]) -> frozenset[str]:
    """List the keys of the door codes a unit has already, of those given."""
    rows = await session.scalars(
        select(Household.code_key).where(
            Household.tenant_id == session.info["tenant_id"],
            Household.unit_id == unit_id,
            Household.departed_on.is_(None),
            Household.code_key.in_([code_key(code) for code in codes if is_storable(code)]),
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
        {"tenant_id": tenant_id, **write_person(household.id, person, now)}
        for household, row in zip(households, rows, strict=True)
        for person in row.residents
    ]
    if residents:
        await session.execute(insert(Resident), residents)
    return households
