"""Giving roles: who may, to whom, and what is refused with nothing written."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from authz.actions import Action, Role
from authz.context import OperationContext
from authz.sign_in import sign_in
from authz.tables import Membership, Official
from schema.frame.identifiers import encode_id
from schema.units.tables import Unit
from tenants.audit import AuditEntry
from tenants.base import new_id
from tenants.database import Database
from tests.authz.district import PASSWORD, START, District, make_district, membership
from tests.officials.conftest import ask

APPOINT = """
mutation Appoint($input: AppointOfficialInput!) {
  appointOfficial(input: $input) {
    official { username displayName disabled grants { role roleName unit { code } validUntil } }
    errors { code field message fix }
  }
}"""


def unit_id(unit: Unit) -> str:
    return encode_id("Unit", unit.id)


def wanted(district: District, **changes: Any) -> dict[str, Any]:
    return {
        "idempotencyKey": str(new_id()),
        "username": "li.wei",
        "displayName": "李伟",
        "password": PASSWORD,
        "role": "STREET",
        "unit": unit_id(district.street),
        **changes,
    }


async def appoint(context: OperationContext, given: dict[str, Any]) -> dict[str, Any]:
    answer = await ask(context, APPOINT, input=given)
    assert not answer["errors"]
    payload: dict[str, Any] = answer["appointOfficial"]
    return payload


async def written(district: District) -> tuple[int, ...]:
    async with district.view.read() as session:
        return tuple(
            [
                await session.scalar(select(func.count()).select_from(table)) or 0
                for table in (Official, Membership, AuditEntry)
            ]
        )


async def test_appointed_official_signs_in_and_acts(
    district: District, administrator: OperationContext
) -> None:
    until = START + timedelta(days=30)
    payload = await appoint(administrator, wanted(district, validUntil=until.isoformat()))
    assert payload["errors"] == []
    grant = {
        "role": "STREET",
        "roleName": "街道（镇）",
        "unit": {"code": "s1"},
        "validUntil": until.isoformat(),
    }
    assert payload["official"] == {
        "username": "li.wei",
        "displayName": "李伟",
        "disabled": False,
        "grants": [grant],
    }
    signed = await sign_in(district.context(), "li.wei", PASSWORD)
    assert district.context(signed.actor).decide(Action.EVENT_CLOSE, "d1.s1").allowed
    assert await written(district) == (2, 2, 2)


async def test_known_official_gains_a_role(district: District, administrator: OperationContext) -> None:
    await appoint(administrator, wanted(district))
    more = wanted(district, password=None, role="COMMISSION", unit=unit_id(district.root))
    payload = await appoint(administrator, more)
    assert [grant["role"] for grant in payload["official"]["grants"]] == ["STREET", "COMMISSION"]


async def test_repeated_call_appoints_once(district: District, administrator: OperationContext) -> None:
    given = wanted(district)
    first, again = await appoint(administrator, given), await appoint(administrator, given)
    assert first == again
    assert await written(district) == (2, 2, 1)
    other = await appoint(administrator, {**given, "role": "COMMUNITY"})
    assert other["errors"][0]["code"] == "IDEMPOTENCY_KEY_REUSED"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"username": "x"}, "INVALID_INPUT", ["username"]),
        ({"username": "李伟"}, "INVALID_INPUT", ["username"]),
        ({"username": "a\x00b"}, "INVALID_INPUT", ["username"]),
        ({"displayName": " "}, "INVALID_INPUT", ["displayName"]),
        ({"displayName": "李" * 41}, "TEXT_TOO_LONG", ["displayName"]),
        ({"password": "elevenchars"}, "WEAK_PASSWORD", ["password"]),
        ({"password": None}, "WEAK_PASSWORD", ["password"]),
        ({"username": "administrator", "password": "Administrator"}, "WEAK_PASSWORD", ["password"]),
        ({"role": "PLATFORM_OPERATOR"}, "INVALID_INPUT", ["role"]),
        ({"validUntil": START.isoformat()}, "INVALID_INPUT", ["validUntil"]),
        ({"validUntil": "2026-04-01T00:00:00"}, "INVALID_INPUT", ["validUntil"]),
        ({"validUntil": "0001-01-01T00:00:00+14:00"}, "INVALID_INPUT", ["validUntil"]),
        ({"validUntil": "9999-12-31T23:59:59-14:00"}, "INVALID_INPUT", ["validUntil"]),
        ({"unit": "nonsense"}, "INVALID_ID", ["unit"]),
        ({"unit": encode_id("Official", new_id())}, "INVALID_ID", ["unit"]),
        ({"unit": encode_id("Unit", new_id())}, "NOT_FOUND", ["unit"]),
        ({"idempotencyKey": ""}, "INVALID_INPUT", ["idempotencyKey"]),
    ],
)
async def test_bad_appointment_is_refused(
    district: District, administrator: OperationContext, changes: dict[str, Any], code: str, field: list[str]
) -> None:
    before = await written(district)
    payload = await appoint(administrator, wanted(district, **changes))
    assert payload["official"] is None
    assert [(error["code"], error["field"]) for error in payload["errors"]] == [(code, field)]
    assert payload["errors"][0]["fix"]
    assert await written(district) == before
    assert (await appoint(administrator, wanted(district)))["errors"] == []


async def test_all_faults_are_told_at_once(district: District, administrator: OperationContext) -> None:
    given = wanted(district, username="?", displayName="", role="PLATFORM_OPERATOR")
    faults = (await appoint(administrator, given))["errors"]
    assert [fault["field"] for fault in faults] == [["username"], ["displayName"], ["role"]]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({}, "USERNAME_TAKEN", ["username"]),
        ({"password": None, "displayName": "王芳"}, "USERNAME_TAKEN", ["username"]),
        ({"password": None}, "INVALID_INPUT", ["role"]),
    ],
)
async def test_known_official_is_no_other_person(
    district: District, administrator: OperationContext, changes: dict[str, Any], code: str, field: list[str]
) -> None:
    """A taken username is refused to a new person, and a role held already is not given twice."""
    await appoint(administrator, wanted(district))
    before = await written(district)
    payload = await appoint(administrator, wanted(district, **changes))
    assert [(error["code"], error["field"]) for error in payload["errors"]] == [(code, field)]
    assert await written(district) == before


async def test_ended_role_is_given_anew(district: District, administrator: OperationContext) -> None:
    until = START + timedelta(hours=1)
    await appoint(administrator, wanted(district, validUntil=until.isoformat()))
    district.clock.now = until
    payload = await appoint(administrator, wanted(district, password=None))
    assert payload["errors"] == []
    assert len(payload["official"]["grants"]) == 1


async def test_nobody_appoints_themselves(district: District, administrator: OperationContext) -> None:
    """An administrator has no part in the workflow, and cannot take one."""
    before = await written(district)
    given = wanted(district, username="admin", displayName="admin同志", password=None, role="HEADQUARTERS")
    payload = await appoint(administrator, given)
    assert [error["code"] for error in payload["errors"]] == ["ROLE_NOT_ALLOWED"]
    assert await written(district) == before
    assert (await appoint(administrator, wanted(district, role="HEADQUARTERS")))["errors"] == []


async def test_disabled_official_gains_nothing(district: District, administrator: OperationContext) -> None:
    official = await district.official("li.wei")
    async with district.view.begin() as session:
        row = await session.get_one(Official, (official.tenant_id, official.id))
        row.disabled_at = START
    given = wanted(district, displayName="li.wei同志", password=None)
    assert [error["field"] for error in (await appoint(administrator, given))["errors"]] == [["username"]]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.TENANT_ADMINISTRATOR])
async def test_others_may_not_appoint(district: District, role: Role) -> None:
    official = await district.official("somebody", role)
    before = await written(district)
    payload = await appoint(district.holding(official, role, district.root), wanted(district))
    assert [error["code"] for error in payload["errors"]] == ["ROLE_NOT_ALLOWED"]
    assert await written(district) == before


async def test_anonymous_may_not_appoint(district: District) -> None:
    payload = await appoint(district.context(), wanted(district))
    assert [error["code"] for error in payload["errors"]] == ["UNAUTHENTICATED"]


async def test_unit_of_another_district_is_unknown(
    district: District, administrator: OperationContext, database: Database
) -> None:
    other = await make_district(database)
    payload = await appoint(administrator, wanted(district, unit=unit_id(other.street)))
    assert [error["code"] for error in payload["errors"]] == ["NOT_FOUND"]
    assert (await written(other))[1] == 0


VIEWER = "{ viewer { official { username grants { role } } grants { role roleName unit { code } } } }"
OFFICIALS = "{ officials { totalCount edges { node { id username disabled } } } }"
NODE = (
    "query Node($id: ID!) { node(id: $id) { id ... on Official { username displayName grants { role } } } }"
)


async def test_viewer_is_who_is_signed_in(district: District) -> None:
    official = await district.official("li.wei", Role.STREET, district.street)
    await district.add(membership(official, Role.COMMUNITY, district.street, START + timedelta(hours=1)))
    answer = await ask(district.holding(official, Role.STREET, district.street), VIEWER)
    assert answer["viewer"] == {
        "official": {"username": "li.wei", "grants": [{"role": "STREET"}]},
        "grants": [{"role": "STREET", "roleName": "街道（镇）", "unit": {"code": "s1"}}],
    }
    assert (await ask(district.context(), VIEWER))["viewer"] is None


async def test_officials_are_listed_for_administrators_only(
    district: District, administrator: OperationContext
) -> None:
    street = await district.official("li.wei", Role.STREET, district.street)
    listed = (await ask(administrator, OFFICIALS))["officials"]
    assert listed["totalCount"] == 2
    assert [edge["node"]["username"] for edge in listed["edges"]] == ["admin", "li.wei"]
    for context, code in (
        (district.holding(street, Role.STREET, district.street), "ROLE_NOT_ALLOWED"),
        (district.context(), "UNAUTHENTICATED"),
    ):
        refused = await ask(context, OFFICIALS)
        assert [error.original_error.code for error in refused["errors"]] == [code]


async def test_official_is_found_by_id_by_self_and_administrator(
    district: District, administrator: OperationContext, database: Database
) -> None:
    me = await district.official("li.wei", Role.STREET, district.street)
    colleague = await district.official("wang.fang", Role.STREET, district.street)
    node = {"username": "li.wei", "displayName": "li.wei同志", "grants": [{"role": "STREET"}]}
    identity = encode_id("Official", me.id)
    for context in (administrator, district.holding(me, Role.STREET, district.street)):
        assert (await ask(context, NODE, id=identity))["node"] == {"id": identity, **node}
    other = await make_district(database)
    stranger = other.holding(await other.official("admin"), Role.TENANT_ADMINISTRATOR, other.root)
    for context in (district.holding(colleague, Role.STREET, district.street), district.context(), stranger):
        assert (await ask(context, NODE, id=identity))["node"] is None
