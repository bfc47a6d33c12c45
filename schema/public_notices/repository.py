"""Every statement on public notices."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Select, select

from schema.frame.keyset import count_rows, read_page
from schema.frame.pagination import Page, Slice
from schema.public_notices.tables import PublicNotice
from tenants.database import Session


async def running_notice(session: Session, application_id: uuid.UUID) -> PublicNotice | None:
    """Read the public notice an application stands in."""
    return (await notices_of(session, [application_id])).get(application_id)


async def notices_of(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, PublicNotice]:
    """Read the running public notice of each application that stands in one (loader batch)."""
    rows = await session.scalars(
        select(PublicNotice).where(
            PublicNotice.tenant_id == session.info["tenant_id"],
            PublicNotice.application_id.in_(ids),
            PublicNotice.ended_at.is_(None),
        )
    )
    return {row.application_id: row for row in rows}


async def over_before(session: Session, today: date) -> Sequence[uuid.UUID]:
    """List the applications whose public notice ended before a day."""
    rows = await session.scalars(
        select(PublicNotice.application_id).where(
            PublicNotice.tenant_id == session.info["tenant_id"],
            PublicNotice.ended_at.is_(None),
            PublicNotice.ends_on < today,
        )
    )
    return rows.all()


def _shown_notices(session: Session, today: date) -> Select[PublicNotice]:
    return select(PublicNotice).where(
        PublicNotice.tenant_id == session.info["tenant_id"],
        PublicNotice.ended_at.is_(None),
        PublicNotice.ends_on >= today,
    )


async def list_notices(session: Session, today: date, page: Page) -> Slice[PublicNotice]:
    """List the public notices of a day, those that end first before others."""
    statement = _shown_notices(session, today)
    return await read_page(session, statement, [PublicNotice.ends_on, PublicNotice.id], page)


async def count_notices(session: Session, today: date) -> int:
    """Count the public notices of a day."""
    return await count_rows(session, _shown_notices(session, today))
