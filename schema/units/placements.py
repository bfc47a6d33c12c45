"""Every statement on where units lay in the tree: kept when they come, read as of a day as known at a moment."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ARRAY, ColumnElement, Select, Text, Uuid, and_, any_, literal, or_, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from schema.keyset import count_rows, read_page
from schema.pagination import Page, Slice
from schema.units.repository import within
from schema.units.tables import Unit, UnitPlacement, UnitSuccessor
from tenants.base import new_id


@dataclass(frozen=True, slots=True)
class Then:
    """A local day, and the moment of knowledge it is looked at from."""

    on: date
    known_at: datetime


UnitThen = tuple[uuid.UUID, Then]
"""A unit as it lay then."""


async def keep_placements(
    session: AsyncSession, units: Iterable[Unit], at: datetime, cause: str = "registered"
) -> None:
    """Keep where units that are new lie, from the day they exist."""
    rows = [
        {
            "tenant_id": session.info["tenant_id"],
            "id": new_id(),
            "unit_id": unit.id,
            "parent_id": unit.parent_id,
            "path": unit.path,
            "valid_from": unit.opened_on,
            "recorded_at": at,
            "cause": cause,
        }
        for unit in units
    ]
    if rows:
        await session.execute(insert(UnitPlacement), rows)


async def placements_then(session: AsyncSession, keys: list[UnitThen]) -> Mapping[UnitThen, UnitPlacement]:
    """Read where units lay then (loader batch); nothing of one that did not exist yet, or was not known."""
    found: dict[UnitThen, UnitPlacement] = {}
    for then, ids in _by_moment(keys).items():
        statement = (
            select(UnitPlacement)
            .ext(distinct_on(UnitPlacement.unit_id))
            .where(
                UnitPlacement.tenant_id == session.info["tenant_id"],
                UnitPlacement.unit_id == any_(literal(ids, ARRAY(Uuid))),
                _begun(then),
            )
            .order_by(UnitPlacement.unit_id, UnitPlacement.recorded_at.desc())
        )
        for row in await session.scalars(statement):
            found[row.unit_id, then] = row
    return found


async def units_at(session: AsyncSession, paths: Collection[str], then: Then) -> Mapping[str, Unit]:
    """Read the units that lay at some paths then."""
    wanted = _lying(session, then).where(UnitPlacement.path == any_(literal(list(paths), ARRAY(Text))))
    rows = await session.execute(wanted.add_columns(UnitPlacement.path))
    return {path: unit for unit, path in rows}


async def list_children_then(
    session: AsyncSession, parent_id: uuid.UUID, scopes: Collection[str], then: Then, page: Page
) -> Slice[Unit]:
    """List the units that lay directly below one then, inside `scopes`, by code."""
    return await read_page(session, _children(session, parent_id, scopes, then), [Unit.code], page)


async def count_children_then(
    session: AsyncSession, parent_id: uuid.UUID, scopes: Collection[str], then: Then
) -> int:
    """Count the units that lay directly below one then, inside `scopes`."""
    return await count_rows(session, _children(session, parent_id, scopes, then))


async def successors_of(
    session: AsyncSession, unit_ids: list[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[Unit]]:
    """Read the units that took the place of units, by code (loader batch)."""
    return await _linked(session, UnitSuccessor.unit_id, UnitSuccessor.successor_id, unit_ids)


async def predecessors_of(
    session: AsyncSession, unit_ids: list[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[Unit]]:
    """Read the units whose place units took, by code (loader batch)."""
    return await _linked(session, UnitSuccessor.successor_id, UnitSuccessor.unit_id, unit_ids)


async def _linked(
    session: AsyncSession,
    here: InstrumentedAttribute[uuid.UUID],
    there: InstrumentedAttribute[uuid.UUID],
    ids: list[uuid.UUID],
) -> Mapping[uuid.UUID, Sequence[Unit]]:
    rows = await session.execute(
        select(here, Unit)
        .join(Unit, and_(Unit.tenant_id == UnitSuccessor.tenant_id, Unit.id == there))
        .where(UnitSuccessor.tenant_id == session.info["tenant_id"], here.in_(ids))
        .order_by(Unit.code)
    )
    found: dict[uuid.UUID, list[Unit]] = defaultdict(list)
    for unit_id, unit in rows:
        found[unit_id].append(unit)
    return found


def _children(
    session: AsyncSession, parent_id: uuid.UUID, scopes: Collection[str], then: Then
) -> Select[Unit]:
    return _lying(session, then).where(
        UnitPlacement.parent_id == parent_id,
        within(UnitPlacement.path, scopes),  # type: ignore[arg-type]
    )


def _lying(session: AsyncSession, then: Then) -> Select[Unit]:
    """Select the units that lay somewhere then, with their placement of that time."""
    later = aliased(UnitPlacement)
    superseded = select(later.id).where(
        later.tenant_id == UnitPlacement.tenant_id,
        later.unit_id == UnitPlacement.unit_id,
        later.recorded_at > UnitPlacement.recorded_at,
        later.recorded_at <= then.known_at,
        later.valid_from <= then.on,
    )
    return (
        select(Unit)
        .join(
            UnitPlacement, and_(UnitPlacement.tenant_id == Unit.tenant_id, UnitPlacement.unit_id == Unit.id)
        )
        .where(Unit.tenant_id == session.info["tenant_id"], _begun(then), ~superseded.exists())
    )


def _begun(then: Then) -> ColumnElement[bool]:
    return and_(
        UnitPlacement.recorded_at <= then.known_at,
        or_(UnitPlacement.valid_from.is_(None), UnitPlacement.valid_from <= then.on),
    )


def _by_moment(keys: Iterable[UnitThen]) -> Mapping[Then, list[uuid.UUID]]:
    wanted: dict[Then, list[uuid.UUID]] = defaultdict(list)
    for unit_id, then in keys:
        wanted[then].append(unit_id)
    return wanted
