"""Every statement on where units lay in the tree: kept when they come, read as of a day as known at a moment."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from sqlalchemy import ARRAY, ColumnElement, Select, Text, Uuid, and_, any_, literal, or_, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import InstrumentedAttribute, aliased

from schema.frame.keyset import count_rows, read_page
from schema.frame.pagination import Page, Slice
from schema.frame.statements import one_of
from schema.units.repository import ancestor_paths, within
from schema.units.tables import Unit, UnitPlacement, UnitSuccessor
from tenants.base import new_id
from tenants.database import Session

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Then:
    """A local day, and the moment of knowledge it is looked at from."""

    on: date
    known_at: datetime


EVER = datetime.max.replace(tzinfo=UTC)
"""The moment at which everything is known."""
UnitThen = tuple[uuid.UUID, Then]
"""A unit as it lay then."""
PathThen = tuple[str, Then]
"""A path as it was then."""


async def keep_placements(
    session: Session, units: Iterable[Unit], at: datetime, cause: str = "registered"
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


async def placements_then(session: Session, keys: list[UnitThen]) -> Mapping[UnitThen, UnitPlacement]:
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


async def units_then(session: Session, keys: list[PathThen]) -> Mapping[PathThen, Unit]:
    """Read the units that lay at paths then (loader batch)."""
    found: dict[PathThen, Unit] = {}
    for then, paths in _by_moment(keys).items():
        wanted = _lying(session, then).where(UnitPlacement.path == any_(literal(paths, ARRAY(Text))))
        rows = await session.execute(wanted.add_columns(UnitPlacement.path))
        found |= {(path, then): unit for unit, path in rows}
    return found


async def ever_changed(session: Session) -> bool:
    """Tell whether the tree was ever changed otherwise than by units registered."""
    return bool(await session.scalar(select(changed(session))))


def changed(session: Session) -> ColumnElement[bool]:
    """Say in SQL that the tree was ever changed."""
    found = select(UnitPlacement.id).where(
        UnitPlacement.tenant_id == session.info["tenant_id"], UnitPlacement.cause != "registered"
    )
    return found.exists()


async def rearranged_below(session: Session, unit_ids: Collection[uuid.UUID]) -> Sequence[uuid.UUID]:
    """List those of some units directly below which a unit came or went otherwise than by being registered."""
    later, here = aliased(UnitPlacement), one_of(UnitPlacement.parent_id, unit_ids)
    went = select(later.id).where(
        later.tenant_id == UnitPlacement.tenant_id,
        later.unit_id == UnitPlacement.unit_id,
        later.recorded_at > UnitPlacement.recorded_at,
    )
    rows = await session.scalars(
        select(UnitPlacement.parent_id)
        .where(
            UnitPlacement.tenant_id == session.info["tenant_id"],
            here,
            or_(UnitPlacement.cause != "registered", went.exists()),
        )
        .distinct()
    )
    return [row for row in rows if row is not None]


async def line_then(session: Session, paths: Collection[str], then: Then) -> Sequence[Unit]:
    """Read the units that lay at some paths, above and below them then."""
    above = {each for path in paths for each in ancestor_paths(path)}
    wanted = or_(
        UnitPlacement.path == any_(literal(list(above), ARRAY(Text))),
        within(UnitPlacement.path, paths),
    )
    return (await session.scalars(_lying(session, then).where(wanted))).all()


async def list_since(
    session: Session, unit_ids: Collection[uuid.UUID], day: date
) -> Mapping[uuid.UUID, Sequence[UnitPlacement]]:
    """List where units came to lie after a day, by unit, oldest first; without a path where one closed."""
    rows = await session.scalars(
        select(UnitPlacement)
        .where(
            UnitPlacement.tenant_id == session.info["tenant_id"],
            one_of(UnitPlacement.unit_id, unit_ids),
            UnitPlacement.valid_from > day,
        )
        .order_by(UnitPlacement.recorded_at)
    )
    found: dict[uuid.UUID, list[UnitPlacement]] = defaultdict(list)
    for row in rows:
        found[row.unit_id].append(row)
    return found


async def passed_below(session: Session, paths: Collection[str], day: date) -> set[uuid.UUID]:
    """Find the units that came to lie at some paths, or below, after a day, wherever they lie now."""
    rows = await session.scalars(
        select(UnitPlacement.unit_id).where(
            UnitPlacement.tenant_id == session.info["tenant_id"],
            UnitPlacement.valid_from > day,
            within(UnitPlacement.path, paths),
        )
    )
    return set(rows)


async def heirs_of(session: Session, unit_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, uuid.UUID]:
    """Find the units that took the place of some, also by way of others, with the one whose place it was."""
    heirs: dict[uuid.UUID, uuid.UUID] = {}
    origin = {unit_id: unit_id for unit_id in unit_ids}
    while origin:
        rows = await session.execute(
            select(UnitSuccessor.unit_id, UnitSuccessor.successor_id).where(
                UnitSuccessor.tenant_id == session.info["tenant_id"],
                UnitSuccessor.unit_id == any_(literal(list(origin), ARRAY(Uuid))),
            )
        )
        origin = {heir: origin[old] for old, heir in rows}
        heirs |= origin
    return heirs


async def list_children_then(
    session: Session, parent_id: uuid.UUID, scopes: Collection[str], then: Then, page: Page
) -> Slice[Unit]:
    """List the units that lay directly below one then, inside `scopes`, by the code each was registered under."""
    return await read_page(session, _children(session, parent_id, scopes, then), [Unit.label], page)


async def count_children_then(
    session: Session, parent_id: uuid.UUID, scopes: Collection[str], then: Then
) -> int:
    """Count the units that lay directly below one then, inside `scopes`."""
    return await count_rows(session, _children(session, parent_id, scopes, then))


async def successors_of(session: Session, unit_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[Unit]]:
    """Read the units that took the place of units, by code (loader batch)."""
    return await _linked(session, UnitSuccessor.unit_id, UnitSuccessor.successor_id, unit_ids)


async def predecessors_of(session: Session, unit_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[Unit]]:
    """Read the units whose place units took, by code (loader batch)."""
    return await _linked(session, UnitSuccessor.successor_id, UnitSuccessor.unit_id, unit_ids)


async def _linked(
    session: Session,
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


def _children(session: Session, parent_id: uuid.UUID, scopes: Collection[str], then: Then) -> Select[Unit]:
    return _lying(session, then).where(
        UnitPlacement.parent_id == parent_id,
        within(UnitPlacement.path, scopes),
    )


def _lying(session: Session, then: Then) -> Select[Unit]:
    """Select the units that lay somewhere then, with their placement of that time."""
    later = aliased(UnitPlacement)
    superseded = select(later.id).where(
        later.tenant_id == UnitPlacement.tenant_id,
        later.unit_id == UnitPlacement.unit_id,
        later.recorded_at > UnitPlacement.recorded_at,
        later.recorded_at <= then.known_at,
        or_(later.valid_from.is_(None), later.valid_from <= then.on),
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


def _by_moment(keys: Iterable[tuple[T, Then]]) -> Mapping[Then, list[T]]:
    wanted: dict[Then, list[T]] = defaultdict(list)
    for key, then in keys:
        wanted[then].append(key)
    return wanted


async def latest_placement(session: Session) -> uuid.UUID | None:
    """Tell the last change of the tenant's tree, registrations among them."""
    return await session.scalar(
        select(UnitPlacement.id)
        .where(UnitPlacement.tenant_id == session.info["tenant_id"])
        .order_by(UnitPlacement.id.desc())
        .limit(1)
    )
