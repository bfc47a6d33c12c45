"""Every statement on officials themselves."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, select, text

from authz.passwords import USERNAME, username_key, written_username
from authz.tables import Official
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.keyset import count_rows, read_page
from schema.frame.locking import lock_row
from schema.frame.pagination import Page, Slice
from schema.frame.statements import one_of
from schema.officials.repository.holders import holders_of
from tenants.database import Session


@dataclass(frozen=True, slots=True)
class Asked:
    """Which officials are asked for: those disabled or not, those who hold a role at `now`; all if null."""

    disabled: bool | None = None
    role: str | None = None
    now: datetime | None = None


async def by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Official]:
    """Read officials by id (loader batch)."""
    rows = await session.scalars(
        select(Official).where(Official.tenant_id == session.info["tenant_id"], Official.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def by_username(session: Session, username: str) -> Official | None:
    """Read an official by username, however it is written, disabled ones too."""
    return await session.scalar(_named(session, username)) if _is_username(username) else None


def _named(session: Session, username: str) -> Select[Official]:
    return select(Official).where(
        Official.tenant_id == session.info["tenant_id"], Official.username_key == username_key(username)
    )


def _is_username(text: str) -> bool:
    return USERNAME.fullmatch(written_username(text)) is not None


async def lock(session: Session, official_id: uuid.UUID) -> Official:
    """Read an official for writing, or refuse with NOT_FOUND."""
    row = await lock_row(session, Official, official_id)
    if row is None:
        raise DomainError(ErrorCode.NOT_FOUND, "人员不存在。", field=("official",))
    return row


async def lock_all(session: Session, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Official]:
    """Read officials for writing, in the order of their ids."""
    rows = await session.scalars(
        select(Official)
        .where(Official.tenant_id == session.info["tenant_id"], one_of(Official.id, ids))
        .order_by(Official.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


async def lock_by_username(session: Session, username: str) -> Official | None:
    """Read an official by username, however it is written, for writing."""
    if not _is_username(username):
        return None
    return await session.scalar(_named(session, username).with_for_update(key_share=True))


async def take_turn(session: Session) -> None:
    """Let those who take work from officials go one after the other: two at once would leave a step to nobody."""
    await session.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:key, 0))"),
        {"key": f"officials {session.info['tenant_id']}"},
    )


def _officials(session: Session, asked: Asked) -> Select[Official]:
    statement = select(Official).where(Official.tenant_id == session.info["tenant_id"])
    if asked.disabled is not None:
        statement = statement.where(Official.disabled_at.is_not(None) == asked.disabled)
    if asked.role is not None and asked.now is not None:
        statement = statement.where(Official.id.in_(holders_of(session, asked.role, asked.now)))
    return statement


async def list_officials(session: Session, page: Page, asked: Asked | None = None) -> Slice[Official]:
    """List the officials by username, all or those that are asked for."""
    return await read_page(session, _officials(session, asked or Asked()), [Official.username], page)


async def count_officials(session: Session, asked: Asked | None = None) -> int:
    """Count the officials, all or those that are asked for."""
    return await count_rows(session, _officials(session, asked or Asked()))


async def reachable(session: Session, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, bool]:
    """Tell of those of some officials who can sign in whether they want mail."""
    by_mail = and_(Official.email.is_not(None), Official.mail_wanted)
    rows = await session.execute(
        select(Official.id, by_mail).where(
            Official.tenant_id == session.info["tenant_id"],
            one_of(Official.id, ids),
            Official.disabled_at.is_(None),
        )
    )
    return {row[0]: row[1] for row in rows}
