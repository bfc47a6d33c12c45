"""Every statement on findings, on appeals, and on what is to be assessed again."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import (
    and_,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from schema.criteria.tables import Assessment
from schema.designations.rules import HELD
from schema.designations.tables import Designation
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.locking import lock_row
from schema.guidelines.rules.format import PeriodicAssessment
from schema.supervision.tables import Appeal, Finding
from schema.units.repository import within
from schema.units.tables import Unit


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
