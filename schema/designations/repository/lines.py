"""Every statement on the names of a line of units: all they ever bore, read or locked together."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Row, select

from schema.designations.tables import Designation
from schema.frame.statements import one_of
from tenants.database import Session

NameRow = Row[uuid.UUID, uuid.UUID, uuid.UUID, str, date, date | None, str, Sequence[str], Sequence[str], int]
"""A name: its unit, id, version, number, first and last day, status, grounds of either sort, revision."""


async def list_ever_borne(
    session: Session, unit_ids: Collection[uuid.UUID], *, lock: bool
) -> Sequence[NameRow]:
    """List every name some units ever bore, in the order of ids; with `lock` for writing, as they then are."""
    statement = (
        select(
            Designation.unit_id,
            Designation.id,
            Designation.guideline_version_id,
            Designation.number,
            Designation.named_on,
            Designation.valid_until,
            Designation.status,
            Designation.warned_for,
            Designation.suspended_for,
            Designation.revision,
        )
        .where(Designation.tenant_id == session.info["tenant_id"], one_of(Designation.unit_id, unit_ids))
        .order_by(Designation.id)
    )
    if lock:
        statement = statement.with_for_update(key_share=True)
    return (await session.execute(statement)).all()
