"""Every statement on officials themselves."""

import uuid
from collections.abc import Mapping

from sqlalchemy import Select, select

from authz.tables import Official
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.keyset import count_rows, read_page
from schema.frame.locking import lock_row
from schema.frame.pagination import Page, Slice
from tenants.database import Session


async def by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Official]:
    """Read officials by id (loader batch)."""
    rows = await session.scalars(
        select(Official).where(Official.tenant_id == session.info["tenant_id"], Official.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def by_username(session: Session, username: str) -> Official | None:
    """Read an official by username, disabled ones too."""
    return await session.scalar(
        select(Official).where(Official.tenant_id == session.info["tenant_id"], Official.username == username)
    )


async def lock(session: Session, official_id: uuid.UUID) -> Official:
    """Read an official for writing, or refuse with NOT_FOUND."""
    row = await lock_row(session, Official, official_id)
    if row is None:
        raise DomainError(ErrorCode.NOT_FOUND, "人员不存在。", field=("official",))
    return row


async def lock_by_username(session: Session, username: str) -> Official | None:
    """Read an official by username for writing."""
    return await session.scalar(
        select(Official)
        .where(Official.tenant_id == session.info["tenant_id"], Official.username == username)
        .with_for_update(key_share=True)
    )


def _officials(session: Session) -> Select[Official]:
    return select(Official).where(Official.tenant_id == session.info["tenant_id"])


async def list_officials(session: Session, page: Page) -> Slice[Official]:
    """List the officials by username."""
    return await read_page(session, _officials(session), [Official.username], page)


async def count_officials(session: Session) -> int:
    """Count the officials."""
    return await count_rows(session, _officials(session))
