"""Names and passwords change: one-time passwords, one's own; usernames are one whatever their case and width."""

import asyncio
import logging
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from authz.actions import Role
from authz.brake import ATTEMPTS, SignInRefused
from authz.context import Actor, OperationContext
from authz.passwords import (
    ONE_TIME_LASTS,
    SHORTEST,
    USERNAME,
    one_time_password,
    username_key,
    written_username,
)
from authz.sign_in import SignedIn, sign_in
from authz.tables import Official
from schema.frame.identifiers import encode_id
from schema.officials.operations import ChangePassword, change_password
from schema.officials.tables import OfficialRecord
from tenants.audit import AuditEntry
from tenants.base import new_id
from tenants.idempotency import IdempotencyKey
from tests.authz.district import PASSWORD, District
from tests.authz.test_sign_in import whose
from tests.officials.conftest import ask
from tests.officials.test_appointments import appoint, wanted, written

RESET = """mutation Reset($input: ResetPasswordInput!) {
  resetPassword(input: $input) {
    oneTimePassword official { username passwordUntil revision } errors { code field fix }
  }
}"""
CHANGE = """mutation Change($input: ChangePasswordInput!) {
  changePassword(input: $input) { account { username passwordChangeRequired } errors { code field message } }
}"""
RENAME = """mutation Rename($input: RenameOfficialInput!) {
  renameOfficial(input: $input) { official { displayName revision } errors { code field } }
}"""
ACCOUNT = "{ account { username displayName revision passwordChangeRequired } }"
NEW = "another horse's battery"


async def reset(context: OperationContext, whom: Official, **changes: Any) -> dict[str, Any]:
    given = {
        "idempotencyKey": str(new_id()),
        "official": encode_id("Official", whom.id),
        "expectedRevision": 1,
    }
    answer = await ask(context, RESET, input=given | changes)
    assert not answer["errors"]
    payload: dict[str, Any] = answer["resetPassword"]
    return payload


async def change(context: OperationContext, current: str, new: str = NEW, **changes: Any) -> dict[str, Any]:
    given = {
        "idempotencyKey": str(new_id()),
        "currentPassword": current,
        "newPassword": new,
        "expectedRevision": 1,
    }
    answer = await ask(context, CHANGE, input=given | changes)
    assert not answer["errors"]
    payload: dict[str, Any] = answer["changePassword"]
    return payload


async def rename(context: OperationContext, official: Official, **changes: Any) -> dict[str, Any]:
    given = {
        "idempotencyKey": str(new_id()),
        "official": encode_id("Official", official.id),
        "expectedRevision": 1,
        "displayName": "李维",
    }
    answer = await ask(context, RENAME, input=given | changes)
    payload: dict[str, Any] = answer["renameOfficial"]
    return payload


async def signed(district: District, password: str = PASSWORD, username: str = "li.wei") -> SignedIn:
    return await sign_in(district.context(), username, password)


def codes(payload: dict[str, Any]) -> list[tuple[str, list[str]]]:
    return [(error["code"], error["field"]) for error in payload["errors"]]


async def test_a_one_time_password_opens_the_door_to_ones_own(
    district: District, administrator: OperationContext
) -> None:
    """Sessions of old are void, nothing but the change is open, and afterwards everything is as it was."""
    official = await district.official("li.wei", Role.STREET, district.street)
    before = await signed(district)
    payload = await reset(administrator, official)
    password = payload["oneTimePassword"]
    assert payload["official"]["revision"] == 2
    assert payload["official"]["passwordUntil"] == (district.clock() + ONE_TIME_LASTS).isoformat()
    assert await whose(district, before.token) is None
    with pytest.raises(SignInRefused):
        await signed(district)
    first = await signed(district, password)
    assert (first.actor.password_due, first.actor.grants) == (True, ())
    due = district.context(first.actor)
    assert (await ask(due, ACCOUNT))["account"]["passwordChangeRequired"] is True
    refused = await rename(due, official, expectedRevision=2)
    assert codes(refused) == [("PASSWORD_CHANGE_REQUIRED", [])]
    other = await signed(district, password)
    assert codes(await change(due, password)) == [("STALE_REVISION", ["expectedRevision"])]
    assert codes(await change(due, password, expectedRevision=2)) == []
    actor = await whose(district, first.token)
    assert actor is not None
    assert (actor.password_due, len(actor.grants)) == (False, 1)
    assert await whose(district, other.token) is None
    with pytest.raises(SignInRefused):
        await signed(district, password)
    assert (await signed(district, NEW)).actor.grants
    assert codes(await rename(district.context(actor), official, expectedRevision=3)) == []


async def test_a_one_time_password_is_told_once_and_kept_nowhere(
    district: District, administrator: OperationContext, caplog: pytest.LogCaptureFixture, capsys: Any
) -> None:
    official = await district.official("li.wei")
    given = {"idempotencyKey": "once"}
    with caplog.at_level(logging.DEBUG):
        payload = await reset(administrator, official, **given)
    password = payload["oneTimePassword"]
    again = await reset(administrator, official, **given)
    assert (again["oneTimePassword"], again["errors"]) == (None, [])
    assert password not in caplog.text + "".join(capsys.readouterr())
    async with district.view.read() as session:
        for table in (AuditEntry, IdempotencyKey, Official, OfficialRecord):
            rows = await session.execute(select(*table.__table__.columns))
            assert password not in str(rows.all())


async def test_a_one_time_password_expires(district: District, administrator: OperationContext) -> None:
    official = await district.official("li.wei")
    password = (await reset(administrator, official))["oneTimePassword"]
    district.clock.now += ONE_TIME_LASTS - timedelta(microseconds=1)
    assert (await signed(district, password)).actor.password_due
    district.clock.now += timedelta(microseconds=1)
    for tried, expired in ((password, True), ("wrong", False)):
        with pytest.raises(SignInRefused) as refusal:
            await signed(district, tried)
        assert refusal.value.expired is expired
    again = (await reset(administrator, official, expectedRevision=2))["oneTimePassword"]
    assert (await signed(district, again)).actor.password_due


async def test_whose_password_is_not_reset(district: District, administrator: OperationContext) -> None:
    official = await district.official("li.wei", Role.STREET, district.street)
    me = await district.official("me", Role.TENANT_ADMINISTRATOR)
    gone = await district.official("gone")
    async with district.view.begin() as session:
        (await session.get_one(Official, (gone.tenant_id, gone.id))).disabled_at = district.clock()
    own = district.holding(me, Role.TENANT_ADMINISTRATOR, district.root)
    street = district.holding(official, Role.STREET, district.street)
    before = await written(district)
    for context, whom, changes, expected in (
        (own, me, {}, ("ROLE_NOT_ALLOWED", ["official"])),
        (own, gone, {}, ("OFFICIAL_DISABLED", ["official"])),
        (own, official, {"expectedRevision": 2}, ("STALE_REVISION", ["expectedRevision"])),
        (own, official, {"official": encode_id("Official", new_id())}, ("NOT_FOUND", ["official"])),
        (street, me, {}, ("ROLE_NOT_ALLOWED", [])),
        (district.context(), me, {}, ("UNAUTHENTICATED", [])),
    ):
        payload = await reset(context, whom, **changes)
        assert codes(payload) == [expected]
        assert payload["oneTimePassword"] is None
    assert await written(district) == before
    assert codes(await reset(administrator, official)) == []


async def test_ones_own_password_changes(district: District) -> None:
    """The session goes on, others end; a repeated call is answered as the first was."""
    await district.official("li.wei")
    mine, other = await signed(district), await signed(district)
    key = str(new_id())
    for _ in range(2):
        payload = await change(district.context(mine.actor), PASSWORD, idempotencyKey=key)
        assert payload == {"account": {"username": "li.wei", "passwordChangeRequired": False}, "errors": []}
    assert await whose(district, mine.token) is not None
    assert await whose(district, other.token) is None
    assert await signed(district, NEW)


@pytest.mark.parametrize(
    ("current", "new", "code", "field"),
    [
        ("wrong", NEW, "INVALID_CREDENTIALS", "currentPassword"),
        ("", NEW, "INVALID_CREDENTIALS", "currentPassword"),
        (PASSWORD, "elevenchars", "WEAK_PASSWORD", "newPassword"),
        (PASSWORD, "字" * 201, "WEAK_PASSWORD", "newPassword"),
        (PASSWORD, PASSWORD, "WEAK_PASSWORD", "newPassword"),
        (PASSWORD, "ＡＤＭＩＮＩＳＴＲＡＴＯＲ", "WEAK_PASSWORD", "newPassword"),
    ],
)
async def test_a_password_that_will_not_do(
    district: District, current: str, new: str, code: str, field: str
) -> None:
    await district.official("administrator")
    mine = await signed(district, username="administrator")
    before = await written(district)
    assert codes(await change(district.context(mine.actor), current, new)) == [(code, [field])]
    assert await written(district) == before
    assert codes(await change(district.context(mine.actor), PASSWORD)) == []


async def test_guesses_at_ones_own_password_are_braked(district: District) -> None:
    """Whoever took a session over cannot try passwords without end: they count with those at the door."""
    await district.official("li.wei")
    mine = district.context((await signed(district)).actor)
    for _ in range(ATTEMPTS):
        assert codes(await change(mine, "wrong")) == [("INVALID_CREDENTIALS", ["currentPassword"])]
    assert codes(await change(mine, PASSWORD)) == [("TOO_MANY_ATTEMPTS", [])]
    district.clock.pass_by(minutes=16)
    assert codes(await change(mine, PASSWORD)) == []


async def test_two_change_a_password_at_once(district: District) -> None:
    await district.official("li.wei")
    mine = district.context((await signed(district)).actor)
    commands = [
        ChangePassword(
            idempotency_key=str(new_id()),
            current_password=PASSWORD,
            new_password=f"{NEW} {each}",
            expected_revision=1,
        )
        for each in range(2)
    ]
    done = await asyncio.gather(*(change_password(mine, each) for each in commands), return_exceptions=True)
    assert [str(each).split(":")[0] for each in done if isinstance(each, Exception)] == ["STALE_REVISION"]


async def test_a_name_changes_by_oneself_or_an_administrator(
    district: District, administrator: OperationContext
) -> None:
    official = await district.official("li.wei", Role.STREET, district.street)
    mine = district.holding(official, Role.STREET, district.street)
    done = await rename(mine, official)
    assert done == {"official": {"displayName": "李维", "revision": 2}, "errors": []}
    stranger = await district.official("wang", Role.STREET, district.street)
    before = await written(district)
    for context, changes, expected in (
        (administrator, {}, ("STALE_REVISION", ["expectedRevision"])),
        (administrator, {"expectedRevision": 2, "displayName": " "}, ("INVALID_INPUT", ["displayName"])),
        (
            administrator,
            {"expectedRevision": 2, "displayName": "李" * 41},
            ("TEXT_TOO_LONG", ["displayName"]),
        ),
        (district.holding(stranger, Role.STREET, district.street), {}, ("ROLE_NOT_ALLOWED", [])),
    ):
        assert codes(await rename(context, official, **changes)) == [expected]
    assert await written(district) == before
    assert (await rename(administrator, official, expectedRevision=2))["official"]["revision"] == 3
    async with district.view.read() as session:
        entries = (await session.scalars(select(AuditEntry))).all()
    assert "李维" not in str([entry.detail for entry in entries])


@pytest.mark.parametrize("alike", ["Li.Wei", "LI.WEI", "ｌｉ．ｗｅｉ", "ＬＩ．Wei"])
async def test_usernames_are_one_whatever_their_case_and_width(
    district: District, administrator: OperationContext, alike: str
) -> None:
    await appoint(administrator, wanted(district))
    before = await written(district)
    taken = await appoint(administrator, wanted(district, username=alike))
    assert [error["code"] for error in taken["errors"]] == ["USERNAME_TAKEN"]
    assert await written(district) == before
    more = await appoint(administrator, wanted(district, username=alike, password=None, role="COMMUNITY"))
    assert (more["errors"], more["official"]["username"]) == ([], "li.wei")
    assert (await signed(district, username=alike)).actor.id


async def test_a_new_username_is_kept_in_normal_width(
    district: District, administrator: OperationContext
) -> None:
    made = await appoint(administrator, wanted(district, username="Ｗａｎｇ.Fang"))
    assert made["official"]["username"] == "Wang.Fang"
    assert (await signed(district, username="wang.fang")).actor.id


async def test_each_way_of_writing_a_username_counts_as_one_at_the_brake(district: District) -> None:
    await district.official("li.wei")
    ways = ["li.wei", "LI.WEI", "Li.wei", "ｌｉ．ｗｅｉ"]
    for attempt in range(ATTEMPTS):
        with pytest.raises(SignInRefused) as refusal:
            await signed(district, "wrong", ways[attempt % len(ways)])
        assert refusal.value.retry_at is None
    with pytest.raises(SignInRefused) as braked:
        await signed(district, PASSWORD, "Li.Wei")
    assert braked.value.retry_at is not None


@given(st.from_regex(USERNAME, fullmatch=True))
def test_a_username_has_one_key(username: str) -> None:
    assert username_key(username) == username_key(username.upper()) == username_key(username.swapcase())
    wide = "".join(chr(ord(each) + 0xFEE0) for each in username)
    assert (written_username(wide), username_key(wide)) == (username, username_key(username))
    assert username_key(username_key(username)) == username_key(username)


async def test_the_database_works_the_key_out_as_we_do(district: District) -> None:
    """Of every character that may stand in a username once its width is normal."""
    marks = [
        chr(code) for code in range(0x20, 0x30000) if USERNAME.fullmatch(f"a{written_username(chr(code))}")
    ]
    async with district.view.read() as session:
        rows = await session.execute(
            text('select c, lower(normalize(c, NFKC) collate "C") from unnest(cast(:all as text[])) c'),
            {"all": marks},
        )
        found = rows.all()
    assert len(found) > 128
    assert [row[0] for row in found if row[1] != username_key(row[0])] == []


def test_one_time_passwords_are_legible_and_not_alike() -> None:
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    for each in made:
        assert len(each) >= SHORTEST
        assert not set(each) & set("0Oo1lIi")
        assert [len(group) for group in each.split("-")] == [5, 5, 5, 5]


async def test_an_official_who_is_not_signed_in_has_no_account(district: District) -> None:
    assert (await ask(district.context(), ACCOUNT))["account"] is None
    refused = await change(district.context(Actor("system")), PASSWORD)
    assert codes(refused) == [("UNAUTHENTICATED", [])]
