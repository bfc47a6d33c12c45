"""Every statement on what became of officials."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from schema.officials.tables import OfficialRecord
from tenants.database import Session


async def records_of(
    session: Session, official_ids: list[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[OfficialRecord]]:
    """Read what became of officials, newest first (loader batch)."""
    found: dict[uuid.UUID, list[OfficialRecord]] = defaultdict(list)
    rows = await session.scalars(
        select(OfficialRecord)
        .where(
            OfficialRecord.tenant_id == session.info["tenant_id"],
            OfficialRecord.official_id.in_(official_ids),
        )
        .order_by(OfficialRecord.id.desc())
    )
    for row in rows:
        found[row.official_id].append(row)
    return found
