"""Every statement on names that a change of the tree asks for."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, select

from schema.designations.rules import HELD
from schema.designations.tables import Designation, DesignationChange
from schema.frame.statements import one_of
from schema.units.repository import select_places
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


async def changed_at(
    session: Session, since: uuid.UUID, at: datetime
) -> Sequence[tuple[uuid.UUID, str, str, str, str, str | None]]:
    """List what befell names at a moment, by the code of their unit: unit, its code, number, change, cause, clause.

    `since` is an id made before, to find it by.
    """
    places = select_places(session, [""]).subquery()
    rows = await session.execute(
        select(
            Designation.unit_id,
            places.c.code,
            Designation.number,
            DesignationChange.change,
            DesignationChange.cause,
            DesignationChange.clause,
        )
        .join(
            Designation,
            and_(
                Designation.tenant_id == DesignationChange.tenant_id,
                Designation.id == DesignationChange.designation_id,
            ),
        )
        .join(places, places.c.id == Designation.unit_id)
        .where(
            DesignationChange.tenant_id == session.info["tenant_id"],
            DesignationChange.id > since,
            DesignationChange.at == at,
        )
        .order_by(places.c.code, DesignationChange.ordinal)
    )
    return [(row[0], row[1], row[2], row[3], row[4], row[5]) for row in rows]
