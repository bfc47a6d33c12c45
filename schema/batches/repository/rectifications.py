"""Every statement on what units must put right after an inspection."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from schema.batches.tables import BatchEntry, Rectification
from tenants.database import Session


async def rectifications_of(
    session: Session, unit_ids: list[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[Rectification]]:
    """Read what units must put right or did, in the order it was found (loader batch)."""
    rows = await session.scalars(
        select(Rectification)
        .where(Rectification.tenant_id == session.info["tenant_id"], Rectification.unit_id.in_(unit_ids))
        .order_by(Rectification.id)
    )
    found: dict[uuid.UUID, list[Rectification]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return found


async def lock_newly_overdue(session: Session, today: date) -> Sequence[tuple[Rectification, uuid.UUID]]:
    """Lock the items whose day has passed and that nobody was reminded of yet, with their applications."""
    rows = await session.execute(
        select(Rectification, BatchEntry.application_id)
        .join(
            BatchEntry,
            (BatchEntry.tenant_id == Rectification.tenant_id) & (BatchEntry.id == Rectification.entry_id),
        )
        .where(
            Rectification.tenant_id == session.info["tenant_id"],
            Rectification.due_on < today,
            Rectification.done_on.is_(None),
            Rectification.overdue_told_at.is_(None),
        )
        .order_by(Rectification.id)
        .with_for_update(of=Rectification)
    )
    return [(row[0], row[1]) for row in rows]
