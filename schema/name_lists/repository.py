"""Every statement on published lists of names."""

import uuid
from collections.abc import Mapping

from sqlalchemy import Select, select

from schema.frame.keyset import count_rows, read_page
from schema.frame.pagination import Page, Slice
from schema.name_lists.tables import NameList
from tenants.database import Session


async def by_batches(session: Session, batch_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, NameList]:
    """Read the list published of each batch (loader batch)."""
    rows = await session.scalars(
        select(NameList).where(
            NameList.tenant_id == session.info["tenant_id"], NameList.batch_id.in_(batch_ids)
        )
    )
    return {row.batch_id: row for row in rows}


def _lists(session: Session) -> Select[NameList]:
    return select(NameList).where(NameList.tenant_id == session.info["tenant_id"])


async def list_published(session: Session, page: Page) -> Slice[NameList]:
    """List what was published, the latest first."""
    return await read_page(
        session, _lists(session), [NameList.published_on, NameList.id], page, descending=True
    )


async def count_published(session: Session) -> int:
    """Count it."""
    return await count_rows(session, _lists(session))
