"""Every statement on batches, their teams, the units in them and what these must put right."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm.attributes import flag_modified

from schema.batches.tables import Batch, BatchEntry, BatchMember, Rectification
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.keyset import count_rows, read_page
from schema.frame.locking import lock_row
from schema.frame.pagination import Page, Slice
from schema.units.repository import ancestor_paths
from schema.units.tables import Unit
from tenants.database import Session


def unknown() -> DomainError:
    """Refuse a batch that is not there."""
    return DomainError(ErrorCode.NOT_FOUND, "批次不存在。", field=("batch",))


async def lock(session: Session, batch_id: uuid.UUID) -> Batch:
    """Read a batch for writing, or refuse with NOT_FOUND; whoever enters or closes it waits here."""
    row = await lock_row(session, Batch, batch_id)
    if row is None:
        raise unknown()
    return row


def touch(batch: Batch) -> None:
    """Count a change that is kept in other tables, so that a stale page is noticed."""
    flag_modified(batch, "status")


async def by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Batch]:
    """Read batches by id (loader batch)."""
    rows = await session.scalars(
        select(Batch).where(Batch.tenant_id == session.info["tenant_id"], Batch.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def of_place(session: Session, unit_id: uuid.UUID, process: str) -> Sequence[Batch]:
    """List all batches of a process in the area of a unit, oldest first."""
    rows = await session.scalars(
        select(Batch)
        .where(
            Batch.tenant_id == session.info["tenant_id"], Batch.unit_id == unit_id, Batch.process == process
        )
        .order_by(Batch.number)
    )
    return rows.all()


async def open_over(session: Session, path: str, process: str) -> Sequence[Batch]:
    """List the open batches of a process whose area the unit at `path` lies in."""
    rows = await session.scalars(
        select(Batch)
        .join(Unit, (Unit.tenant_id == Batch.tenant_id) & (Unit.id == Batch.unit_id))
        .where(
            Batch.tenant_id == session.info["tenant_id"],
            Batch.process == process,
            Batch.status == "open",
            Unit.path.in_([*ancestor_paths(path), path]),
        )
        .order_by(Batch.number)
    )
    return rows.all()


async def latest_of_unit(session: Session, unit_id: uuid.UUID) -> Batch | None:
    """Read the latest batch a unit was in."""
    return await session.scalar(
        select(Batch)
        .join(BatchEntry, (BatchEntry.tenant_id == Batch.tenant_id) & (BatchEntry.batch_id == Batch.id))
        .where(Batch.tenant_id == session.info["tenant_id"], BatchEntry.unit_id == unit_id)
        .order_by(Batch.opened_at.desc())
        .limit(1)
    )


def _batches(session: Session) -> Select[Batch]:
    return select(Batch).where(Batch.tenant_id == session.info["tenant_id"])


async def list_batches(session: Session, page: Page) -> Slice[Batch]:
    """List the batches of the district, newest first."""
    return await read_page(session, _batches(session), [Batch.id], page, descending=True)


async def count_batches(session: Session) -> int:
    """Count the batches of the district."""
    return await count_rows(session, _batches(session))


async def team_of(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[BatchMember]]:
    """Read the acceptance teams of batches, in the order of appointment (loader batch)."""
    rows = await session.scalars(
        select(BatchMember)
        .where(BatchMember.tenant_id == session.info["tenant_id"], BatchMember.batch_id.in_(ids))
        .order_by(BatchMember.id)
    )
    found: dict[uuid.UUID, list[BatchMember]] = {}
    for row in rows:
        found.setdefault(row.batch_id, []).append(row)
    return found


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


async def conclude(session: Session, application_id: uuid.UUID, outcome: str, at: datetime) -> None:
    """Keep what became of an application in its batch; one that is in none, or has its conclusion, stays."""
    entry = (await latest_entries(session, [application_id])).get(application_id)
    if entry is not None and entry.outcome == "pending":
        entry.outcome, entry.concluded_at = outcome, at


async def rectifications_of(
    session: Session, unit_ids: list[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[Rectification]]:
    """Read what units must put right or did, in the order it was found (loader batch)."""
    rows = await session.scalars(
        select(Rectification)
        .where(Rectification.tenant_id == session.info["tenant_id"], Rectification.unit_id.in_(unit_ids))
        .order_by(Rectification.id)
    )
    found: dict[uuid.UUID, list[Rectification]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return found


async def lock_newly_overdue(session: Session, today: date) -> Sequence[tuple[Rectification, uuid.UUID]]:
    """Lock the items whose day has passed and that nobody was reminded of yet, with their applications."""
    rows = await session.execute(
        select(Rectification, BatchEntry.application_id)
        .join(
            BatchEntry,
            (BatchEntry.tenant_id == Rectification.tenant_id) & (BatchEntry.id == Rectification.entry_id),
        )
        .where(
            Rectification.tenant_id == session.info["tenant_id"],
            Rectification.due_on < today,
            Rectification.done_on.is_(None),
            Rectification.overdue_told_at.is_(None),
        )
        .order_by(Rectification.id)
        .with_for_update(of=Rectification)
    )
    return [(row[0], row[1]) for row in rows]
