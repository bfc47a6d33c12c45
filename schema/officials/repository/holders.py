"""Every statement on who holds which role where at an instant."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    Select,
    Text,
    and_,
    any_,
    bindparam,
    func,
    literal,
    or_,
    select,
)

from authz.actions import Role
from authz.tables import Membership, Official
from schema.frame.statements import TENANT, given, named_texts
from schema.guidelines.rules.words import held_at
from schema.officials.repository.memberships import in_time
from schema.units.repository import ancestor_paths, count_uncovered, kind_of, within
from tenants.database import Session


async def held_roles(session: Session, now: datetime) -> frozenset[str]:
    """List the roles somebody who can sign in holds at an instant, by code, and at levels as `headquarters@town`."""
    level = kind_of(session.info["tenant_id"], Membership.unit_id)
    rows = await session.execute(select(Membership.role, level).distinct().where(_held(session, now)))
    return frozenset(subject for role, level in rows for subject in (role, held_at(role, level)))


async def count_unheld(
    session: Session,
    kinds: Collection[str],
    posts: Mapping[str, Collection[str]],
    now: datetime,
    *,
    leaving: Collection[uuid.UUID] = (),
    below: str = "",
) -> Mapping[tuple[str, str], int]:
    """Count the units of these kinds over which nobody sits at a post, by kind and post; zeros are left out.

    `posts` tells who sits at each: holders of a role, or of one at a level, written as `headquarters@town`. Roles that
    are `leaving` are as good as gone; with `below`, only the unit at that path and those below it are looked at.
    """
    found: dict[tuple[str, str], int] = {}
    for post, subjects in sorted(posts.items()):
        seated = or_(*(_is(session, subject) for subject in subjects))
        held = select(Membership.scope_path).where(_held(session, now), seated, Membership.id.not_in(leaving))
        counts = await count_uncovered(session, kinds, held, below=below)
        found |= {(kind, post): count for kind, count in counts.items()}
    return found


def _is(session: Session, subject: str) -> ColumnElement[bool]:
    role, at, level = subject.partition("@")
    held = Membership.role == role
    return and_(held, kind_of(session.info["tenant_id"], Membership.unit_id) == level) if at else held


def holders_of(session: Session, role: str, now: datetime) -> Select[uuid.UUID]:
    """Select the officials who hold a role at an instant, also those who cannot sign in."""
    return select(Membership.official_id).where(
        Membership.tenant_id == session.info["tenant_id"], Membership.role == role, in_time(now)
    )


async def is_administered(session: Session, path: str, at: datetime, leaving: Collection[uuid.UUID]) -> bool:
    """Tell whether somebody who can sign in administers over a path at an instant once some are gone."""
    held = select(Membership.id).where(
        _held(session, at),
        Membership.role == Role.TENANT_ADMINISTRATOR,
        Membership.scope_path == any_(literal([*ancestor_paths(path), path], ARRAY(Text))),
        Membership.id.not_in(leaving),
    )
    return await session.scalar(held.limit(1)) is not None


async def still_held(session: Session, membership_id: uuid.UUID, now: datetime) -> bool:
    """Tell whether a role is held at an instant by somebody who can sign in."""
    held = select(Membership.id).where(_held(session, now), Membership.id == membership_id)
    return await session.scalar(held) is not None


def _held(session: Session, now: datetime) -> ColumnElement[bool]:
    at_work = select(Official.id).where(
        Official.tenant_id == session.info["tenant_id"], Official.disabled_at.is_(None)
    )
    return and_(
        Membership.tenant_id == session.info["tenant_id"], Membership.official_id.in_(at_work), in_time(now)
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
            in_time(now),
            Official.disabled_at.is_(None),
        )
        .group_by(Membership.role)
        .order_by(Membership.role)
    )
    return {row.role: row[1] for row in rows}


async def list_holders(
    session: Session, roles: Collection[str], paths: Collection[str], now: datetime
) -> Sequence[tuple[uuid.UUID, str, str, str, bool]]:
    """List who holds one of the roles over one of the paths now and can sign in.

    Official, role, path, the kind of the unit there, and whether by mail too.
    """
    rows = await session.execute(
        _holders(), given(session, roles=sorted(roles), paths=sorted(paths), now=now)
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


@cache
def _holders() -> Select[uuid.UUID, str, str, str, bool]:
    level = kind_of(TENANT, Membership.unit_id)
    by_mail = and_(Official.email.is_not(None), Official.mail_wanted)
    return (
        select(Membership.official_id, Membership.role, Membership.scope_path, level, by_mail)
        .join(Official, (Official.tenant_id == TENANT) & (Official.id == Membership.official_id))
        .where(
            Membership.tenant_id == TENANT,
            Membership.role == any_(named_texts("roles")),
            Membership.scope_path == any_(named_texts("paths")),
            in_time(bindparam("now", type_=DateTime(timezone=True))),
            Official.disabled_at.is_(None),
        )
    )


async def holders_within(session: Session, path: str, at: datetime) -> frozenset[uuid.UUID]:
    """List the officials who hold a role, or will, over the unit at `path` itself or over a unit below it."""
    rows = await session.scalars(
        select(Membership.official_id).where(
            Membership.tenant_id == session.info["tenant_id"],
            within(Membership.scope_path, [path]),
            or_(Membership.valid_until.is_(None), Membership.valid_until > at),
        )
    )
    return frozenset(rows)
