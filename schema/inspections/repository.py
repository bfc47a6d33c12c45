"""Every statement on inspections and score sheets."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from schema.inspections.tables import Inspection, ScoreSheet
from tenants.database import Session


async def lock_of_entry(session: Session, entry_id: uuid.UUID) -> Inspection | None:
    """Read the inspection of a unit's place in a batch for writing."""
    return await session.scalar(
        select(Inspection)
        .where(Inspection.tenant_id == session.info["tenant_id"], Inspection.entry_id == entry_id)
        .with_for_update()
    )


async def by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Inspection]:
    """Read inspections by id (loader batch)."""
    rows = await session.scalars(
        select(Inspection).where(Inspection.tenant_id == session.info["tenant_id"], Inspection.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def by_applications(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[Inspection]]:
    """Read the inspections of applications, oldest first (loader batch)."""
    rows = await session.scalars(
        select(Inspection)
        .where(Inspection.tenant_id == session.info["tenant_id"], Inspection.application_id.in_(ids))
        .order_by(Inspection.id)
    )
    found: dict[uuid.UUID, list[Inspection]] = {}
    for row in rows:
        found.setdefault(row.application_id, []).append(row)
    return found


async def sheets_of(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[ScoreSheet]]:
    """Read the score sheets of inspections, in the order they were begun (loader batch)."""
    rows = await session.scalars(
        select(ScoreSheet)
        .where(ScoreSheet.tenant_id == session.info["tenant_id"], ScoreSheet.inspection_id.in_(ids))
        .order_by(ScoreSheet.id)
    )
    found: dict[uuid.UUID, list[ScoreSheet]] = {}
    for row in rows:
        found.setdefault(row.inspection_id, []).append(row)
    return found
