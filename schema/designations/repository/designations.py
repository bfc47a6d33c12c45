"""Every statement on designations and their numbers."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Uuid,
    and_,
    any_,
    false,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from schema.designations.rules import HELD, Standing, State
from schema.designations.tables import Designation, DesignationChange, DesignationCounter
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.keyset import count_rows, read_page
from schema.frame.locking import lock_row
from schema.frame.pagination import Page, Slice
from schema.frame.text import is_storable
from schema.units.repository import within
from schema.units.tables import Unit
from tenants.base import new_id
from tenants.database import Session


@dataclass(frozen=True, slots=True)
class DesignationFilter:
    """Which designations a list holds: of units in `scopes`, optionally below a path, of a kind, standing so.

    With `shown_on` only those the public sees on that day, and whose validity has not run out; with `expiring_by`
    only those held whose last day is that day or earlier.
    """

    scopes: tuple[str, ...]
    under: str | None = None
    kind: str | None = None
    statuses: Collection[str] | None = None
    shown_on: date | None = None
    expiring_by: date | None = None


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
    rows = await session.execute(
        select(DesignationChange.application_id, Designation)
        .join(
            Designation,
            and_(
                Designation.tenant_id == DesignationChange.tenant_id,
                Designation.id == DesignationChange.designation_id,
            ),
        )
        .where(
            DesignationChange.tenant_id == session.info["tenant_id"],
            DesignationChange.application_id.in_(ids),
        )
    )
    return {application_id: row for application_id, row in rows if application_id is not None}


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
class Borne:
    """A name with its unit: how it stands, where, under which version, and from when the public sees it."""

    standing: Standing
    path: str
    kind: str
    version: uuid.UUID
    public_from: date


async def borne_by_ids(session: Session, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Borne]:
    """Read how many names stand, each with its unit."""
    rows = await session.execute(
        select(
            Designation.id,
            Designation.status,
            Unit.path,
            Unit.kind,
            Designation.guideline_version_id,
            Designation.public_from,
        )
        .join(Unit, (Unit.tenant_id == Designation.tenant_id) & (Unit.id == Designation.unit_id))
        .where(
            Designation.tenant_id == session.info["tenant_id"],
            Designation.id == any_(literal(list(ids), ARRAY(Uuid))),
        )
    )
    return {
        id_: Borne(Standing(status), path, kind, version, shown)
        for id_, status, path, kind, version, shown in rows
    }


async def set_state(
    session: Session, ids: Collection[uuid.UUID], state: State, ended_on: date | None
) -> None:
    """Let many designations stand the same way, in one statement."""
    await session.execute(
        update(Designation)
        .where(
            Designation.tenant_id == session.info["tenant_id"],
            Designation.id == any_(literal(list(ids), ARRAY(Uuid))),
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


def _matching(session: Session, wanted: DesignationFilter) -> Select[Designation]:
    statement = (
        select(Designation)
        .join(Unit, (Unit.tenant_id == Designation.tenant_id) & (Unit.id == Designation.unit_id))
        .where(Designation.tenant_id == session.info["tenant_id"], within(Unit.path, wanted.scopes))
    )
    if wanted.under is not None:
        statement = statement.where(within(Unit.path, [wanted.under]))
    if wanted.kind is not None and not is_storable(wanted.kind):
        return statement.where(false())
    if wanted.kind is not None:
        statement = statement.where(Unit.kind == wanted.kind)
    if wanted.statuses is not None:
        statement = statement.where(Designation.status.in_(wanted.statuses))
    if wanted.shown_on is not None:
        statement = statement.where(Designation.public_from <= wanted.shown_on, valid_on(wanted.shown_on))
    if wanted.expiring_by is not None:
        statement = statement.where(
            Designation.status.in_(HELD), Designation.valid_until <= wanted.expiring_by
        )
    return statement


def valid_on(day: date) -> ColumnElement[bool]:
    """Say in SQL that the validity of a name has not run out on a day."""
    return or_(Designation.valid_until.is_(None), Designation.valid_until >= day)


async def list_designations(session: Session, wanted: DesignationFilter, page: Page) -> Slice[Designation]:
    """List designations, newest first."""
    return await read_page(session, _matching(session, wanted), [Designation.id], page, descending=True)


async def count_designations(session: Session, wanted: DesignationFilter) -> int:
    """Count the designations of a filter."""
    return await count_rows(session, _matching(session, wanted))
