"""Every statement on designations and their numbers."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Select, and_, func, select, update
from sqlalchemy.dialects.postgresql import insert

from schema.designations.rules import HELD, Standing, State
from schema.designations.tables import Designation, DesignationChange, DesignationCounter
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.locking import lock_row
from schema.frame.statements import TENANT, given, named_ids, one_of
from schema.units.repository import joined
from tenants.base import new_id
from tenants.database import Session


async def next_number(session: Session, series: str) -> int:
    """Take the next number of a series; whoever takes one too waits for this transaction, so none is lost."""
    statement = (
        insert(DesignationCounter)
        .values(tenant_id=session.info["tenant_id"], id=new_id(), series=series, latest=1)
        .on_conflict_do_update(
            index_elements=["tenant_id", "series"], set_={"latest": DesignationCounter.latest + 1}
        )
        .returning(DesignationCounter.latest)
    )
    return (await session.execute(statement)).scalar_one()


async def list_held(session: Session) -> Sequence[Designation]:
    """List the designations borne now in the whole tenant, in force or suspended."""
    rows = await session.scalars(
        select(Designation).where(
            Designation.tenant_id == session.info["tenant_id"], Designation.status.in_(HELD)
        )
    )
    return rows.all()


async def held_by_units(session: Session, unit_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Designation]:
    """Read the designation each unit bears now, in force or suspended (loader batch)."""
    rows = await session.scalars(
        select(Designation).where(
            Designation.tenant_id == session.info["tenant_id"],
            Designation.unit_id.in_(unit_ids),
            Designation.status.in_(HELD),
        )
    )
    return {row.unit_id: row for row in rows}


async def lock_held_by_units(
    session: Session, unit_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, Designation]:
    """Lock the designations units hold, in force or suspended, in the order of their ids."""
    rows = await session.scalars(
        select(Designation)
        .where(
            Designation.tenant_id == session.info["tenant_id"],
            Designation.unit_id.in_(unit_ids),
            Designation.status.in_(HELD),
        )
        .order_by(Designation.id)
        .with_for_update()
    )
    return {row.unit_id: row for row in rows}


async def of_unit(session: Session, unit_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, list[Designation]]:
    """Read all designations units ever had, newest first (loader batch)."""
    rows = await session.scalars(
        select(Designation)
        .where(Designation.tenant_id == session.info["tenant_id"], Designation.unit_id.in_(unit_ids))
        .order_by(Designation.id.desc())
    )
    found: dict[uuid.UUID, list[Designation]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return found


async def by_applications(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Designation]:
    """Read the designation each application led to, gave, renewed or raised to a tier (loader batch)."""
    rows = await session.execute(_of_applications(), given(session, applications=ids))
    return {application_id: row for application_id, row in rows if application_id is not None}


@cache
def _of_applications() -> Select[uuid.UUID | None, Designation]:
    return (
        select(DesignationChange.application_id, Designation)
        .join(
            Designation,
            and_(
                Designation.tenant_id == DesignationChange.tenant_id,
                Designation.id == DesignationChange.designation_id,
            ),
        )
        .where(
            DesignationChange.tenant_id == TENANT,
            DesignationChange.application_id == named_ids("applications"),
        )
    )


async def by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Designation]:
    """Read designations by id (loader batch)."""
    rows = await session.scalars(
        select(Designation).where(Designation.tenant_id == session.info["tenant_id"], Designation.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def lock(session: Session, designation_id: uuid.UUID) -> Designation:
    """Read a designation for writing, or refuse with NOT_FOUND."""
    row = await lock_row(session, Designation, designation_id)
    if row is None:
        raise unknown()
    return row


def unknown() -> DomainError:
    """Refuse a designation that is not there, or that the viewer may not know of."""
    return DomainError(ErrorCode.NOT_FOUND, "名称不存在。", field=("designation",))


@dataclass(frozen=True, slots=True)
class Placed:
    """A name with its unit: how it stands, where, under which version, from when the public sees it.

    `changes` is how many its history has.
    """

    unit_id: uuid.UUID
    parent_id: uuid.UUID | None
    standing: Standing
    path: str
    kind: str
    version: uuid.UUID
    public_from: date
    changes: int


async def placed_by_ids(session: Session, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Placed]:
    """Read how many names stand, each with its unit."""
    latest = select(func.coalesce(func.max(DesignationChange.ordinal), 0)).where(
        DesignationChange.tenant_id == Designation.tenant_id,
        DesignationChange.designation_id == Designation.id,
    )
    columns = select(
        Designation.id,
        Designation.unit_id,
        joined.PARENT_ID,
        Designation.status,
        joined.PATH,
        joined.KIND,
        Designation.guideline_version_id,
        Designation.public_from,
        latest.scalar_subquery(),
    )
    rows = await session.execute(
        joined.with_unit(columns, Designation.tenant_id, Designation.unit_id).where(
            Designation.tenant_id == session.info["tenant_id"], one_of(Designation.id, ids)
        )
    )
    return {
        id_: Placed(unit_id, parent_id, Standing(status), path, kind, version, shown, changes)
        for id_, unit_id, parent_id, status, path, kind, version, shown, changes in rows
    }


async def set_state(
    session: Session, ids: Collection[uuid.UUID], state: State, ended_on: date | None
) -> None:
    """Let many designations stand the same way, in one statement."""
    await session.execute(
        update(Designation)
        .where(
            Designation.tenant_id == session.info["tenant_id"],
            one_of(Designation.id, ids),
        )
        .values(
            status=state.standing.value,
            warned_for=sorted(state.warned_for),
            suspended_for=sorted(state.suspended_for),
            ended_on=ended_on,
            revision=Designation.revision + 1,
        )
        .execution_options(synchronize_session=False)
    )


async def move_to_version(session: Session, ids: Collection[uuid.UUID], version: uuid.UUID) -> None:
    """Let many designations stand under a version of the guideline, in one statement."""
    await session.execute(
        update(Designation)
        .where(Designation.tenant_id == session.info["tenant_id"], one_of(Designation.id, ids))
        .values(guideline_version_id=version, revision=Designation.revision + 1)
        .execution_options(synchronize_session=False)
    )
