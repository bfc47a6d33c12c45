"""Every statement on findings."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Select, select, update

from schema.findings.tables import Finding
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.keyset import count_rows, read_page
from schema.frame.locking import lock_row
from schema.frame.pagination import Page, Slice
from schema.frame.statements import one_of
from schema.units.repository import in_area
from tenants.database import Session


async def lock_finding(session: Session, finding_id: uuid.UUID) -> Finding:
    """Read a finding for writing, or refuse with NOT_FOUND."""
    row = await lock_row(session, Finding, finding_id)
    if row is None:
        raise unknown("finding")
    return row


async def lock_overdue(session: Session, today: date) -> Sequence[Finding]:
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


async def findings_by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Finding]:
    """Read findings by id (loader batch)."""
    rows = await session.scalars(
        select(Finding).where(Finding.tenant_id == session.info["tenant_id"], Finding.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def findings_below(session: Session, path: str, limit: int, *, pending: bool) -> Sequence[Finding]:
    """List the latest findings at a unit and below, newest first; those not over, if `pending`."""
    statement = select(Finding).where(
        Finding.tenant_id == session.info["tenant_id"], in_area(session, Finding.unit_id, [path])
    )
    if pending:
        statement = statement.where(Finding.status.in_(["open", "reported"]))
    return (await session.scalars(statement.order_by(Finding.id.desc()).limit(limit))).all()


def unknown(field: str) -> DomainError:
    """Refuse a row that is not there, or that the viewer may not know of."""
    return DomainError(ErrorCode.NOT_FOUND, "记录不存在。", field=(field,))


def _findings(
    session: Session, paths: Collection[str], status: str | None, overdue_on: date | None
) -> Select[Finding]:
    statement = select(Finding).where(
        Finding.tenant_id == session.info["tenant_id"], in_area(session, Finding.unit_id, paths)
    )
    if status is not None:
        statement = statement.where(Finding.status == status)
    if overdue_on is not None:
        statement = statement.where(Finding.status == "open", Finding.due_on < overdue_on)
    return statement


async def list_findings(
    session: Session, paths: Collection[str], status: str | None, overdue_on: date | None, page: Page
) -> Slice[Finding]:
    """List findings below paths, newest first: those that stand so, those overdue on a day."""
    statement = _findings(session, paths, status, overdue_on)
    return await read_page(session, statement, [Finding.id], page, descending=True)


async def count_findings(
    session: Session, paths: Collection[str], status: str | None, overdue_on: date | None
) -> int:
    """Count them."""
    return await count_rows(session, _findings(session, paths, status, overdue_on))


async def let_lapse(session: Session, unit_ids: Collection[uuid.UUID]) -> None:
    """End what was found at units that are no more."""
    await session.execute(
        update(Finding)
        .where(
            Finding.tenant_id == session.info["tenant_id"],
            one_of(Finding.unit_id, unit_ids),
            Finding.status.in_(["open", "reported"]),
        )
        .values(status="lapsed", revision=Finding.revision + 1)
        .execution_options(synchronize_session=False)
    )
