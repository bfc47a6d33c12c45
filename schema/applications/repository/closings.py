"""Every statement on what applications showed when they ended."""

import uuid
from collections.abc import Mapping

from sqlalchemy import select

from schema.applications.tables import Closing
from schema.frame.statements import one_of
from tenants.database import Session


async def closings_of(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Closing]:
    """Read what applications showed when they ended (loader batch); nothing of those under way."""
    rows = await session.scalars(
        select(Closing).where(
            Closing.tenant_id == session.info["tenant_id"], one_of(Closing.application_id, ids)
        )
    )
    return {row.application_id: row for row in rows}
