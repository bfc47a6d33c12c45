"""Every statement on the units in batches, and what became of each."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Select, and_, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from schema.batches.tables import Batch, BatchEntry, BatchMember
from schema.frame.statements import TENANT, given, named_ids
from schema.units.repository import ancestor_paths, at_paths, in_area
from tenants.database import Session


async def entries_of(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[BatchEntry]]:
    """Read the units in batches, in the order of their entry (loader batch)."""
    rows = await session.scalars(
        select(BatchEntry)
        .where(BatchEntry.tenant_id == session.info["tenant_id"], BatchEntry.batch_id.in_(ids))
        .order_by(BatchEntry.id)
    )
    found: dict[uuid.UUID, list[BatchEntry]] = {}
    for row in rows:
        found.setdefault(row.batch_id, []).append(row)
    return found


async def entries_by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, BatchEntry]:
    """Read places in batches by id (loader batch)."""
    rows = await session.scalars(
        select(BatchEntry).where(BatchEntry.tenant_id == session.info["tenant_id"], BatchEntry.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def latest_entries(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, BatchEntry]:
    """Read the latest place in a batch of each application that had one (loader batch)."""
    rows = await session.scalars(
        select(BatchEntry)
        .where(BatchEntry.tenant_id == session.info["tenant_id"], BatchEntry.application_id.in_(ids))
        .order_by(BatchEntry.id)
    )
    return {row.application_id: row for row in rows}


async def inspectors_of(
    session: Session, application_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, frozenset[uuid.UUID]]:
    """Tell who is in the acceptance team of the latest batch each application was in."""
    rows = await session.execute(_inspectors(), given(session, applications=list(application_ids)))
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    for application_id, official_id in rows:
        found.setdefault(application_id, set()).add(official_id)
    return {application_id: frozenset(officials) for application_id, officials in found.items()}


@cache
def _inspectors() -> Select[uuid.UUID, uuid.UUID]:
    latest = (
        select(BatchEntry.application_id, BatchEntry.batch_id)
        .ext(distinct_on(BatchEntry.application_id))
        .where(
            BatchEntry.tenant_id == TENANT,
            BatchEntry.application_id == named_ids("applications"),
        )
        .order_by(BatchEntry.application_id, BatchEntry.id.desc())
        .subquery()
    )
    return (
        select(latest.c.application_id, BatchMember.official_id)
        .join(latest, latest.c.batch_id == BatchMember.batch_id)
        .where(BatchMember.tenant_id == TENANT)
    )


async def count_pending(session: Session, batch_id: uuid.UUID) -> int:
    """Count the units of a batch that have no conclusion yet."""
    statement = select(func.count()).select_from(BatchEntry)
    return (
        await session.scalar(
            statement.where(
                BatchEntry.tenant_id == session.info["tenant_id"],
                BatchEntry.batch_id == batch_id,
                BatchEntry.outcome == "pending",
            )
        )
        or 0
    )


async def count_leaving(session: Session, before: str, after: str) -> int:
    """Count the units without a conclusion whose open batch would not reach them any more, if a subtree moved.

    It moves from `before` to `after`; batches of an area above its new place, or of one in it, go with it.
    """
    statement = (
        select(func.count())
        .select_from(BatchEntry)
        .join(Batch, and_(Batch.tenant_id == BatchEntry.tenant_id, Batch.id == BatchEntry.batch_id))
        .where(
            BatchEntry.tenant_id == session.info["tenant_id"],
            BatchEntry.outcome == "pending",
            Batch.status == "open",
            in_area(session, BatchEntry.unit_id, [before]),
            ~at_paths(session, Batch.unit_id, ancestor_paths(after)),
            ~in_area(session, Batch.unit_id, [before]),
        )
    )
    return int(await session.scalar(statement) or 0)


async def conclude(session: Session, application_id: uuid.UUID, outcome: str, at: datetime) -> None:
    """Keep what became of an application in its batch; one that is in none, or has its conclusion, stays."""
    entry = (await latest_entries(session, [application_id])).get(application_id)
    if entry is not None and entry.outcome == "pending":
        entry.outcome, entry.concluded_at = outcome, at
