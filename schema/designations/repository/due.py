"""The statement on names whose assessment in turn is due."""

import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import date

from sqlalchemy import ScalarSelect, and_, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from schema.designations.rules import HELD
from schema.designations.tables import Designation
from schema.units.repository import joined, within
from tenants.database import Session

Assessed = Callable[[Session, InstrumentedAttribute[uuid.UUID]], ScalarSelect[date]]
"""Tells in SQL on which day a unit was last assessed in turn."""


async def list_due(
    session: Session,
    path: str,
    late: Sequence[tuple[Collection[str], date]],
    assessed: Assessed,
    limit: int,
) -> Sequence[Designation]:
    """List names at a unit and below that were neither given nor assessed after a day, the longest waiting first.

    `late` has that day for some kinds of units each.
    """
    last = func.greatest(Designation.named_on, assessed(session, Designation.unit_id))
    due = [and_(joined.KIND.in_(kinds), last <= day) for kinds, day in late]
    rows = await session.scalars(
        joined.with_unit(select(Designation), Designation.tenant_id, Designation.unit_id)
        .where(
            Designation.tenant_id == session.info["tenant_id"],
            Designation.status.in_(HELD),
            within(joined.PATH, [path]),
            or_(false(), *due),
        )
        .order_by(last, Designation.id)
        .limit(limit)
    )
    return rows.all()
