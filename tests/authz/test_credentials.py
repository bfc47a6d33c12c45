"""Credentials name their tenant and kind; passwords are checked alike whether their user exists or not."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from authz import passwords
from authz.credentials import CredentialKind, issue, parse
from authz.passwords import hash_password, password_flaw, renew_hash, verify_password

TENANT = uuid.UUID("0199a0de-7b7c-7cc0-8000-5b41b7a1f00d")


@pytest.mark.parametrize(
    ("kind", "tenant", "form"),
    [
        (CredentialKind.OFFICIAL, TENANT, f"wys_{TENANT.hex}_"),
        (CredentialKind.CLIENT, TENANT, f"wyk_{TENANT.hex}_"),
        (CredentialKind.OPERATOR, None, "wyo_"),
    ],
)
def test_credential_is_read_back(kind: CredentialKind, tenant: uuid.UUID | None, form: str) -> None:
    text, issued = issue(kind, tenant)
    assert text.startswith(form)
    assert len(text) == len(form) + 43
    assert parse(text) == issued
    assert text not in repr(issued)
    assert issue(kind, tenant)[1].digest != issued.digest


@pytest.mark.parametrize(
    ("kind", "tenant"), [(CredentialKind.OFFICIAL, None), (CredentialKind.OPERATOR, TENANT)]
)
def test_credential_without_its_tenant_is_not_issued(kind: CredentialKind, tenant: uuid.UUID | None) -> None:
    with pytest.raises(ValueError, match="tenant"):
        issue(kind, tenant)


@given(
    st.text(max_size=60) | st.from_regex(r"wy[sko]_[0-9a-f]{30,33}_[0-9A-Za-z_-]{42,44}\n?", fullmatch=True)
)
def test_other_text_is_no_credential(text: str) -> None:
    """Whatever a caller sends is either exactly of our form or nothing."""
    found = parse(text)
    parts = text.split("_", 2)
    lengths = [len(part) for part in parts]
    ours = parts[0] in ("wys", "wyk") and lengths == [3, 32, 43] and text.isascii() and "\n" not in text
    operator = text.startswith("wyo_") and len(text) == 47 and "\n" not in text
    assert (found is not None) == (ours or operator)


@pytest.mark.parametrize(
    ("username", "password", "flaw"),
    [
        ("li.wei", "elevenchars", "too_short"),
        ("li.wei", "twelve chars", None),
        ("administrator", "Administrator", "is_username"),
        ("li.wei", "x" * 201, "too_long"),
        ("li.wei", "x" * 200, None),
    ],
)
def test_password_policy(username: str, password: str, flaw: str | None) -> None:
    assert password_flaw(username, password) == flaw


async def test_password_is_verified(real_hashes: None) -> None:
    stored = await hash_password("correct horse battery")
    assert stored.startswith("$argon2id$v=19$m=9216,t=4,p=1$")
    assert await verify_password("correct horse battery", stored)
    assert not await verify_password("correct horse batterz", stored)
    assert not await verify_password("correct horse battery", None)
    assert not await verify_password("nobody has this password", None)
    assert not await verify_password("x" * 1_000_000, stored)
    assert stored != await hash_password("correct horse battery")


async def test_a_hash_of_earlier_settings_still_opens_and_is_made_anew(real_hashes: None) -> None:
    earlier = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))
    stored = earlier.hash(b"correct horse battery")
    assert await verify_password("correct horse battery", stored)
    assert not await verify_password("correct horse batterz", stored)
    renewed = await renew_hash("correct horse battery", stored)
    assert renewed is not None
    assert renewed.startswith("$argon2id$v=19$m=9216,t=4,p=1$")
    assert await verify_password("correct horse battery", renewed)
    assert await renew_hash("correct horse battery", renewed) is None


def test_nobodys_hash_is_of_the_settings_in_use(real_hashes: None) -> None:
    """An unknown name is looked at as long as a known one: no hash is made for it first."""
    hasher = passwords._HASHER.current_hasher
    assert hasher.identify(passwords._NOBODYS)
    assert not hasher.check_needs_rehash(passwords._NOBODYS)


async def test_password_is_the_same_from_any_keyboard() -> None:
    """Full-width letters and odd code points are passwords like others, never a failure."""
    assert await verify_password("ｆｕｌｌ width pass", await hash_password("full width pass"))
    assert await verify_password("lone \ud800 surrogate", await hash_password("lone \ud800 surrogate"))
