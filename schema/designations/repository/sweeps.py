"""Every statement on names that are due for a change: a fixed number for a sweep, however many they are."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, any_, literal, or_, select

from schema.designations.rules import HELD, Standing, State
from schema.designations.tables import Designation
from schema.frame.statements import one_of
from schema.units.repository import joined
from tenants.database import Session

S = TypeVar("S", bound=Select[*tuple[Any, ...]])
_DOWN = (Standing.WARNED, Standing.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Borne:
    """A name a unit bears, as far as a sweep goes."""

    id: uuid.UUID
    number: str
    version: uuid.UUID
    unit_id: uuid.UUID
    parent_id: uuid.UUID | None
    code: str
    kind: str
    valid_until: date | None
    application_id: uuid.UUID | None
    derived: bool
    state: State


def _held(session: Session, *, lock: bool = True) -> Select[*tuple[Any, ...]]:
    """Select the names borne, locked in the order of their ids, so that no two sweeps wait in a circle."""
    columns = select(
        Designation.id,
        Designation.number,
        Designation.guideline_version_id,
        joined.ID,
        joined.PARENT_ID,
        joined.CODE,
        joined.KIND,
        Designation.valid_until,
        Designation.application_id,
        Designation.origin == "derived",
        Designation.status,
        Designation.warned_for,
        Designation.suspended_for,
    )
    held = (
        joined.with_unit(columns, Designation.tenant_id, Designation.unit_id)
        .where(Designation.tenant_id == session.info["tenant_id"], Designation.status.in_(HELD))
        .order_by(Designation.id)
    )
    return held.with_for_update(of=Designation) if lock else held


async def _read(session: Session, statement: Select[*tuple[Any, ...]]) -> Sequence[Borne]:
    found = []
    for row in await session.execute(statement):
        *place, status, warned, suspended = tuple(row)
        state = State(Standing(status), frozenset(warned), frozenset(suspended))
        values = [*place, state]
        found.append(Borne(*values))
    return found


async def versions_borne(session: Session) -> Sequence[uuid.UUID]:
    """List the guideline versions names are borne under."""
    rows = await session.scalars(
        select(Designation.guideline_version_id)
        .where(Designation.tenant_id == session.info["tenant_id"], Designation.status.in_(HELD))
        .distinct()
    )
    return rows.all()


async def lock_run_out(session: Session, today: date, limit: int) -> Sequence[Borne]:
    """Lock names whose last day has passed, at most so many."""
    return await _read(session, _held(session).where(Designation.valid_until < today).limit(limit))


async def lock_dropped(session: Session, kinds: Collection[str], limit: int) -> Sequence[Borne]:
    """Lock derived titles of units of other kinds than these, at most so many."""
    dropped = _held(session).where(Designation.origin == "derived", joined.KIND.not_in(kinds))
    return await _read(session, dropped.limit(limit))


async def lock_missed(
    session: Session,
    version: uuid.UUID,
    kinds: Collection[str],
    unit_ids: Collection[uuid.UUID],
    ground: str,
    before: date,
) -> Sequence[Borne]:
    """Lock the names of some units of some kinds, given under a version before a day, that are not down on a ground."""
    return await _read(
        session,
        _held(session).where(
            Designation.guideline_version_id == version,
            one_of(Designation.unit_id, unit_ids),
            joined.KIND.in_(kinds),
            Designation.named_on < before,
            ~_down(ground),
        ),
    )


async def lock_under(session: Session, version: uuid.UUID, kinds: Collection[str]) -> Sequence[Borne]:
    """Lock the names of units of some kinds, given under a version."""
    return await _read(
        session,
        _held(session).where(Designation.guideline_version_id == version, joined.KIND.in_(kinds)),
    )


async def lock_down_for(session: Session, ground: str, version: uuid.UUID | None = None) -> Sequence[Borne]:
    """Lock the names that are warned or suspended on a ground, of those given under a version if one is told."""
    statement = _held(session).where(_down(ground))
    if version is not None:
        statement = statement.where(Designation.guideline_version_id == version)
    return await _read(session, statement)


async def lock_suspended(session: Session, unit_ids: Collection[uuid.UUID]) -> Sequence[Borne]:
    """Lock the names some units bear that are suspended."""
    suspended = Designation.status == Standing.SUSPENDED.value
    return await _read(session, _held(session).where(suspended, one_of(Designation.unit_id, unit_ids)))


@dataclass(frozen=True, slots=True)
class Older:
    """Names given under some versions up to a day, that are valid on another, of one unit or of all."""

    versions: Collection[uuid.UUID]
    until: date
    on: date
    unit_id: uuid.UUID | None = None

    def of(self, statement: S) -> S:
        """Narrow a statement on names to them."""
        older = statement.where(
            one_of(Designation.guideline_version_id, self.versions),
            Designation.named_on <= self.until,
            or_(Designation.valid_until.is_(None), Designation.valid_until >= self.on),
        )
        return older if self.unit_id is None else older.where(Designation.unit_id == self.unit_id)


async def is_any_older(session: Session, older: Older) -> bool:
    """Tell whether one of these names is borne."""
    held = select(Designation.id).where(
        Designation.tenant_id == session.info["tenant_id"], Designation.status.in_(HELD)
    )
    return await session.scalar(older.of(held).limit(1)) is not None


async def list_older(session: Session, older: Older, *, lock: bool) -> Sequence[Borne]:
    """List those of these names that are borne, none left out; with `lock` for writing."""
    return await _read(session, older.of(_held(session, lock=lock)))


async def lock_of_units(session: Session, unit_ids: Collection[uuid.UUID]) -> Sequence[Borne]:
    """Lock the names some units bear."""
    return await _read(session, _held(session).where(one_of(joined.ID, unit_ids)))


def _down(ground: str) -> ColumnElement[bool]:
    return and_(
        Designation.status.in_(_DOWN),
        or_(
            literal(ground) == any_(Designation.warned_for),
            literal(ground) == any_(Designation.suspended_for),
        ),
    )
