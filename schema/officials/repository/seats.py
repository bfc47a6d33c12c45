"""Every statement on who sits where by name: for a change of the tree, which tells what becomes of their work."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ARRAY, Text, any_, literal, select

from authz.tables import Membership, Official
from schema.officials.repository.memberships import in_time
from tenants.database import Session


class Seat(NamedTuple):
    """A role an official holds now over the unit at a path."""

    official_id: uuid.UUID
    name: str
    role: str
    path: str


async def seats_at(session: Session, paths: Collection[str], now: datetime) -> Sequence[Seat]:
    """List who holds a role over exactly the units at some paths now and can sign in, by path and name."""
    rows = await session.execute(
        select(Membership.official_id, Official.display_name, Membership.role, Membership.scope_path)
        .join(
            Official, (Official.tenant_id == Membership.tenant_id) & (Official.id == Membership.official_id)
        )
        .where(
            Membership.tenant_id == session.info["tenant_id"],
            Membership.scope_path == any_(literal(sorted(paths), ARRAY(Text))),
            in_time(now),
            Official.disabled_at.is_(None),
        )
        .order_by(Membership.scope_path, Official.display_name, Membership.id)
    )
    return [Seat(*row) for row in rows]
