"""Every statement on the rolls of petitions: which households are on one, and what they answered."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, literal, select, update
from sqlalchemy.dialects import postgresql

from schema.frame.keyset import count_rows, read_page
from schema.frame.pagination import Page, Slice
from schema.frame.statements import TENANT, given, named_ids, one_of
from schema.petitions.rules import Answer
from schema.petitions.tables import PetitionEntry
from schema.residents.repository import select_homes
from tenants.base import new_id
from tenants.database import Session

_UNANSWERED: Mapping[str, Any] = dict.fromkeys(
    (
        "signatory_id",
        "authorisation",
        "evidence",
        "recorded_by",
        "recorded_at",
        "confirmed_by",
        "vacancy_refusal",
    )
)
"""What an entry holds that was not answered."""


async def copy_roll(session: Session, petition_id: uuid.UUID, path: str) -> int:
    """Freeze the roster of a subtree as the petition's roll; return how many households it has.

    One statement whatever the number, so entry ids come from the database; lists follow `household_id`, which
    is in order of registration.
    """
    homes = select_homes(session, path).subquery()
    pending = select(
        homes.c.tenant_id,
        func.gen_random_uuid(),
        literal(petition_id),
        homes.c.id,
        literal(Answer.PENDING.value),
    )
    columns = ["tenant_id", "id", "petition_id", "household_id", "answer"]
    copied = await session.execute(
        insert(PetitionEntry).from_select(columns, pending, include_defaults=False)
    )
    return int(copied.rowcount)  # type: ignore[attr-defined]  # a DML's CursorResult


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
    anew = {"answer": Answer.PENDING.value, **_UNANSWERED}
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
            one_of(PetitionEntry.household_id, household_ids),
        )
        .values(answer=Answer.DEPARTED.value)
        .returning(PetitionEntry.petition_id)
        .execution_options(synchronize_session=False)
    )
    return rows.all()


async def households_on(session: Session, petition_id: uuid.UUID) -> set[uuid.UUID]:
    """List the households on a roll that did not depart from it."""
    rows = await session.scalars(
        _entries(session, petition_id, None).with_only_columns(PetitionEntry.household_id)
    )
    return set(rows)


async def ask_anew(
    session: Session,
    petition_ids: Collection[uuid.UUID],
    household_id: uuid.UUID,
    answers: Collection[str],
    signatory_id: uuid.UUID | None = None,
) -> Sequence[uuid.UUID]:
    """Let a household that gave one of some answers, or signed by somebody, not have answered; tell on which rolls."""
    statement = update(PetitionEntry).where(
        PetitionEntry.tenant_id == session.info["tenant_id"],
        PetitionEntry.petition_id.in_(petition_ids),
        PetitionEntry.household_id == household_id,
        PetitionEntry.answer.in_(answers),
    )
    if signatory_id is not None:
        statement = statement.where(PetitionEntry.signatory_id == signatory_id)
    rows = await session.scalars(
        statement.values(answer=Answer.PENDING.value, **_UNANSWERED)
        .returning(PetitionEntry.petition_id)
        .execution_options(synchronize_session=False)
    )
    return rows.all()


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
        _of_households(), given(session, petition=petition_id, households=list(household_ids))
    )
    return {row.household_id: row for row in rows}


@cache
def _of_households() -> Select[PetitionEntry]:
    return select(PetitionEntry).where(
        PetitionEntry.tenant_id == TENANT,
        PetitionEntry.petition_id == bindparam("petition"),
        PetitionEntry.household_id == named_ids("households"),
    )


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
