"""Every statement on names that a change of the tree asks for."""

import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import select

from schema.designations.rules import HELD
from schema.designations.tables import Designation
from schema.frame.statements import one_of
from tenants.database import Session


async def standings_of(session: Session, unit_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """Tell how the names stand that units bear now; units without one are left out."""
    rows = await session.execute(
        select(Designation.unit_id, Designation.status).where(
            Designation.tenant_id == session.info["tenant_id"],
            one_of(Designation.unit_id, unit_ids),
            Designation.status.in_(HELD),
        )
    )
    return {row[0]: row[1] for row in rows}
