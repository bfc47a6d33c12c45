"""Every statement on the transitions of applications."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from schema.applications.tables import Transition
from tenants.database import Session


async def history_of(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[Transition]]:
    """Read the transitions of applications, oldest first (loader batch)."""
    rows = await session.scalars(
        select(Transition)
        .where(Transition.tenant_id == session.info["tenant_id"], Transition.application_id.in_(ids))
        .order_by(Transition.application_id, Transition.ordinal)
    )
    found: dict[uuid.UUID, list[Transition]] = {}
    for row in rows:
        found.setdefault(row.application_id, []).append(row)
    return found


async def transitions_by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Transition]:
    """Read moves by id (loader batch)."""
    rows = await session.scalars(
        select(Transition).where(Transition.tenant_id == session.info["tenant_id"], Transition.id.in_(ids))
    )
    return {row.id: row for row in rows}
