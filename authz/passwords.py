"""Usernames and passwords: what makes one acceptable, and slow hashing that never holds up the event loop."""

import asyncio
import re
import secrets
import unicodedata
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Literal

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

SHORTEST = 12
LONGEST = 200
USERNAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._@-]{1,63}")

ONE_TIME_LASTS = timedelta(days=3)
"""How long a one-time password opens the door: over a weekend."""
_LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 5

PasswordFlaw = Literal["too_short", "too_long", "is_username"]

MEMORY_KIB, PASSES = 9_216, 4
"""One of the settings OWASP counts as equal: some 15 ms, so a pair of threads serves more than 100 sign-ins a second
and a flood of guesses takes neither the memory nor the event loop."""
SALT_BYTES, DIGEST_BYTES = 16, 32

_HASHER = PasswordHash((Argon2Hasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=1),))
_THREADS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="password")


def written_username(username: str) -> str:
    """Write a username as it is kept: in the widths of ASCII, in the case it was given in."""
    return unicodedata.normalize("NFKC", username)


def username_key(username: str) -> str:
    """Give what two usernames that are one have in common: neither case nor width tells people apart."""
    return written_username(written_username(username).casefold())


def one_time_password() -> str:
    """Make a password to be read out and typed once: twenty letters and digits that are not mistaken for others."""
    groups = ("".join(secrets.choice(_LEGIBLE) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def password_flaw(username: str, password: str) -> PasswordFlaw | None:
    """Tell why a new password is not acceptable; None if it is."""
    if len(password) < SHORTEST:
        return "too_short"
    if len(password) > LONGEST:
        return "too_long"
    return "is_username" if username_key(password) == username_key(username) else None


async def hash_password(password: str) -> str:
    """Hash a password with argon2id, in the standard encoded form."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_THREADS, _HASHER.hash, _plain(password))


async def verify_password(password: str, stored: str | None) -> bool:
    """Check a password against its hash; without a hash, take as long and answer no."""
    if len(password) > LONGEST:
        return False
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_THREADS, _verify, _plain(password), stored)


async def renew_hash(password: str, stored: str) -> str | None:
    """Hash a password that was right anew if its hash is of other settings than ours; None if it is not."""
    return await hash_password(password) if _HASHER.current_hasher.check_needs_rehash(stored) else None


def _nobodys_hash() -> str:
    """Write a hash of ours that no password has: checking one against it takes as long as against any other."""
    salt, digest = (
        b64encode(secrets.token_bytes(length)).decode().rstrip("=") for length in (SALT_BYTES, DIGEST_BYTES)
    )
    return f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p=1${salt}${digest}"


_NOBODYS = _nobodys_hash()


def _verify(password: bytes, stored: str | None) -> bool:
    try:
        return _HASHER.verify(password, _NOBODYS if stored is None else stored) and stored is not None
    except UnknownHashError:  # an account that was made without a password
        return False


def _plain(password: str) -> bytes:
    """Encode a password so that it is the same from any keyboard, and so that no text can fail."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
