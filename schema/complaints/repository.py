"""Every statement on complaints."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from schema.complaints.tables import Complaint
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.locking import lock_row
from schema.units.repository import in_area
from tenants.database import Session


async def lock(session: Session, complaint_id: uuid.UUID) -> Complaint:
    """Read a complaint for writing, or refuse with NOT_FOUND."""
    row = await lock_row(session, Complaint, complaint_id)
    if row is None:
        raise unknown()
    return row


def unknown() -> DomainError:
    """Refuse a complaint that is not there, or that the viewer may not know of."""
    return DomainError(ErrorCode.NOT_FOUND, "投诉不存在。", field=("complaint",))


async def by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Complaint]:
    """Read complaints by id (loader batch)."""
    rows = await session.scalars(
        select(Complaint).where(Complaint.tenant_id == session.info["tenant_id"], Complaint.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def is_known(session: Session, reference: str) -> bool:
    """Tell whether a file's complaint was recorded already."""
    row = await session.scalar(
        select(Complaint.id).where(
            Complaint.tenant_id == session.info["tenant_id"], Complaint.reference == reference
        )
    )
    return row is not None


async def latest_of_subtree(session: Session, path: str, limit: int) -> Sequence[Complaint]:
    """List the latest complaints about a unit and those below, newest first."""
    rows = await session.scalars(
        select(Complaint)
        .where(Complaint.tenant_id == session.info["tenant_id"], in_area(session, Complaint.unit_id, [path]))
        .order_by(Complaint.received_on.desc(), Complaint.id.desc())
        .limit(limit)
    )
    return rows.all()
