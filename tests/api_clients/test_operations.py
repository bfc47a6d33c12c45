"""Keys of third-party programs: made once, shown once, voided at once."""

from typing import Any

import pytest

from authz.actions import Role
from authz.context import Actor, OperationContext
from authz.credentials import CredentialKind, parse
from authz.sign_in import authenticate
from schema.frame.identifiers import encode_id
from tenants.base import new_id
from tenants.database import Database
from tests.authz.district import District, make_district
from tests.officials.conftest import ask

CREATE = """
mutation Create($input: CreateApiClientInput!) {
  createApiClient(input: $input) {
    apiClient { id name scopes revokedAt }
    secret
    errors { code field details { name value } }
  }
}"""
REVOKE = """
mutation Revoke($input: RevokeApiClientInput!) {
  revokeApiClient(input: $input) { apiClient { id revokedAt } errors { code field } }
}"""
CLIENTS = "{ apiClients { id name scopes createdAt revokedAt } }"
NODE = "query Node($id: ID!) { node(id: $id) { ... on ApiClient { name } } }"


def wanted(**changes: Any) -> dict[str, Any]:
    return {"idempotencyKey": str(new_id()), "name": "地图", "scopes": ["status:read"], **changes}


async def create(context: OperationContext, given: dict[str, Any]) -> dict[str, Any]:
    payload: dict[str, Any] = (await ask(context, CREATE, input=given))["createApiClient"]
    return payload


async def revoke(context: OperationContext, client: str) -> dict[str, Any]:
    given = {"idempotencyKey": str(new_id()), "apiClient": client}
    payload: dict[str, Any] = (await ask(context, REVOKE, input=given))["revokeApiClient"]
    return payload


async def whose(district: District, key: str) -> Actor | None:
    credential = parse(key)
    assert credential is not None
    assert credential.kind is CredentialKind.CLIENT
    found = await authenticate(district.view, credential, district.clock())
    return found and found.value


async def names(context: OperationContext) -> list[str]:
    return [client["name"] for client in (await ask(context, CLIENTS))["apiClients"]]


async def test_key_opens_until_revoked(district: District, administrator: OperationContext) -> None:
    payload = await create(administrator, wanted())
    assert payload["errors"] == []
    client = payload["apiClient"]
    assert (client["name"], client["scopes"], client["revokedAt"]) == ("地图", ["status:read"], None)
    actor = await whose(district, payload["secret"])
    assert actor is not None
    assert (actor.kind, actor.name, actor.scopes) == ("client", "地图", frozenset({"status:read"}))
    assert await names(administrator) == ["地图"]
    assert (await ask(administrator, NODE, id=client["id"]))["node"] == {"name": "地图"}
    revoked = await revoke(administrator, client["id"])
    assert revoked["errors"] == []
    assert revoked["apiClient"]["revokedAt"] is not None
    assert await whose(district, payload["secret"]) is None
    district.clock.pass_by(hours=1)
    assert (await revoke(administrator, client["id"]))["apiClient"] == revoked["apiClient"]


async def test_key_is_shown_once(district: District, administrator: OperationContext) -> None:
    given = wanted()
    first, again = await create(administrator, given), await create(administrator, given)
    assert again["apiClient"] == first["apiClient"]
    assert again["secret"] is None
    assert await whose(district, first["secret"]) is not None
    assert await names(administrator) == ["地图"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": " "}, "INVALID_INPUT", ["name"]),
        ({"name": "图" * 41}, "TEXT_TOO_LONG", ["name"]),
        ({"scopes": []}, "INVALID_INPUT", ["scopes"]),
        ({"scopes": ["status:read", "household:read"]}, "INVALID_INPUT", ["scopes"]),
        ({"name": "已有"}, "DUPLICATE_NAME", ["name"]),
    ],
)
async def test_bad_client_is_refused(
    administrator: OperationContext, changes: dict[str, Any], code: str, field: list[str]
) -> None:
    assert (await create(administrator, wanted(name="已有")))["errors"] == []
    payload = await create(administrator, wanted(**changes))
    assert [(error["code"], error["field"]) for error in payload["errors"]] == [(code, field)]
    assert (payload["apiClient"], payload["secret"]) == (None, None)
    assert await names(administrator) == ["已有"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.TENANT_ADMINISTRATOR])
async def test_others_neither_make_nor_see_nor_revoke_keys(
    district: District, administrator: OperationContext, role: Role
) -> None:
    made = await create(administrator, wanted(name="已有"))
    other = district.holding(await district.official("somebody", role), role, district.root)
    for payload in (await create(other, wanted()), await revoke(other, made["apiClient"]["id"])):
        assert [error["code"] for error in payload["errors"]] == ["ROLE_NOT_ALLOWED"]
    refused = await ask(other, CLIENTS)
    assert [error.original_error.code for error in refused["errors"]] == ["ROLE_NOT_ALLOWED"]
    assert (await ask(other, NODE, id=made["apiClient"]["id"]))["node"] is None
    assert await names(administrator) == ["已有"]
    assert await whose(district, made["secret"]) is not None


async def test_anonymous_and_clients_are_refused(district: District, administrator: OperationContext) -> None:
    """A key opens nothing of the official schema, least of all keys."""
    key = (await create(administrator, wanted()))["secret"]
    client = await whose(district, key)
    assert client is not None
    anonymous = await ask(district.context(), CLIENTS)
    assert [error.original_error.code for error in anonymous["errors"]] == ["UNAUTHENTICATED"]
    as_client = await ask(district.context(client), CLIENTS)
    assert [error.original_error.code for error in as_client["errors"]] == ["UNAUTHENTICATED"]
    made = await create(district.context(client), wanted(name="另一个"))
    assert [error["code"] for error in made["errors"]] == ["ROLE_NOT_ALLOWED"]
    assert await names(administrator) == ["地图"]


@pytest.mark.parametrize(
    ("client", "code"),
    [
        ("nonsense", "INVALID_ID"),
        (encode_id("Unit", new_id()), "INVALID_ID"),
        (encode_id("ApiClient", new_id()), "NOT_FOUND"),
    ],
    ids=["garbage", "another type", "unknown"],
)
async def test_unknown_client_is_not_revoked(administrator: OperationContext, client: str, code: str) -> None:
    payload = await revoke(administrator, client)
    assert [(error["code"], error["field"]) for error in payload["errors"]] == [(code, ["apiClient"])]


async def test_key_of_another_district_is_out_of_reach(
    district: District, administrator: OperationContext, database: Database
) -> None:
    made = await create(administrator, wanted())
    other = await make_district(database)
    stranger = other.holding(await other.official("admin"), Role.TENANT_ADMINISTRATOR, other.root)
    assert (await revoke(stranger, made["apiClient"]["id"]))["errors"][0]["code"] == "NOT_FOUND"
    assert await names(stranger) == []
    assert await whose(other, made["secret"]) is None
    assert await whose(district, made["secret"]) is not None
