"""Every statement on the roles officials hold over units, one by one."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, ColumnElement, and_, or_, select, update

from authz.tables import Membership, Official
from schema.frame.locking import lock_row
from schema.frame.statements import one_of
from schema.units.repository import ancestor_paths, kind_of, select_places
from tenants.database import Session


async def lock_membership(session: Session, membership_id: uuid.UUID) -> Membership | None:
    """Read a membership, held still against a second delegation at once."""
    return await lock_row(session, Membership, membership_id, key_share=True)


async def memberships_by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Membership]:
    """Read memberships by id (loader batch)."""
    rows = await session.scalars(
        select(Membership).where(Membership.tenant_id == session.info["tenant_id"], Membership.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def memberships_by_officials(
    session: Session, official_ids: list[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[Membership]]:
    """Read all that officials hold, held or will hold, oldest first (loader batch)."""
    found: dict[uuid.UUID, list[Membership]] = defaultdict(list)
    rows = await session.scalars(
        select(Membership)
        .where(Membership.tenant_id == session.info["tenant_id"], Membership.official_id.in_(official_ids))
        .order_by(Membership.id)
    )
    for row in rows:
        found[row.official_id].append(row)
    return found


class Term(NamedTuple):
    """A role an official holds from one instant until another; `level` is the kind of the unit it is held over."""

    official_id: uuid.UUID
    role: str
    level: str
    scope_path: str
    valid_from: datetime
    valid_until: datetime | None


async def lock_memberships(session: Session, official_id: uuid.UUID) -> Sequence[Membership]:
    """Read all roles of an official, held still against whoever lends or ends one at once; oldest first."""
    rows = await session.scalars(
        select(Membership)
        .where(Membership.tenant_id == session.info["tenant_id"], Membership.official_id == official_id)
        .order_by(Membership.id)
        .with_for_update()
    )
    return rows.all()


async def holds(
    session: Session,
    official_id: uuid.UUID,
    role: str,
    unit_id: uuid.UUID,
    since: datetime,
    *,
    but: uuid.UUID | None = None,
) -> bool:
    """Tell whether an official holds a role over exactly a unit at an instant or will later, `but` one set aside."""
    held = await session.scalar(
        select(Membership.id)
        .where(
            Membership.tenant_id == session.info["tenant_id"],
            Membership.official_id == official_id,
            Membership.role == role,
            Membership.unit_id == unit_id,
            Membership.id.is_distinct_from(but),
            or_(Membership.valid_until.is_(None), Membership.valid_until > since),
            or_(Membership.valid_until.is_(None), Membership.valid_until > Membership.valid_from),
        )
        .limit(1)
    )
    return held is not None


async def terms_over(session: Session, paths: list[str]) -> Mapping[str, Sequence[Term]]:
    """Read what officials who can sign in hold, held or will hold over the unit at each path (loader batch)."""
    covering = {path: {*ancestor_paths(path), path} for path in paths}
    rows = await session.execute(
        select(
            Membership.official_id,
            Membership.role,
            kind_of(session.info["tenant_id"], Membership.unit_id),
            Membership.scope_path,
            Membership.valid_from,
            Membership.valid_until,
        )
        .join(
            Official, (Official.tenant_id == Membership.tenant_id) & (Official.id == Membership.official_id)
        )
        .where(
            Membership.tenant_id == session.info["tenant_id"],
            Membership.scope_path.in_(set().union(*covering.values())),
            Official.disabled_at.is_(None),
        )
        .order_by(Membership.id)
    )
    found = [Term(*row) for row in rows]
    return {path: [row for row in found if row.scope_path in above] for path, above in covering.items()}


async def lock_roles_over(
    session: Session, unit_ids: Collection[uuid.UUID], now: datetime
) -> Sequence[Membership]:
    """Read for writing the roles over exactly these units that have not ended, oldest first.

    Those to come are among them, and those of officials who cannot sign in.
    """
    rows = await session.scalars(
        select(Membership)
        .where(
            Membership.tenant_id == session.info["tenant_id"],
            one_of(Membership.unit_id, unit_ids),
            or_(Membership.valid_until.is_(None), Membership.valid_until > now),
            or_(Membership.valid_until.is_(None), Membership.valid_until > Membership.valid_from),
        )
        .order_by(Membership.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def follow_units(session: Session, scopes: Collection[str]) -> int:
    """Let the roles over the units in some areas reach as far as these units now lie; return how many there are."""
    places = select_places(session, scopes).subquery()
    followed = await session.execute(
        update(Membership)
        .where(Membership.tenant_id == session.info["tenant_id"], Membership.unit_id == places.c.id)
        .values(scope_path=places.c.path)
        .execution_options(synchronize_session=False)
    )
    return int(followed.rowcount)  # type: ignore[attr-defined]  # a DML's CursorResult


def in_time(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Say in SQL that a role is held at an instant."""
    return and_(
        Membership.valid_from <= now, or_(Membership.valid_until.is_(None), Membership.valid_until > now)
    )
