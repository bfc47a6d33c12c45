"""Signing in and out through the API."""

from datetime import timedelta
from typing import Any

from authz.actions import Role
from authz.brake import ATTEMPTS
from authz.credentials import parse
from authz.sign_in import authenticate
from tests.authz.district import PASSWORD, District
from tests.officials.conftest import ask

SIGN_IN = """
mutation SignIn($input: SignInInput!) {
  signIn(input: $input) {
    token expiresAt
    viewer { official { displayName } grants { role unit { code } } }
    errors { code message field fix details { name value } }
  }
}"""
SIGN_OUT = "mutation { signOut { errors { code } } }"


async def sign_in(district: District, username: str, password: str) -> dict[str, Any]:
    answer = await ask(district.context(), SIGN_IN, input={"username": username, "password": password})
    assert not answer["errors"]
    payload: dict[str, Any] = answer["signIn"]
    return payload


async def test_sign_in_gives_a_token_and_sign_out_voids_it(district: District) -> None:
    await district.official("li.wei", Role.STREET, district.street)
    payload = await sign_in(district, "li.wei", PASSWORD)
    assert payload["errors"] == []
    assert payload["expiresAt"] == "2026-03-01T21:00:00+00:00"
    assert payload["viewer"] == {
        "official": {"displayName": "li.wei同志"},
        "grants": [{"role": "STREET", "unit": {"code": "s1"}}],
    }
    credential = parse(payload["token"])
    assert credential is not None
    found = await authenticate(district.view, credential, district.clock())
    assert found is not None
    actor = found.value
    assert (await ask(district.context(actor), SIGN_OUT))["signOut"] == {"errors": []}
    assert await authenticate(district.view, credential, district.clock()) is None
    again = (await ask(district.context(actor), SIGN_OUT))["signOut"]
    assert [error["code"] for error in again["errors"]] == ["UNAUTHENTICATED"]


async def test_session_lasts_as_long_as_configured(district: District) -> None:
    await district.official("li.wei")
    given = {"username": "li.wei", "password": PASSWORD}
    answer = await ask(district.context(), SIGN_IN, timedelta(minutes=30), input=given)
    assert answer["signIn"]["expiresAt"] == "2026-03-01T09:30:00+00:00"


async def test_refusals_tell_nothing_of_who_exists(district: District) -> None:
    await district.official("li.wei")
    wrong = await sign_in(district, "li.wei", "correct horse batterz")
    unknown = await sign_in(district, "nobody", PASSWORD)
    assert wrong == unknown
    assert wrong["token"] is None
    assert wrong["viewer"] is None
    assert [(error["code"], error["field"]) for error in wrong["errors"]] == [("INVALID_CREDENTIALS", [])]


async def test_brake_says_when_to_try_again(district: District) -> None:
    for _ in range(ATTEMPTS):
        await sign_in(district, "li.wei", "wrong")
    district.clock.pass_by(minutes=5)
    error = (await sign_in(district, "li.wei", "wrong"))["errors"][0]
    assert error["code"] == "TOO_MANY_ATTEMPTS"
    assert error["details"] == [{"name": "retryAfterSeconds", "value": "601"}]
    district.clock.pass_by(seconds=601)
    assert (await sign_in(district, "li.wei", "wrong"))["errors"][0]["code"] == "INVALID_CREDENTIALS"


async def test_signing_out_needs_a_session(district: District) -> None:
    answer = (await ask(district.context(), SIGN_OUT))["signOut"]
    assert [error["code"] for error in answer["errors"]] == ["UNAUTHENTICATED"]
