"""Every statement on names that are due for a change: a fixed number for a sweep, however many they are."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Uuid,
    and_,
    any_,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from schema.designations.rules import HELD, Standing, State
from schema.designations.tables import Designation
from schema.guidelines.rules.format import Duty
from schema.units.tables import Unit, UnitLog
from tenants.database import Session

_DOWN = (Standing.WARNED, Standing.SUSPENDED)
_BEYOND = "~"  # sorts after every path


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
    state: State


def _held(session: Session) -> Select[Any]:
    """Select the names borne, locked in the order of their ids, so that no two sweeps wait in a circle."""
    statement = (
        select(
            Designation.id,
            Designation.number,
            Designation.guideline_version_id,
            Unit.id,
            Unit.parent_id,
            Unit.code,
            Unit.kind,
            Designation.valid_until,
            Designation.status,
            Designation.warned_for,
            Designation.suspended_for,
        )
        .join(Unit, (Unit.tenant_id == Designation.tenant_id) & (Unit.id == Designation.unit_id))
        .where(Designation.tenant_id == session.info["tenant_id"], Designation.status.in_(HELD))
        .order_by(Designation.id)
        .with_for_update(of=Designation)
    )
    return cast("Select[Any]", statement)


async def _read(session: Session, statement: Select[Any]) -> Sequence[Borne]:
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
    dropped = _held(session).where(Designation.origin == "derived", Unit.kind.not_in(kinds))
    return await _read(session, dropped.limit(limit))


async def lock_missed(
    session: Session,
    version: uuid.UUID,
    duty: Duty,
    ground: str,
    today: date,
    unit_ids: Collection[uuid.UUID],
) -> Sequence[Borne]:
    """Lock the names of some units, given under a version, that have been due for a duty and are not down for it."""
    return await _read(
        session,
        _held(session).where(
            Designation.guideline_version_id == version,
            Designation.unit_id == any_(literal(list(unit_ids), ARRAY(Uuid))),
            Unit.kind.in_(duty.unit_kinds),
            Designation.named_on < latest_day(duty, today),
            ~_down(ground),
        ),
    )


def latest_day(duty: Duty, today: date) -> date:
    """Tell the day on which the work of a duty must have been done at the latest."""
    return today - timedelta(days=duty.every_days + duty.grace_days)


async def lock_down_for(session: Session, ground: str, version: uuid.UUID | None = None) -> Sequence[Borne]:
    """Lock the names that are warned or suspended on a ground, of those given under a version if one is told."""
    statement = _held(session).where(_down(ground))
    if version is not None:
        statement = statement.where(Designation.guideline_version_id == version)
    return await _read(session, statement)


async def lock_of_units(session: Session, unit_ids: Collection[uuid.UUID]) -> Sequence[Borne]:
    """Lock the names some units bear."""
    wanted = Unit.id == any_(literal(list(unit_ids), ARRAY(Uuid)))
    return await _read(session, _held(session).where(wanted))


async def units_of_kinds(session: Session, kinds: Collection[str]) -> Sequence[Unit]:
    """List the units of some kinds, the lowest first."""
    rows = await session.scalars(
        select(Unit).where(
            Unit.tenant_id == session.info["tenant_id"], Unit.closed_on.is_(None), Unit.kind.in_(kinds)
        )
    )
    return sorted(rows, key=lambda unit: unit.path.count("."), reverse=True)


def _down(ground: str) -> ColumnElement[bool]:
    return and_(
        Designation.status.in_(_DOWN),
        or_(
            literal(ground) == any_(Designation.warned_for),
            literal(ground) == any_(Designation.suspended_for),
        ),
    )


async def idle_units(session: Session, kinds: Collection[str], log: str, since: date) -> Sequence[uuid.UUID]:
    """List the units of some kinds for which no work was logged since a day, neither for one above them.

    What lies below the units with an entry are ranges of paths; between these ranges lie the idle ones, so that no
    unit is looked at that is not. Bounds are worked out apart: row security lets no index serve a bound that is worked
    out in the comparison.
    """
    place, idle, tenant_id = aliased(Unit), aliased(Unit), session.info["tenant_id"]
    worked = (
        select(place.id, (place.path + ".").label("first"), (place.path + "/").label("end"))
        .join(UnitLog, (UnitLog.tenant_id == place.tenant_id) & (UnitLog.unit_id == place.id))
        .where(place.tenant_id == tenant_id, UnitLog.kind == log, UnitLog.performed_on >= since)
        .distinct()
        .cte("worked")
    )
    ended = func.max(worked.c.end).over(order_by=worked.c.first, rows=(None, -1))
    gaps = union_all(
        select(func.coalesce(ended, "").label("after"), worked.c.first.label("before")),
        select(func.coalesce(func.max(worked.c.end), ""), literal(_BEYOND)).select_from(worked),
    ).cte("gaps")
    rows = await session.scalars(
        select(idle.id)
        .join(gaps, and_(idle.path >= gaps.c.after, idle.path < gaps.c.before))
        .where(
            idle.tenant_id == tenant_id,
            idle.kind.in_(kinds),
            ~exists(select(literal(1)).select_from(worked).where(worked.c.id == idle.id)),
        )
    )
    return rows.all()
