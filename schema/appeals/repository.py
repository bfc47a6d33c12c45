"""Every statement on appeals."""

import uuid
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, func, select

from schema.appeals.tables import Appeal
from schema.findings.repository import unknown
from schema.frame.keyset import count_rows, read_page
from schema.frame.locking import lock_row
from schema.frame.pagination import Page, Slice
from schema.frame.statements import one_of
from schema.units.repository import in_area
from tenants.database import Session


async def lock_appeal(session: Session, appeal_id: uuid.UUID) -> Appeal:
    """Read an appeal for writing, or refuse with NOT_FOUND."""
    row = await lock_row(session, Appeal, appeal_id)
    if row is None:
        raise unknown("appeal")
    return row


async def appeals_by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Appeal]:
    """Read appeals by id (loader batch)."""
    rows = await session.scalars(
        select(Appeal).where(Appeal.tenant_id == session.info["tenant_id"], Appeal.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def appeals_below(session: Session, path: str, limit: int, *, pending: bool) -> Sequence[Appeal]:
    """List the latest appeals at a unit and below, newest first; those not decided, if `pending`."""
    statement = select(Appeal).where(
        Appeal.tenant_id == session.info["tenant_id"], in_area(session, Appeal.unit_id, [path])
    )
    if pending:
        statement = statement.where(Appeal.status == "open")
    return (await session.scalars(statement.order_by(Appeal.id.desc()).limit(limit))).all()


async def appeals_by_changes(session: Session, change_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Appeal]:
    """Read the appeal against each change of a name (loader batch)."""
    rows = await session.scalars(
        select(Appeal).where(Appeal.tenant_id == session.info["tenant_id"], Appeal.change_id.in_(change_ids))
    )
    return {row.change_id: row for row in rows}


def _appeals(session: Session, paths: Collection[str], status: str | None) -> Select[Appeal]:
    statement = select(Appeal).where(
        Appeal.tenant_id == session.info["tenant_id"], in_area(session, Appeal.unit_id, paths)
    )
    return statement if status is None else statement.where(Appeal.status == status)


async def list_appeals(
    session: Session, paths: Collection[str], status: str | None, page: Page
) -> Slice[Appeal]:
    """List appeals below paths, newest first."""
    return await read_page(session, _appeals(session, paths, status), [Appeal.id], page, descending=True)


async def count_appeals(session: Session, paths: Collection[str], status: str | None) -> int:
    """Count them."""
    return await count_rows(session, _appeals(session, paths, status))


async def count_open(session: Session, unit_ids: Collection[uuid.UUID]) -> int:
    """Count the appeals of some units that are not decided."""
    statement = select(func.count()).where(
        Appeal.tenant_id == session.info["tenant_id"],
        one_of(Appeal.unit_id, unit_ids),
        Appeal.status == "open",
    )
    return int(await session.scalar(statement) or 0)
