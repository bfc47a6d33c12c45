"""Every statement on which units bear a name in force, on their own or joined with units of another statement."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, Subquery, select

from schema.designations.repository import valid_on
from schema.designations.rules import IN_FORCE
from schema.designations.tables import Designation
from schema.frame.statements import one_of
from tenants.database import Session


def names_in_force(session: Session, on: date | None) -> Subquery:
    """Give the units with a name in force, whether or not it ran out before the day where none is given."""
    return _in_force(session, on).subquery("name")


async def titled(session: Session, unit_ids: Collection[uuid.UUID], on: date) -> frozenset[uuid.UUID]:
    """List those of some units whose name is in force on a day."""
    rows = await session.scalars(_in_force(session, on).where(one_of(Designation.unit_id, unit_ids)))
    return frozenset(rows)


def _in_force(session: Session, on: date | None) -> Select[uuid.UUID]:
    statement = select(Designation.unit_id).where(
        Designation.tenant_id == session.info["tenant_id"], Designation.status.in_(IN_FORCE)
    )
    return statement if on is None else statement.where(valid_on(on))
