"""Locks one row by its id; what the session had read of it before the wait is read anew."""

import uuid
from typing import TypeVar

from sqlalchemy import select

from tenants.base import TenantScoped
from tenants.database import Session

R = TypeVar("R", bound=TenantScoped)


async def lock_row(
    session: Session, entity: type[R], row_id: uuid.UUID, *, key_share: bool = False
) -> R | None:
    """Lock a row for writing and give it as it is now; with `key_share` others may go on referring to it.

    `Session.get` is not for locks: it takes a row that moved on during the wait for a conflict, or gives it as it was.
    """
    row: R | None = await session.scalar(
        select(entity)
        .where(entity.tenant_id == session.info["tenant_id"], entity.id == row_id)
        .with_for_update(key_share=key_share)
    )
    return row
