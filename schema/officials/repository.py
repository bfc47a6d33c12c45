"""Every statement that lists officials, what they hold, and API clients."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ARRAY, ColumnElement, Select, Text, and_, any_, func, literal, or_, select

from authz.tables import Membership, Official
from schema.frame.keyset import count_rows, read_page
from schema.frame.locking import lock_row
from schema.frame.pagination import Page, Slice
from schema.units.repository import ancestor_paths
from schema.units.tables import Unit
from tenants.database import Session


async def by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Official]:
    """Read officials by id (loader batch)."""
    rows = await session.scalars(
        select(Official).where(Official.tenant_id == session.info["tenant_id"], Official.id.in_(ids))
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


async def memberships_over(session: Session, paths: list[str]) -> Mapping[str, Sequence[Membership]]:
    """Read what officials who can sign in hold, held or will hold over the unit at each path (loader batch)."""
    covering = {path: {*ancestor_paths(path), path} for path in paths}
    rows = await session.scalars(
        select(Membership)
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
    found = rows.all()
    return {path: [row for row in found if row.scope_path in above] for path, above in covering.items()}


async def held_roles(session: Session, now: datetime) -> frozenset[str]:
    """List the roles somebody who can sign in holds at an instant, wherever in the tenant."""
    return frozenset(await session.scalars(select(Membership.role).distinct().where(_held(session, now))))


async def count_unheld(
    session: Session, kinds: Collection[str], roles: Collection[str], now: datetime
) -> Mapping[tuple[str, str], int]:
    """Count the units of these kinds over which nobody holds a role, by kind and role; zeros are left out."""
    found: dict[tuple[str, str], int] = {}
    for role in sorted(roles):
        over = or_(
            Unit.path == Membership.scope_path,
            and_(Unit.path >= Membership.scope_path + ".", Unit.path < Membership.scope_path + "/"),
        )
        holder = (
            select(Membership.id)
            .where(_held(session, now), Membership.role == role, over)
            .correlate(Unit)
            .exists()
        )
        statement = (
            select(Unit.kind, func.count())
            .where(Unit.tenant_id == session.info["tenant_id"], Unit.kind.in_(kinds), ~holder)
            .group_by(Unit.kind)
        )
        found |= {(kind, role): count for kind, count in await session.execute(statement)}
    return found


def _held(session: Session, now: datetime) -> ColumnElement[bool]:
    at_work = select(Official.id).where(
        Official.tenant_id == session.info["tenant_id"], Official.disabled_at.is_(None)
    )
    return and_(
        Membership.tenant_id == session.info["tenant_id"],
        Membership.official_id.in_(at_work),
        Membership.valid_from <= now,
        or_(Membership.valid_until.is_(None), Membership.valid_until > now),
    )


async def count_holders(session: Session, paths: Collection[str], now: datetime) -> Mapping[str, int]:
    """Count the officials who hold a role over the units at exactly these paths now, by role."""
    rows = await session.execute(
        select(Membership.role, func.count(Membership.official_id.distinct()))
        .join(
            Official,
            and_(Official.tenant_id == Membership.tenant_id, Official.id == Membership.official_id),
        )
        .where(
            Membership.tenant_id == session.info["tenant_id"],
            Membership.scope_path == any_(literal(sorted(paths), ARRAY(Text))),
            Membership.valid_from <= now,
            or_(Membership.valid_until.is_(None), Membership.valid_until > now),
            Official.disabled_at.is_(None),
        )
        .group_by(Membership.role)
        .order_by(Membership.role)
    )
    return {row.role: row[1] for row in rows}


async def lock_by_username(session: Session, username: str) -> Official | None:
    """Read an official by username for writing."""
    return await session.scalar(
        select(Official)
        .where(Official.tenant_id == session.info["tenant_id"], Official.username == username)
        .with_for_update(key_share=True)
    )


def _officials(session: Session) -> Select[Official]:
    return select(Official).where(Official.tenant_id == session.info["tenant_id"])


async def list_officials(session: Session, page: Page) -> Slice[Official]:
    """List the officials by username."""
    return await read_page(session, _officials(session), [Official.username], page)


async def count_officials(session: Session) -> int:
    """Count the officials."""
    return await count_rows(session, _officials(session))


async def by_username(session: Session, username: str) -> Official | None:
    """Read an official by username, disabled ones too."""
    return await session.scalar(
        select(Official).where(Official.tenant_id == session.info["tenant_id"], Official.username == username)
    )


async def lock_membership(session: Session, membership_id: uuid.UUID) -> Membership | None:
    """Read a membership, held still against a second delegation at once."""
    return await lock_row(session, Membership, membership_id, key_share=True)


async def memberships_by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Membership]:
    """Read memberships by id (loader batch)."""
    rows = await session.scalars(
        select(Membership).where(Membership.tenant_id == session.info["tenant_id"], Membership.id.in_(ids))
    )
    return {row.id: row for row in rows}
