"""Operators of the platform: they onboard districts and hold no role in any."""

from datetime import datetime, timedelta

from authz import repository
from authz.brake import SignInRefused, brake, release
from authz.credentials import Credential, CredentialKind, issue
from authz.passwords import (
    USERNAME,
    hash_password,
    password_flaw,
    renew_hash,
    verify_password,
    written_username,
)
from authz.sign_in import LIFETIME
from tenants.database import Database
from tenants.tables import PlatformOperator, PlatformSignInAttempt, PlatformToken


async def add_operator(database: Database, username: str, password: str, now: datetime) -> PlatformOperator:
    """Register an operator; a ValueError names what is wrong with username or password."""
    username = written_username(username)
    flaw = password_flaw(username, password)
    if flaw is not None or USERNAME.fullmatch(username) is None:
        raise ValueError(flaw or "username")
    operator = PlatformOperator(
        username=username, password_hash=await hash_password(password), created_at=now
    )
    async with database.begin_platform() as session:
        session.add(operator)
    return operator


async def sign_in_operator(
    database: Database, username: str, password: str, now: datetime, *, lifetime: timedelta = LIFETIME
) -> tuple[str, datetime]:
    """Open a session for an operator, or raise SignInRefused; give the token and when it expires."""
    async with database.begin_platform() as session:
        await brake(session, PlatformSignInAttempt, username, now)
        known = USERNAME.fullmatch(written_username(username)) is not None
        operator = await repository.operator_by_username(session, username) if known else None
    matches = await verify_password(password, operator.password_hash if operator else None)
    if operator is None or not matches:
        raise SignInRefused
    renewed = await renew_hash(password, operator.password_hash)
    token, credential = issue(CredentialKind.OPERATOR)
    expires_at = now + lifetime
    async with database.begin_platform() as session:
        await release(session, PlatformSignInAttempt, username, now)
        if renewed is not None:
            await repository.renew_operator_hash(session, operator, renewed)
        session.add(
            PlatformToken(
                digest=credential.digest, operator_id=operator.id, created_at=now, expires_at=expires_at
            )
        )
    return token, expires_at


async def authenticate_operator(
    database: Database, credential: Credential, now: datetime
) -> PlatformOperator | None:
    """Tell which operator presents a credential; None if it is not, or no longer, good."""
    if credential.kind is not CredentialKind.OPERATOR:
        return None
    async with database.begin_platform() as session:
        return await repository.operator_by_token(session, credential.digest, now)


async def sign_out_operator(database: Database, credential: Credential) -> None:
    """End the session of an operator's credential; it is void at once."""
    async with database.begin_platform() as session:
        await repository.delete_operator_token(session, credential.digest)
