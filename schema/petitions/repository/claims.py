"""Every statement on claimed vacancies that wait to be confirmed or refused."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, and_, false, func, or_, select

from schema.frame.keyset import count_rows, read_page
from schema.frame.pagination import Page, Slice
from schema.frame.statements import one_of
from schema.guidelines.repository import editions_by_ids
from schema.petitions.repository.petitions import resting_of
from schema.petitions.rules import Answer, quorum_of
from schema.petitions.tables import Petition, PetitionEntry
from schema.units import repository as units
from tenants.database import Session

Scopes = Sequence[Sequence[str]]
"""For each of several permissions, the paths below which the caller has it."""


async def claims_waiting(session: Session, petition_id: uuid.UUID) -> tuple[bool, bool]:
    """Tell of a petition whether a claim waits for a second person, and whether a refused one is to be asked anew."""
    claimed = PetitionEntry.answer == Answer.VACANCY_CLAIMED
    refused = and_(PetitionEntry.vacancy_refusal.is_not(None), PetitionEntry.answer == Answer.PENDING)
    row = await session.execute(
        select(
            func.coalesce(func.bool_or(claimed), false()), func.coalesce(func.bool_or(refused), false())
        ).where(
            PetitionEntry.tenant_id == session.info["tenant_id"], PetitionEntry.petition_id == petition_id
        )
    )
    waiting, anew = row.one()
    return waiting, anew


async def closed_but_answering(session: Session, keys: list[str]) -> Mapping[str, Collection[uuid.UUID]]:
    """Find the petitions with a claim that closed and still take answers: a name rests on their living rolls.

    Read once for a whole request (loader batch).
    """
    rows = await session.execute(
        select(Petition.id, Petition.unit_id)
        .distinct()
        .join(PetitionEntry, _on_roll())
        .where(
            Petition.tenant_id == session.info["tenant_id"],
            Petition.closed_at.is_not(None),
            PetitionEntry.answer == Answer.VACANCY_CLAIMED,
        )
    )
    closed = {row[0]: row[1] for row in rows}
    return dict.fromkeys(keys, await _living(session, closed) if closed else ())


async def _living(session: Session, closed: Mapping[uuid.UUID, uuid.UUID]) -> Collection[uuid.UUID]:
    """Tell of petitions that closed, given with their units, which a name rests on by a roll that lives."""
    places = await units.by_ids(session, list(set(closed.values())))
    resting = await resting_of(session, list(places))
    editions = await editions_by_ids(session, list({each.version for each in resting.values()}))
    return [
        each.petition_id
        for unit_id, each in resting.items()
        if each.petition_id in closed
        and quorum_of(editions[each.version].guideline.criteria, places[unit_id].kind) is not None
    ]


async def list_claims(
    session: Session,
    scopes: Scopes,
    but_by: uuid.UUID | None,
    answering: Collection[uuid.UUID],
    page: Page,
) -> Slice[PetitionEntry]:
    """Read a page of the claims made by others in places, longest waiting first; `answering` closed and still count."""
    order: Any = [PetitionEntry.recorded_at, PetitionEntry.id]
    return await read_page(session, _claims(session, scopes, but_by, answering), order, page)


async def count_claims(
    session: Session, scopes: Scopes, but_by: uuid.UUID | None, answering: Collection[uuid.UUID]
) -> int:
    """Count the claims made by others in places; `answering` are petitions that closed and still count."""
    return await count_rows(session, _claims(session, scopes, but_by, answering))


def _claims(
    session: Session, scopes: Scopes, but_by: uuid.UUID | None, answering: Collection[uuid.UUID]
) -> Select[PetitionEntry]:
    return (
        select(PetitionEntry)
        .join(Petition, _on_roll())
        .where(
            PetitionEntry.tenant_id == session.info["tenant_id"],
            PetitionEntry.answer == Answer.VACANCY_CLAIMED,
            PetitionEntry.recorded_by != but_by,
            or_(Petition.closed_at.is_(None), one_of(Petition.id, answering)),
            *(units.in_area(session, Petition.unit_id, paths) for paths in scopes),
        )
    )


def _on_roll() -> Any:
    return (Petition.tenant_id == PetitionEntry.tenant_id) & (Petition.id == PetitionEntry.petition_id)
