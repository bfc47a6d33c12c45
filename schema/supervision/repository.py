"""Every statement on names that are due for a change, on findings and on appeals; a fixed number for a sweep."""

import uuid
from collections.abc import Collection, Mapping, Sequence
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
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from schema.criteria.tables import Assessment
from schema.designations.rules import HELD, Standing, State
from schema.designations.tables import Designation
from schema.errors import DomainError, ErrorCode
from schema.guidelines.format import Duty, PeriodicAssessment
from schema.locking import lock_row
from schema.supervision.tables import Appeal, Finding
from schema.units.repository import within
from schema.units.tables import Unit, UnitLog


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


def _held(session: AsyncSession) -> Select[Any]:
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


async def _read(session: AsyncSession, statement: Select[Any]) -> Sequence[Borne]:
    found = []
    for row in await session.execute(statement):
        *place, status, warned, suspended = tuple(row)
        state = State(Standing(status), frozenset(warned), frozenset(suspended))
        values = [*place, state]
        found.append(Borne(*values))
    return found


async def versions_borne(session: AsyncSession) -> Sequence[uuid.UUID]:
    """List the guideline versions names are borne under."""
    rows = await session.scalars(
        select(Designation.guideline_version_id)
        .where(Designation.tenant_id == session.info["tenant_id"], Designation.status.in_(HELD))
        .distinct()
    )
    return rows.all()


async def lock_run_out(session: AsyncSession, today: date) -> Sequence[Borne]:
    """Lock the names whose last day has passed."""
    return await _read(session, _held(session).where(Designation.valid_until < today))


async def lock_missed(
    session: AsyncSession, version: uuid.UUID, duty: Duty, ground: str, today: date
) -> Sequence[Borne]:
    """Lock the names given under a version whose duty was missed and that are not down for it yet."""
    latest = today - timedelta(days=duty.every_days + duty.grace_days)
    return await _read(
        session,
        _held(session).where(
            Designation.guideline_version_id == version,
            Unit.kind.in_(duty.unit_kinds),
            Designation.named_on < latest,
            ~_down(ground),
            ~_done(session, duty.log, latest),
        ),
    )


async def lock_made_up(
    session: AsyncSession, version: uuid.UUID, duty: Duty, ground: str, today: date
) -> Sequence[Borne]:
    """Lock the names that are down for a duty whose work was done since."""
    latest = today - timedelta(days=duty.every_days + duty.grace_days)
    return await _read(
        session,
        _held(session).where(
            Designation.guideline_version_id == version, _down(ground), _done(session, duty.log, latest)
        ),
    )


async def lock_down_for(session: AsyncSession, ground: str) -> Sequence[Borne]:
    """Lock the names that are warned or suspended on a ground."""
    return await _read(session, _held(session).where(_down(ground)))


async def lock_of_units(session: AsyncSession, unit_ids: Collection[uuid.UUID]) -> Sequence[Borne]:
    """Lock the names some units bear."""
    wanted = Unit.id == any_(literal(list(unit_ids), ARRAY(Uuid)))
    return await _read(session, _held(session).where(wanted))


async def units_of_kinds(session: AsyncSession, kinds: Collection[str]) -> Sequence[Unit]:
    """List the units of some kinds, the lowest first."""
    rows = await session.scalars(
        select(Unit).where(
            Unit.tenant_id == session.info["tenant_id"], Unit.closed_on.is_(None), Unit.kind.in_(kinds)
        )
    )
    return sorted(rows, key=lambda unit: unit.path.count("."), reverse=True)


def _down(ground: str) -> ColumnElement[bool]:
    return or_(
        literal(ground) == any_(Designation.warned_for), literal(ground) == any_(Designation.suspended_for)
    )


def _done(session: AsyncSession, log: str, since: date) -> ColumnElement[bool]:
    """Say in SQL that work was logged for the unit, or for one above it, since a day."""
    place = aliased(Unit)
    recent = (
        select(place.code)
        .join(UnitLog, (UnitLog.tenant_id == place.tenant_id) & (UnitLog.unit_id == place.id))
        .where(
            place.tenant_id == session.info["tenant_id"], UnitLog.kind == log, UnitLog.performed_on >= since
        )
    )
    part = func.unnest(func.string_to_array(Unit.path, ".")).table_valued("part").render_derived()
    return exists(select(literal(1)).select_from(part).where(part.c.part.in_(recent)))


async def lock_finding(session: AsyncSession, finding_id: uuid.UUID) -> Finding:
    """Read a finding for writing, or refuse with NOT_FOUND."""
    row = await lock_row(session, Finding, finding_id)
    if row is None:
        raise unknown("finding")
    return row


async def lock_appeal(session: AsyncSession, appeal_id: uuid.UUID) -> Appeal:
    """Read an appeal for writing, or refuse with NOT_FOUND."""
    row = await lock_row(session, Appeal, appeal_id)
    if row is None:
        raise unknown("appeal")
    return row


def unknown(field: str) -> DomainError:
    """Refuse a row that is not there, or that the viewer may not know of."""
    return DomainError(ErrorCode.NOT_FOUND, "记录不存在。", field=(field,))


async def lock_overdue(session: AsyncSession, today: date) -> Sequence[Finding]:
    """Lock the findings nobody put right in time, oldest first."""
    rows = await session.scalars(
        select(Finding)
        .where(
            Finding.tenant_id == session.info["tenant_id"], Finding.status == "open", Finding.due_on < today
        )
        .order_by(Finding.id)
        .with_for_update()
    )
    return rows.all()


async def findings_by_ids(session: AsyncSession, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Finding]:
    """Read findings by id (loader batch)."""
    rows = await session.scalars(
        select(Finding).where(Finding.tenant_id == session.info["tenant_id"], Finding.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def appeals_by_ids(session: AsyncSession, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Appeal]:
    """Read appeals by id (loader batch)."""
    rows = await session.scalars(
        select(Appeal).where(Appeal.tenant_id == session.info["tenant_id"], Appeal.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def findings_below(session: AsyncSession, path: str, limit: int, *, pending: bool) -> Sequence[Finding]:
    """List the latest findings at a unit and below, newest first; those not over, if `pending`."""
    statement = (
        select(Finding)
        .join(Unit, (Unit.tenant_id == Finding.tenant_id) & (Unit.id == Finding.unit_id))
        .where(Finding.tenant_id == session.info["tenant_id"], within(Unit.path, [path]))
    )
    if pending:
        statement = statement.where(Finding.status.in_(["open", "reported"]))
    return (await session.scalars(statement.order_by(Finding.id.desc()).limit(limit))).all()


async def appeals_below(session: AsyncSession, path: str, limit: int, *, pending: bool) -> Sequence[Appeal]:
    """List the latest appeals at a unit and below, newest first; those not decided, if `pending`."""
    statement = (
        select(Appeal)
        .join(Unit, (Unit.tenant_id == Appeal.tenant_id) & (Unit.id == Appeal.unit_id))
        .where(Appeal.tenant_id == session.info["tenant_id"], within(Unit.path, [path]))
    )
    if pending:
        statement = statement.where(Appeal.status == "open")
    return (await session.scalars(statement.order_by(Appeal.id.desc()).limit(limit))).all()


async def due_below(
    session: AsyncSession, path: str, periods: Sequence[PeriodicAssessment], today: date, limit: int
) -> Sequence[Designation]:
    """List names at a unit and below whose next periodic assessment is due, the longest waiting first."""
    assessed = (
        select(func.max(Assessment.assessed_on))
        .where(
            Assessment.tenant_id == Designation.tenant_id,
            Assessment.unit_id == Designation.unit_id,
            Assessment.kind == "periodic",
        )
        .scalar_subquery()
    )
    last = func.greatest(Designation.named_on, assessed)
    late = [
        and_(Unit.kind.in_(period.unit_kinds), last <= today - timedelta(days=period.every_days))
        for period in periods
    ]
    rows = await session.scalars(
        select(Designation)
        .join(Unit, (Unit.tenant_id == Designation.tenant_id) & (Unit.id == Designation.unit_id))
        .where(
            Designation.tenant_id == session.info["tenant_id"],
            Designation.status.in_(HELD),
            within(Unit.path, [path]),
            or_(false(), *late),
        )
        .order_by(last, Designation.id)
        .limit(limit)
    )
    return rows.all()
