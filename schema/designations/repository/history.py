"""Every statement on the changes of designations: their append-only history."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Row, Select, func, select

from schema.designations.tables import DesignationChange
from schema.frame.keyset import count_rows, read_page
from schema.frame.pagination import Page, Slice
from schema.frame.statements import one_of
from tenants.database import Session

ChangeRow = Row[
    uuid.UUID, str, str | None, datetime, uuid.UUID | None, str, str | None, date, uuid.UUID | None
]
"""A change: its name, what befell it, ground, moment, the event behind it, cause, clause, first day, version left."""


async def changes_of(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, list[DesignationChange]]:
    """Read the changes of designations, oldest first (loader batch)."""
    rows = await session.scalars(
        select(DesignationChange)
        .where(
            DesignationChange.tenant_id == session.info["tenant_id"],
            DesignationChange.designation_id.in_(ids),
        )
        .order_by(DesignationChange.designation_id, DesignationChange.ordinal)
    )
    found: dict[uuid.UUID, list[DesignationChange]] = {}
    for row in rows:
        found.setdefault(row.designation_id, []).append(row)
    return found


async def changes_of_names(
    session: Session, ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[ChangeRow]]:
    """Read what the changes of many names say, oldest first: the first is the naming."""
    rows = await session.execute(
        select(
            DesignationChange.designation_id,
            DesignationChange.change,
            DesignationChange.ground,
            DesignationChange.at,
            DesignationChange.event_id,
            DesignationChange.cause,
            DesignationChange.clause,
            DesignationChange.effective_on,
            DesignationChange.former_version_id,
        )
        .where(
            DesignationChange.tenant_id == session.info["tenant_id"],
            one_of(DesignationChange.designation_id, ids),
        )
        .order_by(DesignationChange.designation_id, DesignationChange.ordinal)
    )
    found: dict[uuid.UUID, list[ChangeRow]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found


def _by_event(session: Session, event_id: uuid.UUID) -> Select[DesignationChange]:
    return select(DesignationChange).where(
        DesignationChange.tenant_id == session.info["tenant_id"], DesignationChange.event_id == event_id
    )


async def changes_by_event(session: Session, event_id: uuid.UUID) -> Sequence[DesignationChange]:
    """Read what an event did to names, in the order it was done."""
    rows = await session.scalars(_by_event(session, event_id).order_by(DesignationChange.id))
    return rows.all()


async def list_by_event(session: Session, event_id: uuid.UUID, page: Page) -> Slice[DesignationChange]:
    """List what an event did to names, in the order it was done."""
    return await read_page(session, _by_event(session, event_id), [DesignationChange.id], page)


async def count_by_event(session: Session, event_id: uuid.UUID) -> int:
    """Count what an event did to names."""
    return await count_rows(session, _by_event(session, event_id))


async def next_ordinal(session: Session, designation_id: uuid.UUID) -> int:
    """Tell the ordinal of the next change; the designation is locked by the caller."""
    latest = await session.scalar(
        select(func.max(DesignationChange.ordinal)).where(
            DesignationChange.tenant_id == session.info["tenant_id"],
            DesignationChange.designation_id == designation_id,
        )
    )
    return (latest or 0) + 1


async def latest_change(session: Session) -> uuid.UUID | None:
    """Tell the last thing that befell a name of the tenant."""
    return await session.scalar(
        select(DesignationChange.id)
        .where(DesignationChange.tenant_id == session.info["tenant_id"])
        .order_by(DesignationChange.id.desc())
        .limit(1)
    )
