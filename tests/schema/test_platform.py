"""The platform's schema: for operators only, who bring districts on board and see nothing inside."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.context import ANONYMOUS
from authz.credentials import parse
from authz.operators import add_operator, authenticate_operator
from authz.sign_in import authenticate, sign_in
from schema.frame.platform_context import PlatformContext, platform_context
from schema.root import platform_schema
from tenants.base import new_id, utc_now
from tenants.database import Database
from tests.builders.district import PASSWORD
from tests.builders.ledger import changed, read_ledger
from tests.builders.stage import Stage
from tests.clients import ask_platform, refused_with
from tests.schema.leaks import property_of
from tests.schema.selection import answered, output_fields, root_document

SCHEMA = platform_schema._schema
Values = dict[str, Any]


@pytest.fixture(scope="session")
async def anonymous(database: Database) -> PlatformContext:
    return platform_context(database, None, "test")


async def signed_in(database: Database) -> PlatformContext:
    """Sign a new operator in through the API."""
    name = f"operator-{new_id().hex[-12:]}"
    await add_operator(database, name, PASSWORD, utc_now())
    given = {"username": name, "password": PASSWORD}
    payload = await change(platform_context(database, None, "test"), "signIn", given)
    assert payload["errors"] == []
    credential = parse(payload["token"])
    assert credential is not None
    operator = await authenticate_operator(database, credential, utc_now())
    assert operator is not None
    return platform_context(database, (operator, credential), "test")


@pytest.fixture(scope="session")
async def operator(database: Database) -> PlatformContext:
    return await signed_in(database)


async def change(caller: PlatformContext, field: str, given: Values | None = None) -> Values:
    variables = {} if given is None else {"input": given}
    result = await ask_platform(caller, root_document(SCHEMA, "mutation", field), **variables)
    assert refused_with(result) == []
    assert result.data is not None
    payload: Values = result.data["result"]
    return payload


def district(**changes: Any) -> Values:
    return {
        "slug": f"p{new_id().hex[-12:]}",
        "name": "南川区",
        "template": "wenlong",
        "host": None,
        "divisionCode": "500119",
        "timeZone": "Asia/Shanghai",
        "administrator": {"username": "admin", "displayName": "管理员", "password": PASSWORD},
        **changes,
    }


def codes(payload: Values) -> list[tuple[str, list[str]]]:
    return [(error["code"], error["field"]) for error in payload["errors"]]


def test_every_field_is_tried() -> None:
    assert SCHEMA.query_type is not None
    assert SCHEMA.mutation_type is not None
    assert SCHEMA.query_type.fields.keys() == {"viewer", "tenants", "guidelineTemplates"}
    assert SCHEMA.mutation_type.fields.keys() == {"signIn", "signOut", "onboardDistrict"}


@pytest.mark.parametrize(
    ("field", "refusal"),
    [("viewer", []), ("tenants", ["UNAUTHENTICATED"]), ("guidelineTemplates", ["UNAUTHENTICATED"])],
)
@pytest.mark.usefixtures("stage")
async def test_only_operators_read(
    anonymous: PlatformContext, operator: PlatformContext, field: str, refusal: list[str]
) -> None:
    document = root_document(SCHEMA, "query", field)
    refused = await ask_platform(anonymous, document)
    assert refused_with(refused) == refusal
    assert (refused.data or {}).get("result") is None
    assert (await ask_platform(operator, document)).data["result"]  # type: ignore[index]


async def test_operators_see_districts_not_into_them(
    operator: PlatformContext, stage: Stage, owner: AsyncEngine
) -> None:
    own = await property_of(stage, owner)
    found = set()
    for field in ("viewer", "tenants", "guidelineTemplates"):
        data = (await ask_platform(operator, root_document(SCHEMA, "query", field))).data
        assert own.found_in(data) == []
        found |= answered(data)
    onboarded = await change(operator, "onboardDistrict", district(host="nanchuan.example"))
    found |= answered(onboarded)
    payloads = {name for name in SCHEMA.type_map if name.endswith("Payload")}
    assert output_fields(SCHEMA, without=payloads | {"OperationError", "ErrorDetail"}) - found == set()


async def test_an_officials_session_opens_no_door_here(database: Database, stage: Stage) -> None:
    """A district's administrator is no operator, and an operator is no official of any district."""
    signed = await sign_in(stage.district.context(ANONYMOUS), "admin", PASSWORD)
    credential = parse(signed.token)
    assert credential is not None
    assert await authenticate_operator(database, credential, utc_now()) is None
    operator = (await signed_in(database)).credential
    assert operator is not None
    for tenant in (stage.district.tenant, stage.other.tenant):
        assert await authenticate(database.of(tenant), operator, utc_now()) is None
    assert await authenticate(database.of(stage.other.tenant), credential, stage.district.clock()) is None
    assert (
        await authenticate(database.of(stage.district.tenant), credential, stage.district.clock()) is not None
    )


async def test_only_an_operator_brings_a_district_on_board(
    anonymous: PlatformContext, operator: PlatformContext, owner: AsyncEngine
) -> None:
    before = await read_ledger(owner)
    refused = await change(anonymous, "onboardDistrict", district())
    assert codes(refused) == [("UNAUTHENTICATED", [])]
    assert refused["tenant"] is None
    assert not changed(before, await read_ledger(owner))
    made = await change(operator, "onboardDistrict", district())
    assert codes(made) == []
    assert made["tenant"]["graphqlPath"] == f"/t/{made['tenant']['slug']}/graphql"
    assert changed(before, await read_ledger(owner)) == {"tenants"}


BAD = {
    "slug with capitals": ({"slug": "Nanchuan"}, "INVALID_INPUT", ["slug"]),
    "slug too short": ({"slug": "n"}, "INVALID_INPUT", ["slug"]),
    "slug with a blank": ({"slug": "nan chuan"}, "INVALID_INPUT", ["slug"]),
    "name missing": ({"name": "  "}, "INVALID_INPUT", ["name"]),
    "name too long": ({"name": "南" * 61}, "TEXT_TOO_LONG", ["name"]),
    "name with NUL": ({"name": "南\0川"}, "INVALID_INPUT", ["name"]),
    "unknown template": ({"template": "../wenlong"}, "UNKNOWN_TEMPLATE", ["template"]),
    "host with a path": ({"host": "example.org/x"}, "INVALID_INPUT", ["host"]),
    "division code of 7 digits": ({"divisionCode": "5001191"}, "INVALID_INPUT", ["divisionCode"]),
    "unknown time zone": ({"timeZone": "Asia/Chongking"}, "INVALID_INPUT", ["timeZone"]),
    "time zone with NUL": ({"timeZone": "Asia/Shanghai\0"}, "INVALID_INPUT", ["timeZone"]),
    "username of one letter": (
        {"administrator": {"username": "a", "displayName": "管理员", "password": PASSWORD}},
        "INVALID_INPUT",
        ["administrator", "username"],
    ),
    "weak password": (
        {"administrator": {"username": "admin", "displayName": "管理员", "password": "short"}},
        "WEAK_PASSWORD",
        ["administrator", "password"],
    ),
    "display name too long": (
        {"administrator": {"username": "admin", "displayName": "管" * 41, "password": PASSWORD}},
        "TEXT_TOO_LONG",
        ["administrator", "displayName"],
    ),
}


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_district_is_refused(operator: PlatformContext, owner: AsyncEngine, name: str) -> None:
    """Typed, with the field at fault and a fix; the same input with the fault mended goes through."""
    changes, code, field = BAD[name]
    before = await read_ledger(owner)
    refused = await change(operator, "onboardDistrict", district(**changes))
    assert codes(refused) == [(code, field)]
    assert refused["errors"][0]["fix"]
    assert not changed(before, await read_ledger(owner))


async def test_a_taken_slug_or_host_is_refused(operator: PlatformContext, owner: AsyncEngine) -> None:
    host = f"h{new_id().hex[-12:]}.example"
    taken = await change(operator, "onboardDistrict", district(host=host))
    assert codes(taken) == []
    before = await read_ledger(owner)
    slug = taken["tenant"]["slug"]
    assert codes(await change(operator, "onboardDistrict", district(slug=slug))) == [("SLUG_TAKEN", ["slug"])]
    assert codes(await change(operator, "onboardDistrict", district(host=host))) == [("SLUG_TAKEN", ["host"])]
    assert not changed(before, await read_ledger(owner))


async def test_all_faults_are_told_at_once(operator: PlatformContext) -> None:
    bad = district(slug="-", name="", timeZone="Mars", administrator=BAD["weak password"][0]["administrator"])
    fields = [field for _, field in codes(await change(operator, "onboardDistrict", bad))]
    assert fields == [["slug"], ["name"], ["timeZone"], ["administrator", "password"]]


async def test_an_operators_session_begins_and_ends(
    database: Database, anonymous: PlatformContext, owner: AsyncEngine
) -> None:
    before = await read_ledger(owner)
    wrong = {"username": "nobody", "password": "not the password"}
    assert codes(await change(anonymous, "signIn", wrong)) == [("INVALID_CREDENTIALS", [])]
    assert changed(before, await read_ledger(owner)) == {"platform_sign_in_attempts"}
    assert (await change(anonymous, "signOut"))["signedOut"] is False
    caller = await signed_in(database)
    assert caller.credential is not None
    assert (await change(caller, "signOut"))["signedOut"] is True
    assert await authenticate_operator(database, caller.credential, utc_now()) is None
