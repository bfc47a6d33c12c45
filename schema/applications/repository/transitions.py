"""Every statement on the transitions of applications."""

import uuid
from collections.abc import Mapping, Sequence
from functools import cache

from sqlalchemy import Select, select

from schema.applications.tables import Transition
from schema.frame.statements import TENANT, given, named_ids
from tenants.database import Session


async def history_of(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[Transition]]:
    """Read the transitions of applications, oldest first (loader batch)."""
    rows = await session.scalars(_histories(), given(session, ids=ids))
    found: dict[uuid.UUID, list[Transition]] = {}
    for row in rows:
        found.setdefault(row.application_id, []).append(row)
    return found


@cache
def _histories() -> Select[Transition]:
    return (
        select(Transition)
        .where(Transition.tenant_id == TENANT, Transition.application_id == named_ids("ids"))
        .order_by(Transition.application_id, Transition.ordinal)
    )


async def transitions_by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Transition]:
    """Read moves by id (loader batch)."""
    rows = await session.scalars(
        select(Transition).where(Transition.tenant_id == session.info["tenant_id"], Transition.id.in_(ids))
    )
    return {row.id: row for row in rows}
