"""Signing in and out: a username and password become an opaque token of limited life."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from authz import repository
from authz.brake import SignInRefused, brake, release
from authz.context import Actor, OperationContext
from authz.credentials import Credential, CredentialKind, issue
from authz.passwords import USERNAME, renew_hash, verify_password, written_username
from authz.tables import AccessToken, Official, SignInAttempt
from tenants.audit import AuditEntry
from tenants.database import TenantDatabase
from tenants.kept import Reading

log = structlog.get_logger(__name__)

LIFETIME = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: the token, shown this once, and until when it is good."""

    token: str
    expires_at: datetime
    actor: Actor


async def sign_in(
    context: OperationContext, username: str, password: str, *, lifetime: timedelta = LIFETIME
) -> SignedIn:
    """Open a session for an official of the context's tenant, or raise SignInRefused.

    No transaction is open while the password is hashed.
    """
    now = context.clock()
    official = await _attempt(context, username, now)
    matches = await verify_password(password, official.password_hash if official else None)
    if official is None or not matches or official.disabled_at is not None:
        log.info("sign-in refused", tenant=context.tenant.slug)
        raise SignInRefused
    if official.password_until is not None and official.password_until <= now:
        log.info("one-time password expired", tenant=context.tenant.slug)
        raise SignInRefused(expired=True)
    renewed = await renew_hash(password, official.password_hash)
    return await _open_session(context, official, now, now + lifetime, renewed)


async def _attempt(context: OperationContext, username: str, now: datetime) -> Official | None:
    async with context.begin() as session:
        try:
            await brake(session, SignInAttempt, username, now)
        except SignInRefused:
            log.warning("sign-in braked", tenant=context.tenant.slug)
            raise
        known = USERNAME.fullmatch(written_username(username)) is not None
        return await repository.official_by_username(session, username) if known else None


async def _open_session(
    context: OperationContext, official: Official, now: datetime, expires_at: datetime, renewed: str | None
) -> SignedIn:
    token, credential = issue(CredentialKind.OFFICIAL, context.tenant.id)
    async with context.begin() as session:
        await release(session, SignInAttempt, official.username, now)
        session.add(
            AccessToken(
                digest=credential.digest, official_id=official.id, created_at=now, expires_at=expires_at
            )
        )
        session.add(_audit(context, official.id, "official.sign_in", now))
        if renewed is not None:
            await repository.renew_official_hash(session, official, renewed)
        await session.flush()
        found = await repository.actor_by_token(session, credential.digest, now)
    if found is None:  # disabled, or given another password, between the password's check and now
        raise SignInRefused
    return SignedIn(token, expires_at, found.value)


async def sign_out(context: OperationContext) -> bool:
    """End the session the actor came with; False if the actor has none. The token is void at once."""
    actor = context.actor
    if actor.id is None or actor.session_id is None:
        return False
    now = context.clock()
    async with context.begin() as session:
        ended = await repository.revoke_token(session, actor.session_id, now)
        session.add(_audit(context, actor.id, "official.sign_out", now))
    return ended


async def authenticate(
    database: TenantDatabase, credential: Credential, now: datetime
) -> Reading[Actor] | None:
    """Tell whose credential it is, an official's or a client's of this tenant, and until when that holds by itself.

    None if it is not good.
    """
    if credential.tenant_id != database.tenant.id:
        return None
    async with database.read() as session:
        if credential.kind is CredentialKind.OFFICIAL:
            return await repository.actor_by_token(session, credential.digest, now)
        client = await repository.client_by_key(session, credential.digest)
        return None if client is None else Reading(client)


def _audit(context: OperationContext, official_id: uuid.UUID, action: str, now: datetime) -> AuditEntry:
    return AuditEntry(
        at=now,
        actor_kind="official",
        actor_id=official_id,
        role=None,
        action=action,
        entity_type="Official",
        entity_id=official_id,
        trace_id=context.trace_id,
        detail={},
    )
