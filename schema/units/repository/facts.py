"""Every statement on what an evaluation needs to know of units themselves: which there are, and work done in them."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from schema.units.repository import within
from schema.units.repository.places import above
from schema.units.tables import Unit, UnitLog
from tenants.database import Session


async def list_standing(session: Session, scopes: Collection[str]) -> Sequence[Unit]:
    """List all units in `scopes` that were not closed, in tree order."""
    rows = await session.scalars(
        select(Unit)
        .where(
            Unit.tenant_id == session.info["tenant_id"], Unit.closed_on.is_(None), within(Unit.path, scopes)
        )
        .order_by(Unit.path)
    )
    return rows.all()


async def logs_above(
    session: Session, paths: Collection[str], after: date, until: date
) -> Sequence[tuple[UnitLog, str]]:
    """List the logs of units at some paths and above, each with the path it lies at, the earliest work first."""
    place = above(session, paths)
    rows = await session.execute(
        select(UnitLog, place.c.path)
        .join(place, place.c.unit_id == UnitLog.unit_id)
        .where(
            UnitLog.tenant_id == session.info["tenant_id"],
            UnitLog.performed_on > after,
            UnitLog.performed_on <= until,
        )
        .order_by(UnitLog.performed_on, UnitLog.id)
    )
    return [(row[0], row[1]) for row in rows]
