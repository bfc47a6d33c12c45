"""Every statement on the names of a line of units: all they ever bore, read or locked together."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Row, and_, select

from schema.designations.tables import Designation, DesignationChange
from schema.frame.statements import one_of
from tenants.database import Session

NameRow = Row[uuid.UUID, uuid.UUID, uuid.UUID, str, date, datetime, str, Sequence[str], Sequence[str], int]
"""A name: its unit, id, version, number, day and moment it was given, status, grounds of either sort, revision."""


async def list_ever_borne(
    session: Session, unit_ids: Collection[uuid.UUID], *, lock: bool
) -> Sequence[NameRow]:
    """List every name some units ever bore, by unit, oldest first; with `lock` for writing, in the order of ids."""
    here = and_(Designation.tenant_id == session.info["tenant_id"], one_of(Designation.unit_id, unit_ids))
    if lock:
        await session.execute(
            select(Designation.id).where(here).order_by(Designation.id).with_for_update(key_share=True)
        )
    given = and_(
        DesignationChange.tenant_id == Designation.tenant_id,
        DesignationChange.designation_id == Designation.id,
        DesignationChange.ordinal == 1,
    )
    rows = await session.execute(
        select(
            Designation.unit_id,
            Designation.id,
            Designation.guideline_version_id,
            Designation.number,
            Designation.named_on,
            DesignationChange.at,
            Designation.status,
            Designation.warned_for,
            Designation.suspended_for,
            Designation.revision,
        )
        .join(DesignationChange, given)
        .where(here)
        .order_by(Designation.unit_id, DesignationChange.at, Designation.id)
    )
    return rows.all()
