"""Every statement on complaints."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, select

from schema.complaints.tables import Complaint
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.locking import lock_row
from schema.frame.statements import TENANT, given
from schema.units.repository import in_area
from schema.units.repository.places import below, below_values, ranges_of
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


async def list_below(
    session: Session, paths: Collection[str], after: date, until: date
) -> Sequence[tuple[Complaint, str]]:
    """List the complaints about units at some paths and below, each with the path it lies at, the earliest first."""
    asked = given(session, after=after, until=until, **below_values(paths))
    rows = await session.execute(_below(ranges_of(paths)), asked)
    return [(row[0], row[1]) for row in rows]


@cache
def _below(ranges: int) -> Select[Complaint, str]:
    place = below(ranges)
    return (
        select(Complaint, place.c.path)
        .join(place, place.c.unit_id == Complaint.unit_id)
        .where(
            Complaint.tenant_id == TENANT,
            Complaint.received_on > bindparam("after"),
            Complaint.received_on <= bindparam("until"),
        )
        .order_by(Complaint.received_on, Complaint.id)
    )
