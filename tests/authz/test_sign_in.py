"""Signing in on PostgreSQL, as the runtime role."""

import asyncio
from datetime import timedelta

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import func, select, update

from authz.actions import Action, Role
from authz.brake import ATTEMPTS, WINDOW, SignInRefused
from authz.context import Actor
from authz.credentials import Credential, CredentialKind, issue, parse
from authz.operators import add_operator, authenticate_operator, sign_in_operator, sign_out_operator
from authz.sign_in import SignedIn, authenticate, sign_in, sign_out
from authz.tables import AccessToken, ApiClient, Official, SignInAttempt
from tenants.audit import AuditEntry
from tenants.base import new_id
from tenants.database import Database
from tenants.tables import PlatformOperator
from tests.authz.district import PASSWORD, START, District, make_district, membership

WRONG = "correct horse batterz"


EARLIER = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=1_024, parallelism=1),))
"""Of other settings than those of the tests."""


@pytest.fixture
async def district(database: Database) -> District:
    return await make_district(database)


def credential_of(token: str) -> Credential:
    credential = parse(token)
    assert credential is not None
    return credential


async def whose(district: District, token: str) -> Actor | None:
    found = await authenticate(district.view, credential_of(token), district.clock())
    return found and found.value


async def sign(district: District, username: str, password: str = PASSWORD) -> SignedIn:
    return await sign_in(district.context(), username, password)


async def count(district: District, table: type[AccessToken] | type[AuditEntry] | type[SignInAttempt]) -> int:
    async with district.view.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def hash_of(district: District, username: str) -> str | None:
    async with district.view.read() as session:
        return await session.scalar(select(Official.password_hash).where(Official.username == username))


async def test_official_signs_in_and_is_known_by_the_token(district: District) -> None:
    official = await district.official("li.wei", Role.STREET, district.street)
    signed = await sign(district, "li.wei")
    assert signed.expires_at == START + timedelta(hours=12)
    assert credential_of(signed.token).tenant_id == district.view.tenant.id
    actor = await whose(district, signed.token)
    assert actor == signed.actor
    assert actor is not None
    assert (actor.kind, actor.id, actor.name) == ("official", official.id, "li.wei同志")
    assert [(grant.role, grant.scope_path) for grant in actor.grants] == [(Role.STREET, "d1.s1")]
    assert district.context(actor).decide(Action.EVENT_CLOSE, "d1.s1").allowed
    assert await count(district, AuditEntry) == 1
    assert await count(district, SignInAttempt) == 0


@pytest.mark.parametrize(
    ("username", "password"),
    [("li.wei", WRONG), ("li.wei", ""), ("nobody", PASSWORD), ("liwei", PASSWORD), ("\x00\ud800", PASSWORD)],
)
async def test_wrong_credentials_are_refused_alike(district: District, username: str, password: str) -> None:
    await district.official("li.wei")
    with pytest.raises(SignInRefused) as refusal:
        await sign(district, username, password)
    assert refusal.value.retry_at is None
    assert str(refusal.value) == "sign-in refused"
    assert await count(district, AccessToken) == 0
    assert await count(district, AuditEntry) == 0
    assert await sign(district, "li.wei")


async def test_a_hash_of_earlier_settings_is_made_anew_at_the_next_sign_in(district: District) -> None:
    """Both keep their passwords; a wrong one changes nothing."""
    for username in ("li.wei", "wang.fang"):
        await district.official(username)
    before = EARLIER.hash(PASSWORD.encode())
    async with district.view.begin() as session:
        ours = Official.tenant_id == district.view.tenant.id
        await session.execute(update(Official).where(ours).values(password_hash=before))
    with pytest.raises(SignInRefused):
        await sign(district, "li.wei", WRONG)
    assert await hash_of(district, "li.wei") == before
    assert await sign(district, "li.wei")
    after = await hash_of(district, "li.wei")
    assert (after == before, await hash_of(district, "wang.fang")) == (False, before)
    assert await sign(district, "li.wei")
    assert await hash_of(district, "li.wei") == after


async def test_disabled_official_is_refused_and_known_no_more(district: District) -> None:
    official = await district.official("li.wei")
    signed = await sign(district, "li.wei")
    async with district.view.begin() as session:
        await session.execute(update(Official).where(Official.id == official.id).values(disabled_at=START))
    assert await whose(district, signed.token) is None
    with pytest.raises(SignInRefused):
        await sign(district, "li.wei")


async def test_session_ends(district: District) -> None:
    """At sign-out at once, and at its expiry; another session of the same official lives on."""
    await district.official("li.wei")
    first, second = await sign(district, "li.wei"), await sign(district, "li.wei")
    assert await sign_out(district.context(first.actor))
    assert await whose(district, first.token) is None
    assert not await sign_out(district.context(first.actor))
    assert not await sign_out(district.context())
    district.clock.now = second.expires_at - timedelta(seconds=1)
    assert await whose(district, second.token) is not None
    district.clock.now = second.expires_at
    assert await whose(district, second.token) is None


async def test_grants_are_those_valid_now(district: District) -> None:
    official = await district.official("li.wei")
    hour = timedelta(hours=1)
    await district.add(
        membership(official, Role.COMMUNITY, district.street, START - hour, START),
        membership(official, Role.COMMISSION, district.root, START, START + hour),
        membership(official, Role.STREET, district.street, START + hour),
    )
    token = (await sign(district, "li.wei")).token
    for at, role in ((START, Role.COMMISSION), (START + hour, Role.STREET)):
        district.clock.now = at
        actor = await whose(district, token)
        assert actor is not None
        assert [grant.role for grant in actor.grants] == [role]


async def test_token_is_void_in_another_district(district: District, database: Database) -> None:
    await district.official("li.wei")
    token = (await sign(district, "li.wei")).token
    other = await make_district(database)
    assert await authenticate(other.view, credential_of(token), START) is None
    moved = Credential(CredentialKind.OFFICIAL, other.view.tenant.id, credential_of(token).digest)
    assert await authenticate(other.view, moved, START) is None
    assert await whose(district, token) is not None


async def test_client_is_known_by_its_key_until_revoked(district: District) -> None:
    key, credential = issue(CredentialKind.CLIENT, district.view.tenant.id)
    client = ApiClient(
        id=new_id(), name="地图", digest=credential.digest, scopes=["status.read"], created_at=START
    )
    async with district.view.begin() as session:
        session.add(client)
    actor = await whose(district, key)
    assert actor == Actor("client", client.id, "地图", (), frozenset({"status.read"}))
    async with district.view.begin() as session:
        await session.execute(update(ApiClient).where(ApiClient.id == client.id).values(revoked_at=START))
    assert await whose(district, key) is None


async def test_guessing_is_braked(district: District) -> None:
    """After so many wrong passwords even the right one is refused until the window is over."""
    await district.official("li.wei")
    await district.official("wang.fang")
    for _ in range(ATTEMPTS):
        with pytest.raises(SignInRefused) as refusal:
            await sign(district, "li.wei", WRONG)
        assert refusal.value.retry_at is None
    for _ in range(3):
        with pytest.raises(SignInRefused) as refusal:
            await sign(district, "li.wei")
        assert refusal.value.retry_at == START + WINDOW
    assert await sign(district, "wang.fang")
    district.clock.now = START + WINDOW
    assert await sign(district, "li.wei")
    assert await count(district, SignInAttempt) == 0


async def test_unknown_usernames_are_braked_too(district: District) -> None:
    """The brake does not tell who exists."""
    for _ in range(ATTEMPTS):
        with pytest.raises(SignInRefused):
            await sign(district, "nobody", WRONG)
    with pytest.raises(SignInRefused) as refusal:
        await sign(district, "nobody", WRONG)
    assert refusal.value.retry_at is not None


async def test_parallel_guesses_are_all_counted(district: District) -> None:
    await district.official("li.wei")
    outcomes = await asyncio.gather(
        *(sign(district, "li.wei", WRONG) for _ in range(ATTEMPTS + 5)), return_exceptions=True
    )
    braked = [one for one in outcomes if isinstance(one, SignInRefused) and one.retry_at is not None]
    assert len(braked) == 5


async def test_success_forgets_failures_and_stale_windows(district: District) -> None:
    await district.official("li.wei")
    for username in ("li.wei", "nobody"):
        with pytest.raises(SignInRefused):
            await sign(district, username, WRONG)
    assert await count(district, SignInAttempt) == 2
    await sign(district, "li.wei")
    assert await count(district, SignInAttempt) == 1
    district.clock.pass_by(hours=1)
    await sign(district, "li.wei")
    assert await count(district, SignInAttempt) == 0


async def test_a_hash_of_an_operator_is_made_anew_at_the_next_sign_in(database: Database) -> None:
    operator = await add_operator(database, "operator-of-old", PASSWORD, START)
    before = EARLIER.hash(PASSWORD.encode())
    ours = PlatformOperator.id == operator.id
    async with database.begin_platform() as session:
        await session.execute(update(PlatformOperator).where(ours).values(password_hash=before))

    async def kept() -> str | None:
        async with database.begin_platform() as session:
            return await session.scalar(select(PlatformOperator.password_hash).where(ours))

    with pytest.raises(SignInRefused):
        await sign_in_operator(database, "operator-of-old", WRONG, START)
    assert await kept() == before
    assert await sign_in_operator(database, "operator-of-old", PASSWORD, START)
    after = await kept()
    assert after != before
    assert await sign_in_operator(database, "operator-of-old", PASSWORD, START)
    assert await kept() == after


async def test_operator_signs_in_and_out(database: Database) -> None:
    operator = await add_operator(database, "operator-1", PASSWORD, START)
    token, expires_at = await sign_in_operator(database, "operator-1", PASSWORD, START)
    credential = credential_of(token)
    known = await authenticate_operator(database, credential, START)
    assert known is not None
    assert known.id == operator.id
    assert await authenticate_operator(database, credential, expires_at) is None
    await sign_out_operator(database, credential)
    assert await authenticate_operator(database, credential, START) is None


async def test_operator_guessing_is_braked(database: Database) -> None:
    await add_operator(database, "operator-2", PASSWORD, START)
    for _ in range(ATTEMPTS):
        with pytest.raises(SignInRefused) as refusal:
            await sign_in_operator(database, "operator-2", WRONG, START)
        assert refusal.value.retry_at is None
    with pytest.raises(SignInRefused) as refusal:
        await sign_in_operator(database, "operator-2", PASSWORD, START)
    assert refusal.value.retry_at == START + WINDOW
    assert await sign_in_operator(database, "operator-2", PASSWORD, START + WINDOW)


@pytest.mark.parametrize(("username", "password"), [("operator-3", "short"), ("bad name", PASSWORD)])
async def test_operator_needs_good_credentials(database: Database, username: str, password: str) -> None:
    with pytest.raises(ValueError, match=r"too_short|username"):
        await add_operator(database, username, password, START)


async def test_operator_token_opens_no_district(district: District, database: Database) -> None:
    """A platform operator has no role in any tenant."""
    await add_operator(database, "operator-4", PASSWORD, START)
    token, _ = await sign_in_operator(database, "operator-4", PASSWORD, START)
    assert await authenticate(district.view, credential_of(token), START) is None
    await district.official("li.wei")
    signed = await sign(district, "li.wei")
    assert await authenticate_operator(database, credential_of(signed.token), START) is None
