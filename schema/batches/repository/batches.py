"""Every statement on batches and their teams."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm.attributes import flag_modified

from schema.batches.tables import Batch, BatchEntry, BatchMember
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.keyset import count_rows, read_page
from schema.frame.locking import lock_row
from schema.frame.pagination import Page, Slice
from schema.frame.statements import TENANT, given, one_of
from schema.units.repository.places import above, above_values
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


async def open_above(session: Session, paths: Collection[str]) -> Sequence[tuple[Batch, str]]:
    """List the open batches whose area lies at some paths or above them, each with the path of its area."""
    rows = await session.execute(_open_above(), given(session, **above_values(paths)))
    return [(row[0], row[1]) for row in rows]


@cache
def _open_above() -> Select[Batch, str]:
    place = above()
    return (
        select(Batch, place.c.path)
        .join(place, place.c.unit_id == Batch.unit_id)
        .where(Batch.tenant_id == TENANT, Batch.status == "open")
        .order_by(Batch.number)
    )


async def latest_of_units(session: Session, unit_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Batch]:
    """Read the latest batch each of some units was in."""
    rows = await session.execute(
        select(BatchEntry.unit_id, Batch)
        .ext(distinct_on(BatchEntry.unit_id))
        .join(Batch, (Batch.tenant_id == BatchEntry.tenant_id) & (Batch.id == BatchEntry.batch_id))
        .where(BatchEntry.tenant_id == session.info["tenant_id"], one_of(BatchEntry.unit_id, unit_ids))
        .order_by(BatchEntry.unit_id, Batch.opened_at.desc())
    )
    return {row[0]: row[1] for row in rows}


async def count_open(session: Session, unit_ids: Collection[uuid.UUID]) -> int:
    """Count the open batches of the areas of some units."""
    statement = select(func.count()).where(
        Batch.tenant_id == session.info["tenant_id"], one_of(Batch.unit_id, unit_ids), Batch.status == "open"
    )
    return int(await session.scalar(statement) or 0)


async def count_open_teams(session: Session, official_id: uuid.UUID) -> int:
    """Count the open batches whose acceptance team an official is on."""
    statement = (
        select(func.count(BatchMember.batch_id.distinct()))
        .join(Batch, (Batch.tenant_id == BatchMember.tenant_id) & (Batch.id == BatchMember.batch_id))
        .where(
            BatchMember.tenant_id == session.info["tenant_id"],
            BatchMember.official_id == official_id,
            Batch.status == "open",
        )
    )
    return int(await session.scalar(statement) or 0)


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
