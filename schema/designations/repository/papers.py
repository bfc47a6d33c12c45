"""Every statement on the certificates and plaques of names: append-only, oldest first."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from schema.designations.tables import DesignationCertificate, PlaqueMove
from tenants.database import Session


async def certificates_of(
    session: Session, ids: list[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[DesignationCertificate]]:
    """Read all certificates of names, the first edition first (loader batch)."""
    rows = await session.scalars(
        select(DesignationCertificate)
        .where(
            DesignationCertificate.tenant_id == session.info["tenant_id"],
            DesignationCertificate.designation_id.in_(ids),
        )
        .order_by(DesignationCertificate.designation_id, DesignationCertificate.edition)
    )
    found: dict[uuid.UUID, list[DesignationCertificate]] = defaultdict(list)
    for row in rows:
        found[row.designation_id].append(row)
    return found


async def plaque_moves_of(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[PlaqueMove]]:
    """Read what happened to the plaques of names, oldest first (loader batch)."""
    rows = await session.scalars(
        select(PlaqueMove)
        .where(PlaqueMove.tenant_id == session.info["tenant_id"], PlaqueMove.designation_id.in_(ids))
        .order_by(PlaqueMove.designation_id, PlaqueMove.ordinal)
    )
    found: dict[uuid.UUID, list[PlaqueMove]] = defaultdict(list)
    for row in rows:
        found[row.designation_id].append(row)
    return found


async def next_plaque_ordinal(session: Session, designation_id: uuid.UUID) -> int:
    """Tell the ordinal of what happens next to a plaque; its name is locked by the caller."""
    latest = await session.scalar(
        select(func.max(PlaqueMove.ordinal)).where(
            PlaqueMove.tenant_id == session.info["tenant_id"], PlaqueMove.designation_id == designation_id
        )
    )
    return (latest or 0) + 1
