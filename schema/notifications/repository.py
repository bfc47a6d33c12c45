"""Every statement on notifications."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Select, func, select, update

from schema.frame.keyset import count_rows, read_page
from schema.frame.pagination import Page, Slice
from schema.notifications.tables import Notification
from tenants.database import Session


async def by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Notification]:
    """Read notifications (loader batch)."""
    rows = await session.scalars(
        select(Notification).where(
            Notification.tenant_id == session.info["tenant_id"], Notification.id.in_(ids)
        )
    )
    return {row.id: row for row in rows}


def _inbox(session: Session, official_id: uuid.UUID, *, unread: bool) -> Select[Notification]:
    statement = select(Notification).where(
        Notification.tenant_id == session.info["tenant_id"], Notification.official_id == official_id
    )
    return statement.where(Notification.read_at.is_(None)) if unread else statement


async def list_inbox(
    session: Session, official_id: uuid.UUID, page: Page, *, unread: bool
) -> Slice[Notification]:
    """List an official's notifications, newest first."""
    statement = _inbox(session, official_id, unread=unread)
    return await read_page(session, statement, [Notification.id], page, descending=True)


async def count_inbox(session: Session, official_id: uuid.UUID, *, unread: bool) -> int:
    """Count an official's notifications."""
    return await count_rows(session, _inbox(session, official_id, unread=unread))


async def unread_of(session: Session, officials: list[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """Count what officials have not read (loader batch)."""
    rows = await session.execute(
        select(Notification.official_id, func.count(Notification.id))
        .where(
            Notification.tenant_id == session.info["tenant_id"],
            Notification.official_id.in_(officials),
            Notification.read_at.is_(None),
        )
        .group_by(Notification.official_id)
    )
    return {row[0]: row[1] for row in rows}


async def mark_read(
    session: Session, official_id: uuid.UUID, ids: Collection[uuid.UUID] | None, now: datetime
) -> int:
    """Mark an official's own notifications as read, all of them or those of `ids`; return how many were not."""
    statement = update(Notification).where(
        Notification.tenant_id == session.info["tenant_id"],
        Notification.official_id == official_id,
        Notification.read_at.is_(None),
    )
    if ids is not None:
        statement = statement.where(Notification.id.in_(ids))
    marked = await session.execute(statement.values(read_at=now).returning(Notification.id))
    return len(marked.all())
