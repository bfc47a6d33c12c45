"""Every statement on notifications."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, DateTime, Select, Text, Uuid, func, select, update

from schema.frame.keyset import count_rows, read_page
from schema.frame.pagination import Page, Slice
from schema.notifications.tables import Notification
from tenants.bulk import Closing
from tenants.database import Session


async def by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Notification]:
    """Read notifications (loader batch)."""
    rows = await session.scalars(
        select(Notification).where(
            Notification.tenant_id == session.info["tenant_id"], Notification.id.in_(ids)
        )
    )
    return {row.id: row for row in rows}


_END = """
    update notifications n set
        subjects = case when n.subjects is not null then to_jsonb(waiting.left_over) end,
        ended_at = case when waiting.left_over = '{}' then :ended_at end
    from (
        select line.id, array(
            select each
            from jsonb_array_elements_text(coalesce(line.subjects, jsonb_build_array(line.subject_id))) each
            where not exists (
                select 1 from unnest(:ended_kinds, :ended_ids) done (kind, id)
                where done.kind = line.kind and done.id::text = each
            )
        ) as left_over
        from (
            select id, kind, subject_id, subjects from notifications
            where tenant_id = :tenant and ended_at is null and kind = any(:ended_kinds)
                and subject_id = any(:ended_ids)
            union
            select id, kind, subject_id, subjects from notifications
            where tenant_id = :tenant and ended_at is null and kind = any(:ended_kinds)
                and subjects is not null and subjects ?| :ended_names
        ) line
    ) waiting
    where n.tenant_id = :tenant and n.id = waiting.id
"""
_ENDED: Any = (
    ("ended_at", DateTime(timezone=True)),
    ("ended_kinds", ARRAY(Text)),
    ("ended_ids", ARRAY(Uuid)),
    ("ended_names", ARRAY(Text)),
)


def ending(settled: Sequence[tuple[str, uuid.UUID]], now: datetime) -> Closing:
    """End what was told of matters, each as a kind and what it was about; a line of several ends with the last."""
    given = {
        "ended_at": now,
        "ended_kinds": [kind for kind, _ in settled],
        "ended_ids": [subject for _, subject in settled],
        "ended_names": [str(subject) for _, subject in settled],
    }
    return Closing(_END, given, _ENDED)


def _inbox(session: Session, official_id: uuid.UUID, *, unread: bool) -> Select[Notification]:
    statement = select(Notification).where(
        Notification.tenant_id == session.info["tenant_id"], Notification.official_id == official_id
    )
    if not unread:
        return statement
    return statement.where(Notification.read_at.is_(None), Notification.ended_at.is_(None))


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
    """Count what officials have not read, and nobody has dealt with (loader batch)."""
    rows = await session.execute(
        select(Notification.official_id, func.count(Notification.id))
        .where(
            Notification.tenant_id == session.info["tenant_id"],
            Notification.official_id.in_(officials),
            Notification.read_at.is_(None),
            Notification.ended_at.is_(None),
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
