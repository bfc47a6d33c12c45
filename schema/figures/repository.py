"""Every statement on recorded figures."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import distinct_on

from schema.figures.tables import UnitFigure
from schema.frame.statements import one_of
from tenants.database import Session

Latest = Mapping[uuid.UUID, Mapping[str, UnitFigure]]


def _latest(session: Session) -> Select[UnitFigure]:
    return (
        select(UnitFigure)
        .ext(distinct_on(UnitFigure.unit_id, UnitFigure.figure))
        .where(UnitFigure.tenant_id == session.info["tenant_id"])
        .order_by(
            UnitFigure.unit_id,
            UnitFigure.figure,
            UnitFigure.period_until.desc(),
            UnitFigure.recorded_at.desc(),
            UnitFigure.id.desc(),
        )
    )


async def latest_by_units(session: Session, unit_ids: list[uuid.UUID]) -> Latest:
    """Read the latest value of each figure of units (loader batch)."""
    return _by_unit((await session.scalars(_latest(session).where(UnitFigure.unit_id.in_(unit_ids)))).all())


async def latest_on(session: Session, on: date, unit_ids: Collection[uuid.UUID]) -> Latest:
    """Read the latest value of each figure of units whose period was over on a day."""
    statement = _latest(session).where(UnitFigure.period_until <= on, one_of(UnitFigure.unit_id, unit_ids))
    return _by_unit((await session.scalars(statement)).all())


def _by_unit(rows: Sequence[UnitFigure]) -> Latest:
    found: dict[uuid.UUID, dict[str, UnitFigure]] = {}
    for row in rows:
        found.setdefault(row.unit_id, {})[row.figure] = row
    return found
