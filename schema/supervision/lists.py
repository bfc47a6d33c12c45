"""Every statement behind the lists of findings and appeals, and behind what is offered on them."""

import uuid
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from schema.criteria.tables import Assessment
from schema.frame.keyset import count_rows, read_page
from schema.frame.pagination import Page, Slice
from schema.supervision.tables import Appeal, Finding
from schema.units.repository import within
from schema.units.tables import Unit


async def last_periodic(session: AsyncSession, unit_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, date]:
    """Tell when units were last assessed in turn (loader batch)."""
    rows = await session.execute(
        select(Assessment.unit_id, func.max(Assessment.assessed_on))
        .where(
            Assessment.tenant_id == session.info["tenant_id"],
            Assessment.unit_id.in_(unit_ids),
            Assessment.kind == "periodic",
        )
        .group_by(Assessment.unit_id)
    )
    return {unit_id: assessed_on for unit_id, assessed_on in rows}  # noqa: C416 - a row is no pair to mypy


async def appeals_by_changes(
    session: AsyncSession, change_ids: list[uuid.UUID]
) -> Mapping[uuid.UUID, Appeal]:
    """Read the appeal against each change of a name (loader batch)."""
    rows = await session.scalars(
        select(Appeal).where(Appeal.tenant_id == session.info["tenant_id"], Appeal.change_id.in_(change_ids))
    )
    return {row.change_id: row for row in rows}


def _findings(
    session: AsyncSession, paths: Collection[str], status: str | None, overdue_on: date | None
) -> Select[Finding]:
    statement = (
        select(Finding)
        .join(Unit, (Unit.tenant_id == Finding.tenant_id) & (Unit.id == Finding.unit_id))
        .where(Finding.tenant_id == session.info["tenant_id"], within(Unit.path, paths))
    )
    if status is not None:
        statement = statement.where(Finding.status == status)
    if overdue_on is not None:
        statement = statement.where(Finding.status == "open", Finding.due_on < overdue_on)
    return statement


async def list_findings(
    session: AsyncSession, paths: Collection[str], status: str | None, overdue_on: date | None, page: Page
) -> Slice[Finding]:
    """List findings below paths, newest first: those that stand so, those overdue on a day."""
    statement = _findings(session, paths, status, overdue_on)
    return await read_page(session, statement, [Finding.id], page, descending=True)


async def count_findings(
    session: AsyncSession, paths: Collection[str], status: str | None, overdue_on: date | None
) -> int:
    """Count them."""
    return await count_rows(session, _findings(session, paths, status, overdue_on))


def _appeals(session: AsyncSession, paths: Collection[str], status: str | None) -> Select[Appeal]:
    statement = (
        select(Appeal)
        .join(Unit, (Unit.tenant_id == Appeal.tenant_id) & (Unit.id == Appeal.unit_id))
        .where(Appeal.tenant_id == session.info["tenant_id"], within(Unit.path, paths))
    )
    return statement if status is None else statement.where(Appeal.status == status)


async def list_appeals(
    session: AsyncSession, paths: Collection[str], status: str | None, page: Page
) -> Slice[Appeal]:
    """List appeals below paths, newest first."""
    return await read_page(session, _appeals(session, paths, status), [Appeal.id], page, descending=True)


async def count_appeals(session: AsyncSession, paths: Collection[str], status: str | None) -> int:
    """Count them."""
    return await count_rows(session, _appeals(session, paths, status))
