"""Tokens people come with, so that what they hold is what the database says."""

from datetime import datetime, timedelta

from authz.context import OperationContext
from authz.credentials import CredentialKind, issue
from authz.tables import AccessToken
from tenants.database import Session


async def issue_token(session: Session, person: OperationContext, now: datetime) -> tuple[str, bytes]:
    """Give somebody a token for a year and more; return it and its digest."""
    token, credential = issue(CredentialKind.OFFICIAL, person.tenant.id)
    session.add(
        AccessToken(
            digest=credential.digest,
            official_id=person.actor.id,
            created_at=now,
            expires_at=now + timedelta(days=400),
        )
    )
    await session.flush()
    return token, credential.digest
