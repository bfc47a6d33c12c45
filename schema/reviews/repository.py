"""Every statement on reviews."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from schema.reviews.tables import Review
from tenants.database import Session


async def by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Review]:
    """Read reviews by id (loader batch)."""
    rows = await session.scalars(
        select(Review).where(Review.tenant_id == session.info["tenant_id"], Review.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def by_applications(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[Review]]:
    """Read the reviews of applications, oldest first (loader batch)."""
    rows = await session.scalars(
        select(Review)
        .where(Review.tenant_id == session.info["tenant_id"], Review.application_id.in_(ids))
        .order_by(Review.application_id, Review.decided_at, Review.id)
    )
    found: dict[uuid.UUID, list[Review]] = {}
    for row in rows:
        found.setdefault(row.application_id, []).append(row)
    return found
