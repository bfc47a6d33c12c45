"""Every statement that counts the rolls of petitions."""

import uuid
from collections.abc import Mapping

from sqlalchemy import func, select

from schema.petitions.repository.petitions import open_by_units
from schema.petitions.rules import Tally, tally
from schema.petitions.tables import Petition, PetitionEntry
from tenants.database import Session


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


async def tally_of_unit(session: Session, unit_id: uuid.UUID) -> Tally | None:
    """Count the roll of the unit's open petition; None if there is none."""
    petition = (await open_by_units(session, [unit_id])).get(unit_id)
    return (await tallies_of(session, [petition.id]))[petition.id] if petition is not None else None


async def last_tally_of_unit(session: Session, unit_id: uuid.UUID) -> Tally | None:
    """Count the roll of the unit's latest petition, open or closed: what a name it bears rests on."""
    latest = await session.scalar(
        select(Petition.id)
        .where(Petition.tenant_id == session.info["tenant_id"], Petition.unit_id == unit_id)
        .order_by(Petition.opened_at.desc(), Petition.id.desc())
        .limit(1)
    )
    return (await tallies_of(session, [latest]))[latest] if latest is not None else None
