"""Which claimed vacancies wait for an official: to be confirmed or refused by somebody other than who claimed them."""

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, or_, select

from authz.context import OperationContext
from schema.frame.keyset import count_rows, read_page
from schema.frame.pagination import Page, Slice
from schema.frame.statements import one_of
from schema.guidelines.repository import editions_by_ids
from schema.petitions.readable import SETTLING_CLAIMS
from schema.petitions.repository import resting_of
from schema.petitions.rules import Answer, quorum_of
from schema.petitions.tables import Petition, PetitionEntry
from schema.units.repository import within
from schema.units.tables import Unit
from tenants.database import Session


async def closed_but_answering(session: Session, keys: list[str]) -> Mapping[str, Collection[uuid.UUID]]:
    """Find the petitions with a claim that closed and still take answers: a name rests on their living rolls.

    Read once for a whole request (loader batch).
    """
    rows = await session.execute(
        select(Petition.id, Petition.unit_id, Unit.kind)
        .distinct()
        .join(PetitionEntry, _of_petition())
        .join(Unit, (Unit.tenant_id == Petition.tenant_id) & (Unit.id == Petition.unit_id))
        .where(
            Petition.tenant_id == session.info["tenant_id"],
            Petition.closed_at.is_not(None),
            PetitionEntry.answer == Answer.VACANCY_CLAIMED,
        )
    )
    closed = [(row[0], row[1], row[2]) for row in rows]
    found: list[uuid.UUID] = []
    if closed:
        resting = await resting_of(session, [unit_id for _, unit_id, _ in closed])
        editions = await editions_by_ids(session, list({each.version for each in resting.values()}))
        found = [
            petition_id
            for petition_id, unit_id, kind in closed
            if unit_id in resting
            and resting[unit_id].petition_id == petition_id
            and quorum_of(editions[resting[unit_id].version].guideline.criteria, kind) is not None
        ]
    return dict.fromkeys(keys, found)


async def list_claims(
    session: Session, context: OperationContext, answering: Collection[uuid.UUID], page: Page
) -> Slice[PetitionEntry]:
    """Read a page of the claims that wait for the caller, longest waiting first; `answering` closed and still count."""
    statement = _claims(session, context, answering)
    order: Any = [PetitionEntry.recorded_at, PetitionEntry.id]
    return await read_page(session, statement, order, page)


async def count_claims(session: Session, context: OperationContext, answering: Collection[uuid.UUID]) -> int:
    """Count the claims that wait for the caller; `answering` are petitions that closed and still count."""
    return await count_rows(session, _claims(session, context, answering))


def _claims(
    session: Session, context: OperationContext, answering: Collection[uuid.UUID]
) -> Select[PetitionEntry]:
    return (
        select(PetitionEntry)
        .join(Petition, _of_petition())
        .join(Unit, (Unit.tenant_id == Petition.tenant_id) & (Unit.id == Petition.unit_id))
        .where(
            PetitionEntry.tenant_id == session.info["tenant_id"],
            PetitionEntry.answer == Answer.VACANCY_CLAIMED,
            PetitionEntry.recorded_by != context.actor.id,
            or_(Petition.closed_at.is_(None), one_of(Petition.id, answering)),
            *(within(Unit.path, context.scopes_for(action)) for action in SETTLING_CLAIMS),
        )
    )


def _of_petition() -> Any:
    return (Petition.tenant_id == PetitionEntry.tenant_id) & (Petition.id == PetitionEntry.petition_id)
