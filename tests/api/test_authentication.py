"""Who is let in where: officials, programs, operators, nobody; and credentials that are not good."""

import httpx
import pytest

from authz.credentials import CredentialKind, issue
from authz.sign_in import sign_in, sign_out
from tenants.base import new_id
from tenants.database import Database
from tests.api.conftest import Place
from tests.api.test_tenancy import bearer, code
from tests.authz.district import PASSWORD

WHO = {"query": "{ viewer { kind name } }"}
NODE = {"query": "{ node { name } }"}


async def test_officials_are_known_on_both_schemas(client: httpx.AsyncClient, place: Place) -> None:
    for path in (place.official, place.public):
        answer = await client.post(path, json=WHO, headers=bearer(place.token))
        assert answer.json()["data"] == {"viewer": {"kind": "official", "name": "li.wei同志"}}
        assert (await client.post(path, json=NODE, headers=bearer(place.token))).status_code == 200


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_programs_read_the_public_schema_only(
    client: httpx.AsyncClient, place: Place, scheme: str
) -> None:
    for headers in ({"X-API-Key": place.key}, {"Authorization": f"{scheme} {place.key}"}):
        answer = await client.post(place.public, json=WHO, headers=headers)
        assert answer.json()["data"] == {"viewer": {"kind": "client", "name": "疾控平台"}}
        answer = await client.post(place.official, json=WHO, headers=headers)
        assert (answer.status_code, code(answer)) == (403, "OFFICIALS_ONLY")


async def test_nobody_may_sign_in_and_look_no_further(client: httpx.AsyncClient, place: Place) -> None:
    open_to_anybody = "query Q { viewer { kind } tenant __typename __schema { queryType { name } } }"
    answer = await client.post(place.official, json={"query": open_to_anybody})
    assert (answer.status_code, answer.json()["data"]["viewer"]) == (200, None)
    answer = await client.post(place.official, json={"query": 'mutation { signIn(username: "x") }'})
    assert answer.json()["data"] == {"signIn": "token of x"}
    for closed in (
        "{ node { name } }",
        "{ tenant ...f } fragment f on Query { ...g } fragment g on Query { a: node { name } }",
        "{ ... on Query { node { name } } }",
        "mutation { change }",
        'mutation { signIn(username: "x") change }',
    ):
        answer = await client.post(place.official, json={"query": closed})
        assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED")
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_nobody_reads_the_public_schema(client: httpx.AsyncClient, place: Place) -> None:
    assert (await client.post(place.public, json=NODE)).json()["data"] == {"node": {"name": "n"}}


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Bearer wys_" + "0" * 32 + "_" + "a" * 43},
        {"Authorization": "Bearer é".encode("latin-1")},
        {"Authorization": "Basic bGk6d2Vp"},
        {"Authorization": "nonsense"},
        {"X-API-Key": "nonsense"},
        {"X-API-Key": ""},
    ],
)
async def test_a_bad_credential_is_refused_and_not_taken_for_nobody(
    client: httpx.AsyncClient, place: Place, headers: dict[str, str | bytes]
) -> None:
    for path in (place.official, place.public, "/platform/graphql"):
        answer = await client.post(path, json={"query": "{ __typename }"}, headers=headers)
        assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED")
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_session_ends_with_its_sign_out(client: httpx.AsyncClient, place: Place) -> None:
    signed = await sign_in(place.district.context(), "li.wei", PASSWORD)
    assert (await client.post(place.official, json=NODE, headers=bearer(signed.token))).status_code == 200
    await sign_out(place.district.context(signed.actor))
    assert (await client.post(place.official, json=NODE, headers=bearer(signed.token))).status_code == 401


async def test_operators_have_a_schema_of_their_own(
    client: httpx.AsyncClient, place: Place, operator_token: str
) -> None:
    secrets = {"query": "{ viewer secrets }"}
    answer = await client.post("/platform/graphql", json=secrets, headers=bearer(operator_token))
    assert answer.json()["data"] == {"viewer": "operator", "secrets": "for operators"}
    assert code(await client.post("/platform/graphql", json=secrets)) == "UNAUTHENTICATED"
    assert (await client.post("/platform/graphql", json={"query": "{ viewer }"})).json()["data"] == {
        "viewer": None
    }
    for token in (place.token, place.key):
        answer = await client.post("/platform/graphql", json=secrets, headers=bearer(token))
        assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED")
    answer = await client.post(place.official, json=NODE, headers=bearer(operator_token))
    assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED")


async def test_kinds_of_credentials_are_not_mixed_up(
    client: httpx.AsyncClient, database: Database, place: Place
) -> None:
    """A key that says it is a session is neither."""
    assert database is not None
    disguised = place.key.replace("wyk_", "wys_")
    answer = await client.post(place.public, json=NODE, headers=bearer(disguised))
    assert answer.status_code == 401
    unknown, _ = issue(CredentialKind.CLIENT, new_id())
    assert (await client.post(place.public, json=NODE, headers=bearer(unknown))).status_code == 401
