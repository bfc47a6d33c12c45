"""Every statement on petitions, and on the one a name rests on."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm.attributes import flag_modified

from schema.designations.repository.giving import select_given
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.locking import lock_row
from schema.frame.statements import TENANT, given, one_of
from schema.petitions.tables import Petition
from schema.units.repository import joined
from tenants.database import Session


@dataclass(frozen=True, slots=True)
class Resting:
    """The petition a name rests on, and the guideline version it is borne under."""

    petition_id: uuid.UUID
    version: uuid.UUID


async def by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Petition]:
    """Read petitions by id (loader batch)."""
    rows = await session.scalars(
        select(Petition).where(Petition.tenant_id == session.info["tenant_id"], Petition.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def lock(session: Session, petition_id: uuid.UUID) -> Petition:
    """Read a petition for writing, or refuse with NOT_FOUND. Whoever writes its entries waits here."""
    row = await lock_row(session, Petition, petition_id)
    if row is None:
        raise unknown()
    return row


def unknown() -> DomainError:
    """Refuse a petition that is not there."""
    return DomainError(ErrorCode.NOT_FOUND, "联名申请不存在。", field=("petition",))


async def lock_with_unit(session: Session, petition_id: uuid.UUID) -> tuple[Petition, joined.UNIT]:
    """Read a petition for writing, with its unit, or refuse with NOT_FOUND."""
    found = (await session.execute(_with_unit(), given(session, id=petition_id))).one_or_none()
    if found is None:
        raise unknown()
    return found[0], found[1]


@cache
def _with_unit() -> Select[Petition, joined.UNIT]:
    statement = joined.with_unit(select(Petition, joined.UNIT), Petition.tenant_id, Petition.unit_id)
    wanted = statement.where(Petition.tenant_id == TENANT, Petition.id == bindparam("id"))
    return wanted.with_for_update(of=Petition)


async def lock_all(session: Session, petition_ids: Collection[uuid.UUID]) -> Sequence[Petition]:
    """Lock petitions in the order of their ids, so that no two writers wait in a circle."""
    rows = await session.scalars(
        select(Petition)
        .where(Petition.tenant_id == session.info["tenant_id"], Petition.id.in_(petition_ids))
        .order_by(Petition.id)
        .with_for_update()
    )
    return rows.all()


def touch(petition: Petition) -> None:
    """Count a change of its entries, so that a stale page is noticed."""
    flag_modified(petition, "closed_at")


async def open_by_units(session: Session, unit_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Petition]:
    """Read the open petition of each unit (loader batch)."""
    rows = await session.scalars(
        select(Petition).where(
            Petition.tenant_id == session.info["tenant_id"],
            Petition.unit_id.in_(unit_ids),
            Petition.closed_at.is_(None),
        )
    )
    return {row.unit_id: row for row in rows}


async def count_open(session: Session, unit_ids: Collection[uuid.UUID]) -> int:
    """Count the open petitions of some units."""
    statement = select(func.count()).where(
        Petition.tenant_id == session.info["tenant_id"],
        one_of(Petition.unit_id, unit_ids),
        Petition.closed_at.is_(None),
    )
    return int(await session.scalar(statement) or 0)


async def close_open(session: Session, unit_id: uuid.UUID, now: datetime) -> uuid.UUID | None:
    """Close the unit's open petition, if it has one, and tell which it was."""
    return await session.scalar(
        update(Petition)
        .where(
            Petition.tenant_id == session.info["tenant_id"],
            Petition.unit_id == unit_id,
            Petition.closed_at.is_(None),
        )
        .values(closed_at=now, revision=Petition.revision + 1)
        .returning(Petition.id)
    )


async def resting_of(session: Session, unit_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Resting]:
    """Find the petition on which the name of each unit rests: the last that had closed when it was given or renewed.

    None for units without a name (loader batch).
    """
    given = select_given(session, unit_ids).subquery()
    rows = await session.execute(
        select(Petition.unit_id, Petition.id, given.c.version)
        .ext(distinct_on(Petition.unit_id))
        .join(given, (given.c.unit_id == Petition.unit_id) & (Petition.closed_at <= given.c.at))
        .where(Petition.tenant_id == session.info["tenant_id"])
        .order_by(Petition.unit_id, Petition.closed_at.desc(), Petition.id.desc())
    )
    return {unit_id: Resting(petition_id, version) for unit_id, petition_id, version in rows}
