"""Every statement on petitions and their rolls."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, Select, Uuid, and_, any_, func, insert, literal, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm.attributes import flag_modified

from schema.designations.rules import HELD
from schema.designations.tables import Designation, DesignationChange
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.keyset import count_rows, read_page
from schema.frame.locking import lock_row
from schema.frame.pagination import Page, Slice
from schema.frame.statements import one_of
from schema.petitions.rules import Answer, Signatory, Tally, tally
from schema.petitions.tables import Petition, PetitionEntry
from schema.residents.tables import Household, Resident
from schema.units.repository import within
from schema.units.tables import Unit
from tenants.base import new_id
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
        raise DomainError(ErrorCode.NOT_FOUND, "联名申请不存在。", field=("petition",))
    return row


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


async def copy_roll(session: Session, petition_id: uuid.UUID, path: str) -> int:
    """Freeze the roster of a subtree as the petition's roll; return how many households it has.

    One statement whatever the number, so entry ids come from the database; lists follow `household_id`, which
    is in order of registration.
    """
    tenant_id = session.info["tenant_id"]
    households = (
        select(
            Household.tenant_id,
            func.gen_random_uuid(),
            literal(petition_id),
            Household.id,
            literal(Answer.PENDING.value),
        )
        .join(Unit, and_(Unit.tenant_id == Household.tenant_id, Unit.id == Household.unit_id))
        .where(Household.tenant_id == tenant_id, Household.departed_on.is_(None), within(Unit.path, [path]))
    )
    columns = ["tenant_id", "id", "petition_id", "household_id", "answer"]
    copied = await session.execute(
        insert(PetitionEntry).from_select(columns, households, include_defaults=False)
    )
    return int(copied.rowcount)  # type: ignore[attr-defined]  # a DML's CursorResult


async def close_open(session: Session, unit_id: uuid.UUID, now: datetime) -> None:
    """Close the unit's open petition, if it has one."""
    await session.execute(
        update(Petition)
        .where(
            Petition.tenant_id == session.info["tenant_id"],
            Petition.unit_id == unit_id,
            Petition.closed_at.is_(None),
        )
        .values(closed_at=now, revision=Petition.revision + 1)
    )


async def tallies_of(session: Session, petition_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Tally]:
    """Count the rolls of petitions by answer (loader batch)."""
    rows = await session.execute(
        select(PetitionEntry.petition_id, PetitionEntry.answer, func.count())
        .where(
            PetitionEntry.tenant_id == session.info["tenant_id"],
            PetitionEntry.petition_id.in_(petition_ids),
        )
        .group_by(PetitionEntry.petition_id, PetitionEntry.answer)
    )
    counts: dict[uuid.UUID, dict[str, int]] = {petition_id: {} for petition_id in petition_ids}
    for petition_id, answer, number in rows:
        counts[petition_id][answer] = number
    return {petition_id: tally(counted) for petition_id, counted in counts.items()}


async def resting_of(session: Session, unit_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Resting]:
    """Find the petition on which the name of each unit rests: the last that had closed when it was given or renewed.

    None for units without a name (loader batch).
    """
    tenant_id = session.info["tenant_id"]
    given = (
        select(
            Designation.unit_id,
            Designation.guideline_version_id.label("version"),
            func.max(DesignationChange.at).label("at"),
        )
        .join(
            DesignationChange,
            and_(
                DesignationChange.tenant_id == Designation.tenant_id,
                DesignationChange.designation_id == Designation.id,
            ),
        )
        .where(
            Designation.tenant_id == tenant_id,
            Designation.unit_id.in_(unit_ids),
            Designation.status.in_(HELD),
            DesignationChange.change.in_(["named", "renewed"]),
        )
        .group_by(Designation.unit_id, Designation.guideline_version_id)
        .subquery()
    )
    rows = await session.execute(
        select(Petition.unit_id, Petition.id, given.c.version)
        .ext(distinct_on(Petition.unit_id))
        .join(given, and_(given.c.unit_id == Petition.unit_id, Petition.closed_at <= given.c.at))
        .where(Petition.tenant_id == tenant_id)
        .order_by(Petition.unit_id, Petition.closed_at.desc(), Petition.id.desc())
    )
    return {unit_id: Resting(petition_id, version) for unit_id, petition_id, version in rows}


async def lock_all(session: Session, petition_ids: Collection[uuid.UUID]) -> Sequence[Petition]:
    """Lock petitions in the order of their ids, so that no two writers wait in a circle."""
    rows = await session.scalars(
        select(Petition)
        .where(Petition.tenant_id == session.info["tenant_id"], Petition.id.in_(petition_ids))
        .order_by(Petition.id)
        .with_for_update()
    )
    return rows.all()


async def join_rolls(
    session: Session, petition_ids: Collection[uuid.UUID], household_ids: Collection[uuid.UUID]
) -> None:
    """Put households on rolls; they have not answered yet, also those that were on one and come back."""
    rows = [
        {
            "tenant_id": session.info["tenant_id"],
            "id": new_id(),
            "petition_id": petition_id,
            "household_id": household_id,
            "answer": Answer.PENDING.value,
        }
        for petition_id in petition_ids
        for household_id in household_ids
    ]
    if not rows:
        return
    anew = {"answer": Answer.PENDING.value} | dict.fromkeys(
        ("signatory_id", "authorisation", "evidence", "recorded_by", "recorded_at", "confirmed_by")
    )
    statement = postgresql.insert(PetitionEntry).on_conflict_do_update(
        index_elements=["tenant_id", "petition_id", "household_id"], set_=anew
    )
    await session.execute(statement, rows, execution_options={"synchronize_session": False})


async def leave_rolls(
    session: Session, petition_ids: Collection[uuid.UUID], household_ids: Collection[uuid.UUID]
) -> Sequence[uuid.UUID]:
    """Take households off rolls; tell off which, once for each. What they had signed stays readable."""
    rows = await session.scalars(
        update(PetitionEntry)
        .where(
            PetitionEntry.tenant_id == session.info["tenant_id"],
            PetitionEntry.petition_id.in_(petition_ids),
            PetitionEntry.household_id == any_(literal(list(household_ids), ARRAY(Uuid))),
        )
        .values(answer=Answer.DEPARTED.value)
        .returning(PetitionEntry.petition_id)
        .execution_options(synchronize_session=False)
    )
    return rows.all()


async def last_tally_of_unit(session: Session, unit_id: uuid.UUID) -> Tally | None:
    """Count the roll of the unit's latest petition, open or closed: what a name it bears rests on."""
    latest = await session.scalar(
        select(Petition.id)
        .where(Petition.tenant_id == session.info["tenant_id"], Petition.unit_id == unit_id)
        .order_by(Petition.opened_at.desc(), Petition.id.desc())
        .limit(1)
    )
    return (await tallies_of(session, [latest]))[latest] if latest is not None else None


async def entries_by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, PetitionEntry]:
    """Read entries by id (loader batch)."""
    rows = await session.scalars(
        select(PetitionEntry).where(
            PetitionEntry.tenant_id == session.info["tenant_id"], PetitionEntry.id.in_(ids)
        )
    )
    return {row.id: row for row in rows}


async def entries_of(
    session: Session, petition_id: uuid.UUID, household_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, PetitionEntry]:
    """Read the entries of households on a petition's roll, by household."""
    rows = await session.scalars(
        select(PetitionEntry).where(
            PetitionEntry.tenant_id == session.info["tenant_id"],
            PetitionEntry.petition_id == petition_id,
            PetitionEntry.household_id.in_(household_ids),
        )
    )
    return {row.household_id: row for row in rows}


async def signatories(session: Session, resident_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Signatory]:
    """Read where residents live and when they were born."""
    rows = await session.execute(
        select(Resident.id, Resident.household_id, Resident.born_on).where(
            Resident.tenant_id == session.info["tenant_id"],
            Resident.id.in_(resident_ids),
            Resident.departed_on.is_(None),
        )
    )
    return {resident_id: Signatory(household_id, born_on) for resident_id, household_id, born_on in rows}


def _entries(session: Session, petition_id: uuid.UUID, answers: Collection[str] | None) -> Select[Any]:
    statement = select(PetitionEntry).where(
        PetitionEntry.tenant_id == session.info["tenant_id"], PetitionEntry.petition_id == petition_id
    )
    if answers is None:
        return statement.where(PetitionEntry.answer != Answer.DEPARTED.value)
    return statement.where(PetitionEntry.answer.in_(answers))


async def list_entries(
    session: Session, petition_id: uuid.UUID, answers: Collection[str] | None, page: Page
) -> Slice[PetitionEntry]:
    """List the roll in order of registration, or with some answers only; who departed only if asked for."""
    return await read_page(
        session, _entries(session, petition_id, answers), [PetitionEntry.household_id], page
    )


async def count_entries(session: Session, petition_id: uuid.UUID, answers: Collection[str] | None) -> int:
    """Count the roll, optionally with some answers only."""
    return await count_rows(session, _entries(session, petition_id, answers))


async def open_tallies(session: Session, unit_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Tally]:
    """Count the roll of the open petition of each unit that has one."""
    on_roll = and_(PetitionEntry.tenant_id == Petition.tenant_id, PetitionEntry.petition_id == Petition.id)
    rows = await session.execute(
        select(Petition.unit_id, PetitionEntry.answer, func.count(PetitionEntry.id))
        .outerjoin(PetitionEntry, on_roll)
        .where(
            Petition.tenant_id == session.info["tenant_id"],
            Petition.closed_at.is_(None),
            one_of(Petition.unit_id, unit_ids),
        )
        .group_by(Petition.unit_id, PetitionEntry.answer)
    )
    counts: dict[uuid.UUID, dict[str, int]] = {}
    for unit_id, answer, number in rows:
        counts.setdefault(unit_id, {})[answer or ""] = number
    return {unit_id: tally(counted) for unit_id, counted in counts.items()}
