"""The brake against guessing: a username takes so many wrong passwords in a window, existing or not."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from authz import repository
from authz.passwords import username_key
from authz.repository import Attempts

ATTEMPTS = 20
WINDOW = timedelta(minutes=15)


class SignInRefused(Exception):  # noqa: N818 - a refusal, not a fault
    """Username and password do not match, or the username was tried too often: then not before `retry_at`.

    An unknown username, a wrong password and a disabled official are refused alike. That a one-time password has
    `expired` is told only to who knows it.
    """

    def __init__(self, retry_at: datetime | None = None, *, expired: bool = False) -> None:
        super().__init__("sign-in refused")
        self.retry_at = retry_at
        self.expired = expired


async def brake(session: AsyncSession, table: Attempts, username: str, now: datetime) -> None:
    """Count an attempt, or refuse it when there were too many.

    The count must be committed before the password is checked; that of a refused attempt is not kept, so that
    trying on does not prolong the wait.
    """
    attempts, started = await repository.count_attempt(
        session, table, _digest(username), now, stale=now - WINDOW
    )
    if attempts > ATTEMPTS:
        raise SignInRefused(started + WINDOW)


async def release(session: AsyncSession, table: Attempts, username: str, now: datetime) -> None:
    """Forget the attempts on a username whose password was right."""
    await repository.forget_attempts(session, table, _digest(username), stale=now - WINDOW)


def _digest(username: str) -> bytes:
    """Digest a username however it is written, or each way of writing it had attempts of its own."""
    return hashlib.sha256(username_key(username).encode("utf-8", "surrogatepass")).digest()
