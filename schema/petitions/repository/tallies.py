"""Every statement that counts the rolls of petitions."""

import uuid
from collections.abc import Collection, Mapping
from functools import cache

from sqlalchemy import Select, and_, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from schema.frame.statements import TENANT, given, named_ids, one_of
from schema.petitions.rules import Tally, tally
from schema.petitions.tables import Petition, PetitionEntry
from tenants.database import Session


async def tallies_of(session: Session, petition_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Tally]:
    """Count the rolls of petitions by answer (loader batch)."""
    rows = await session.execute(_rolls(), given(session, petitions=petition_ids))
    counts: dict[uuid.UUID, dict[str, int]] = {petition_id: {} for petition_id in petition_ids}
    for petition_id, answer, number in rows:
        counts[petition_id][answer] = number
    return {petition_id: tally(counted) for petition_id, counted in counts.items()}


async def last_tally_of_unit(session: Session, unit_id: uuid.UUID) -> Tally | None:
    """Count the roll of the unit's latest petition, open or closed: what a name it bears rests on."""
    latest = await session.scalar(
        select(Petition.id)
        .where(Petition.tenant_id == session.info["tenant_id"], Petition.unit_id == unit_id)
        .order_by(Petition.opened_at.desc(), Petition.id.desc())
        .limit(1)
    )
    return (await tallies_of(session, [latest]))[latest] if latest is not None else None


async def open_tallies(session: Session, unit_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Tally]:
    """Count the roll of the open petition of each unit that has one."""
    rows = await session.execute(_open_rolls(), given(session, units=list(unit_ids)))
    counts: dict[uuid.UUID, dict[str, int]] = {}
    for unit_id, answer, number in rows:
        counts.setdefault(unit_id, {})[answer or ""] = number
    return {unit_id: tally(counted) for unit_id, counted in counts.items()}


@cache
def _rolls() -> Select[uuid.UUID, str, int]:
    return (
        select(PetitionEntry.petition_id, PetitionEntry.answer, func.count())
        .where(PetitionEntry.tenant_id == TENANT, PetitionEntry.petition_id == named_ids("petitions"))
        .group_by(PetitionEntry.petition_id, PetitionEntry.answer)
    )


@cache
def _open_rolls() -> Select[uuid.UUID, str, int]:
    on_roll = and_(PetitionEntry.tenant_id == TENANT, PetitionEntry.petition_id == Petition.id)
    return (
        select(Petition.unit_id, PetitionEntry.answer, func.count(PetitionEntry.id))
        .outerjoin(PetitionEntry, on_roll)
        .where(
            Petition.tenant_id == TENANT, Petition.closed_at.is_(None), Petition.unit_id == named_ids("units")
        )
        .group_by(Petition.unit_id, PetitionEntry.answer)
    )


async def last_tallies(session: Session, unit_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Tally]:
    """Count the roll of the latest petition of each unit that ever had one, as `last_tally_of_unit` does."""
    tenant_id = session.info["tenant_id"]
    latest = (
        select(Petition.unit_id, Petition.id)
        .ext(distinct_on(Petition.unit_id))
        .where(Petition.tenant_id == tenant_id, one_of(Petition.unit_id, unit_ids))
        .order_by(Petition.unit_id, Petition.opened_at.desc(), Petition.id.desc())
        .subquery()
    )
    on_roll = and_(PetitionEntry.tenant_id == tenant_id, PetitionEntry.petition_id == latest.c.id)
    rows = await session.execute(
        select(latest.c.unit_id, PetitionEntry.answer, func.count(PetitionEntry.id))
        .outerjoin(PetitionEntry, on_roll)
        .group_by(latest.c.unit_id, PetitionEntry.answer)
    )
    counts: dict[uuid.UUID, dict[str, int]] = {}
    for unit_id, answer, number in rows:
        counts.setdefault(unit_id, {})[answer or ""] = number
    return {unit_id: tally(counted) for unit_id, counted in counts.items()}
