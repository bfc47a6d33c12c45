"""Every statement that tells who a caller is and counts failed sign-ins."""

import uuid
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Text, Uuid, and_, case, column, delete, or_, select, table, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from authz.actions import Role
from authz.context import Actor, Grant, next_turn
from authz.passwords import username_key
from authz.tables import AccessToken, ApiClient, Delegation, Membership, Official, SignInAttempt
from tenants.base import new_id
from tenants.kept import Reading
from tenants.tables import PlatformOperator, PlatformSignInAttempt, PlatformToken

Attempts = type[SignInAttempt] | type[PlatformSignInAttempt]
_UNITS = table("units", column("tenant_id", Uuid), column("id", Uuid), column("kind", Text))
"""Units as far as a grant needs them: the kind of its unit, which never changes, is its level."""


async def actor_by_token(session: AsyncSession, digest: bytes, now: datetime) -> Reading[Actor] | None:
    """Read who holds an access token and the roles they hold now, and until when none begins or ends by itself.

    None if the token is unknown, expired or revoked, or if its official is disabled. Whose password is due holds none.
    """
    tenant_id = session.info["tenant_id"]
    held = and_(
        Membership.tenant_id == tenant_id,
        Membership.official_id == Official.id,
        or_(Membership.valid_until.is_(None), Membership.valid_until > now),
    )
    rows = await session.execute(
        select(
            AccessToken.id.label("session_id"),
            AccessToken.expires_at,
            Official.id,
            Official.display_name,
            Official.password_until,
            Membership,
            _UNITS.c.kind.label("level"),
        )
        .join_from(
            AccessToken,
            Official,
            and_(Official.tenant_id == tenant_id, Official.id == AccessToken.official_id),
        )
        .outerjoin(Membership, held)
        .outerjoin(_UNITS, _unit_of_membership(tenant_id))
        .where(
            AccessToken.tenant_id == tenant_id,
            AccessToken.digest == digest,
            AccessToken.revoked_at.is_(None),
            AccessToken.expires_at > now,
            Official.disabled_at.is_(None),
        )
        .order_by(Membership.id)
    )
    found = rows.all()
    if not found:
        return None
    first, own = found[0], [(row.Membership, row.level) for row in found if row.Membership is not None]
    if first.password_until is not None:
        due = Actor("official", first.id, first.display_name, session_id=first.session_id, password_due=True)
        return Reading(due, first.expires_at)
    lent = await _stood_in_for(session, first.id, now)
    grants = (
        *[grant_of(membership, level) for membership, level in own if membership.valid_from <= now],
        *[
            replace(grant_of(membership, level), on_behalf_of=delegation.delegator_id)
            for membership, delegation, level in lent
            if max(membership.valid_from, delegation.valid_from) <= now
        ],
    )
    terms = [first, *[row for row, _ in own], *[each for *rows, _ in lent for each in rows]]
    return Reading(
        Actor("official", first.id, first.display_name, grants, session_id=first.session_id),
        next_turn(terms, now),
    )


async def _stood_in_for(
    session: AsyncSession, official_id: uuid.UUID, now: datetime
) -> list[tuple[Membership, Delegation, str]]:
    """Read the roles others lend to an official now or later, and at which level, as far as they have not ended."""
    tenant_id = session.info["tenant_id"]
    holder = and_(Official.tenant_id == Delegation.tenant_id, Official.id == Delegation.delegator_id)
    lent = and_(Membership.tenant_id == Delegation.tenant_id, Membership.id == Delegation.membership_id)
    rows = await session.execute(
        select(Membership, Delegation, _UNITS.c.kind)
        .join_from(Delegation, Membership, lent)
        .join(Official, holder)
        .join(_UNITS, _unit_of_membership(tenant_id))
        .where(
            Delegation.tenant_id == tenant_id,
            Delegation.delegate_id == official_id,
            Delegation.valid_until > now,
            Delegation.revoked_at.is_(None),
            or_(Membership.valid_until.is_(None), Membership.valid_until > now),
            Official.disabled_at.is_(None),
        )
        .order_by(Delegation.id)
    )
    return [(membership, delegation, level) for membership, delegation, level in rows]


def _unit_of_membership(tenant_id: uuid.UUID) -> ColumnElement[bool]:
    return and_(_UNITS.c.tenant_id == tenant_id, _UNITS.c.id == Membership.unit_id)


def grant_of(row: Membership, level: str = "") -> Grant:
    """Read a membership as the grant it gives; `level` is the kind of its unit."""
    return Grant(row.id, Role(row.role), row.unit_id, row.scope_path, level=level)


async def client_by_key(session: AsyncSession, digest: bytes) -> Actor | None:
    """Read the API client that holds a key; None if it is unknown or revoked."""
    client = await session.scalar(
        select(ApiClient).where(
            ApiClient.tenant_id == session.info["tenant_id"],
            ApiClient.digest == digest,
            ApiClient.revoked_at.is_(None),
        )
    )
    if client is None:
        return None
    return Actor("client", client.id, client.name, scopes=frozenset(client.scopes))


async def official_by_username(session: AsyncSession, username: str) -> Official | None:
    """Read an official by username, however it is written, disabled ones too."""
    return await session.scalar(
        select(Official).where(
            Official.tenant_id == session.info["tenant_id"], Official.username_key == username_key(username)
        )
    )


async def revoke_token(session: AsyncSession, token_id: uuid.UUID, now: datetime) -> bool:
    """End a session; False if it had ended before."""
    ended = await session.execute(
        update(AccessToken)
        .where(
            AccessToken.tenant_id == session.info["tenant_id"],
            AccessToken.id == token_id,
            AccessToken.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .returning(AccessToken.id)
    )
    return ended.scalar_one_or_none() is not None


async def revoke_tokens(
    session: AsyncSession, official_id: uuid.UUID, now: datetime, *, but: uuid.UUID | None = None
) -> int:
    """End all sessions of an official, `but` one; return how many there were."""
    others = AccessToken.id != but if but is not None else true()
    ended = await session.execute(
        update(AccessToken)
        .where(
            AccessToken.tenant_id == session.info["tenant_id"],
            AccessToken.official_id == official_id,
            AccessToken.revoked_at.is_(None),
            AccessToken.expires_at > now,
            others,
        )
        .values(revoked_at=now)
        .returning(AccessToken.id)
    )
    return len(ended.all())


async def count_attempt(
    session: AsyncSession, table: Attempts, username_digest: bytes, now: datetime, *, stale: datetime
) -> tuple[int, datetime]:
    """Count an attempt before its password is checked; give the count and the window's beginning.

    A window that began at `stale` or before is over. Counting first leaves no gap for guesses in parallel.
    """
    keys = {"tenant_id": session.info["tenant_id"], "id": new_id()} if table is SignInAttempt else {}
    first = insert(table).values(**keys, username_digest=username_digest, attempts=1, window_started_at=now)
    over = table.window_started_at <= stale
    again = first.on_conflict_do_update(
        index_elements=[*(["tenant_id"] if keys else []), "username_digest"],
        set_={
            "attempts": case((over, first.excluded.attempts), else_=table.attempts + 1),
            "window_started_at": case(
                (over, first.excluded.window_started_at), else_=table.window_started_at
            ),
        },
    )
    counted = await session.execute(again.returning(table.attempts, table.window_started_at))
    attempts, started = counted.one()
    return attempts, started


async def forget_attempts(
    session: AsyncSession, table: Attempts, username_digest: bytes, *, stale: datetime
) -> None:
    """Forget the attempts on a username that now signed in, and all whose window is over."""
    done = or_(table.username_digest == username_digest, table.window_started_at <= stale)
    if table is SignInAttempt:
        done = and_(SignInAttempt.tenant_id == session.info["tenant_id"], done)
    await session.execute(delete(table).where(done))


async def renew_official_hash(session: AsyncSession, official: Official, renewed: str) -> None:
    """Keep another hash of the password an official signed in with, unless the password is another by now."""
    same = and_(Official.id == official.id, Official.password_hash == official.password_hash)
    ours = Official.tenant_id == session.info["tenant_id"]
    await session.execute(update(Official).where(ours, same).values(password_hash=renewed))


async def renew_operator_hash(session: AsyncSession, operator: PlatformOperator, renewed: str) -> None:
    """Keep another hash of the password an operator signed in with, unless the password is another by now."""
    same = and_(PlatformOperator.id == operator.id, PlatformOperator.password_hash == operator.password_hash)
    await session.execute(update(PlatformOperator).where(same).values(password_hash=renewed))


async def operator_by_username(session: AsyncSession, username: str) -> PlatformOperator | None:
    """Read an operator of the platform by username, however it is written."""
    return await session.scalar(
        select(PlatformOperator).where(PlatformOperator.username_key == username_key(username))
    )


async def operator_by_token(session: AsyncSession, digest: bytes, now: datetime) -> PlatformOperator | None:
    """Read the operator who holds a token; None if it is unknown or expired."""
    holds = and_(
        PlatformToken.operator_id == PlatformOperator.id,
        PlatformToken.digest == digest,
        PlatformToken.expires_at > now,
    )
    return await session.scalar(select(PlatformOperator).join(PlatformToken, holds))


async def delete_operator_token(session: AsyncSession, digest: bytes) -> None:
    """End an operator's session."""
    await session.execute(delete(PlatformToken).where(PlatformToken.digest == digest))


async def forget_tokens(session: AsyncSession, now: datetime) -> int:
    """Delete the tenant's access tokens that ended by time or by sign-out; return how many."""
    ended = or_(AccessToken.expires_at <= now, AccessToken.revoked_at <= now)
    forgotten = await session.execute(
        delete(AccessToken)
        .where(AccessToken.tenant_id == session.info["tenant_id"], ended)
        .returning(AccessToken.id)
    )
    return len(forgotten.all())


async def forget_operator_tokens(session: AsyncSession, now: datetime) -> int:
    """Delete operators' tokens that ended by time; return how many."""
    forgotten = await session.execute(
        delete(PlatformToken).where(PlatformToken.expires_at <= now).returning(PlatformToken.operator_id)
    )
    return len(forgotten.all())
