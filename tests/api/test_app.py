"""The application as it is served: real schemas, real back office, a district as it is onboarded."""

from collections.abc import AsyncIterator

import httpx
import pytest
from graphql import (
    GraphQLField,
    get_introspection_query,
    get_named_type,
    is_composite_type,
    is_required_argument,
)

from api.app import SCHEMAS, create_app
from api.composition import OPEN_FIELDS
from tenants.database import Database
from tests.api.conftest import make_settings
from tests.api.test_tenancy import bearer, code
from tests.builders.databases import Urls
from tests.builders.district import PASSWORD, make_district

SIGN_IN = """
mutation SignIn($input: SignInInput!) {
  signIn(input: $input) { token viewer { official { username } } errors { code } }
}
"""
PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
async def home(database: Database) -> str:
    """Onboard a district; give its path."""
    return f"/t/{(await make_district(database)).tenant.slug}"


@pytest.fixture(scope="module")
async def client(urls: Urls) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(make_settings(urls))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://edge.test") as opened,
    ):
        yield opened


async def sign_in(client: httpx.AsyncClient, home: str, password: str) -> httpx.Response:
    variables = {"input": {"username": "admin", "password": password}}
    return await client.post(f"{home}/graphql", json={"query": SIGN_IN, "variables": variables})


async def test_an_official_signs_in_and_is_somebody(client: httpx.AsyncClient, home: str) -> None:
    payload = (await sign_in(client, home, PASSWORD)).json()["data"]["signIn"]
    assert payload["errors"] == []
    document = {"query": "{ viewer { official { username } } tenant { slug } }"}
    answer = await client.post("/graphql", json=document, headers=bearer(payload["token"]))
    assert answer.json()["data"] == {
        "viewer": {"official": {"username": "admin"}},
        "tenant": {"slug": home.removeprefix("/t/")},
    }


async def test_a_wrong_password_is_a_refusal_in_the_payload(client: httpx.AsyncClient, home: str) -> None:
    payload = (await sign_in(client, home, "wrong")).json()["data"]["signIn"]
    assert (payload["token"], payload["errors"]) == (None, [{"code": "INVALID_CREDENTIALS"}])


def ask_for(operation: str, name: str, field: GraphQLField) -> str:
    """Write a valid document that asks for one root field, its arguments left to variables."""
    needed = {key: argument.type for key, argument in field.args.items() if is_required_argument(argument)}
    declared = ", ".join(f"${key}: {kind}" for key, kind in needed.items())
    passed = ", ".join(f"{key}: ${key}" for key in needed)
    head, call = (f"{operation}({declared})", f"{name}({passed})") if needed else (operation, name)
    selection = "{ __typename }" if is_composite_type(get_named_type(field.type)) else ""
    return f"{head} {{ {call} {selection} }}"


@pytest.mark.parametrize("schema", ["official", "platform"])
async def test_every_other_root_field_is_closed_to_nobody(
    client: httpx.AsyncClient, home: str, schema: str
) -> None:
    """The door is shut before arguments are looked at, so no field can forget to ask."""
    path = f"{home}/graphql" if schema == "official" else "/platform/graphql"
    definition = getattr(SCHEMAS, schema)._schema
    asked = 0
    for operation, root in (("query", definition.query_type), ("mutation", definition.mutation_type)):
        for name in root.fields.keys() - OPEN_FIELDS:
            answer = await client.post(path, json={"query": ask_for(operation, name, root.fields[name])})
            assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED"), name
            asked += 1
    assert asked >= 3


@pytest.mark.parametrize("path", ["/graphql", "/public/graphql", "/platform/graphql"])
async def test_introspection_fits_the_bounds(client: httpx.AsyncClient, home: str, path: str) -> None:
    address = path if path.startswith("/platform") else home + path
    answer = await client.post(address, json={"query": get_introspection_query(input_value_deprecation=True)})
    assert "errors" not in answer.json()


async def test_the_schemas_can_be_read(client: httpx.AsyncClient) -> None:
    assert (await client.get("/schema.graphql")).text.strip() == SCHEMAS.official.as_str().strip()
    assert (await client.get("/public/schema.graphql")).text.strip() == SCHEMAS.public.as_str().strip()


async def test_the_back_office_is_there(client: httpx.AsyncClient, home: str) -> None:
    answer = await client.get(f"{home}/admin/sign-in", headers=PAGE)
    assert answer.status_code == 200
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    answer = await client.get(f"{home}/admin/worklist", headers=PAGE)
    assert answer.status_code == 303
    assert "/admin/sign-in" in answer.headers["location"]


async def test_a_code_with_nul_is_nobodys(client: httpx.AsyncClient, home: str) -> None:
    """PostgreSQL cannot hold the character, so no unit has it; asking is no fault of the server."""
    answer = await client.post(
        f"{home}/public/graphql", json={"query": '{ unitStatus(code: "\\u0000") { name } }'}
    )
    assert answer.status_code == 200
    assert answer.json()["data"] == {"unitStatus": None}
    assert "errors" not in answer.json()
