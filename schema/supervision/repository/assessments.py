"""Every statement on findings, on appeals, and on what is to be assessed again."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import (
    and_,
    false,
    func,
    or_,
    select,
)

from schema.criteria.tables import Assessment
from schema.designations.rules import HELD
from schema.designations.tables import Designation
from schema.guidelines.rules.format import PeriodicAssessment
from schema.units.repository import within
from schema.units.tables import Unit
from tenants.database import Session


async def due_below(
    session: Session, path: str, periods: Sequence[PeriodicAssessment], today: date, limit: int
) -> Sequence[Designation]:
    """List names at a unit and below whose next periodic assessment is due, the longest waiting first."""
    assessed = (
        select(func.max(Assessment.assessed_on))
        .where(
            Assessment.tenant_id == Designation.tenant_id,
            Assessment.unit_id == Designation.unit_id,
            Assessment.kind == "periodic",
        )
        .scalar_subquery()
    )
    last = func.greatest(Designation.named_on, assessed)
    late = [
        and_(Unit.kind.in_(period.unit_kinds), last <= today - timedelta(days=period.every_days))
        for period in periods
    ]
    rows = await session.scalars(
        select(Designation)
        .join(Unit, (Unit.tenant_id == Designation.tenant_id) & (Unit.id == Designation.unit_id))
        .where(
            Designation.tenant_id == session.info["tenant_id"],
            Designation.status.in_(HELD),
            within(Unit.path, [path]),
            or_(false(), *late),
        )
        .order_by(last, Designation.id)
        .limit(limit)
    )
    return rows.all()


async def last_periodic(session: Session, unit_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, date]:
    """Tell when units were last assessed in turn (loader batch)."""
    rows = await session.execute(
        select(Assessment.unit_id, func.max(Assessment.assessed_on))
        .where(
            Assessment.tenant_id == session.info["tenant_id"],
            Assessment.unit_id.in_(unit_ids),
            Assessment.kind == "periodic",
        )
        .group_by(Assessment.unit_id)
    )
    return {unit_id: assessed_on for unit_id, assessed_on in rows}  # noqa: C416 - a row is no pair to mypy
