"""The back office's place and its door, which is the door of every client."""

import ast

import httpx
import pytest

from tests.api.conftest import Open, Place
from tests.api.test_tenancy import change, code

PAGE = {"Accept": "text/html"}


async def ask(
    client: httpx.AsyncClient, place: Place, token: str | None = None, **params: str
) -> dict[str, object]:
    cookies = {"Cookie": f"session={token}"} if token else {}
    answer = await client.get(f"/t/{place.slug}/admin", params=params, headers=PAGE | cookies)
    result: dict[str, object] = ast.literal_eval(answer.text)
    return result


def codes(result: dict[str, object]) -> list[str]:
    errors = result.get("errors", [])
    assert isinstance(errors, list)
    return [error["extensions"]["code"] for error in errors]


async def test_pages_act_with_the_session_of_their_request(client: httpx.AsyncClient, place: Place) -> None:
    assert (await ask(client, place))["data"] == {"viewer": None, "tenant": place.slug}
    assert (await ask(client, place, place.token))["data"] == {
        "viewer": {"name": "li.wei同志"},
        "tenant": place.slug,
    }


async def test_pages_pass_the_doors_of_clients(
    client: httpx.AsyncClient, place: Place, other_place: Place
) -> None:
    assert codes(await ask(client, place, document="{ node { name } }")) == ["UNAUTHENTICATED"]
    assert codes(await ask(client, place, "wys_nonsense")) == ["UNAUTHENTICATED"]
    assert codes(await ask(client, place, other_place.token)) == ["TENANT_MISMATCH"]
    assert codes(await ask(client, place, place.key)) == ["OFFICIALS_ONLY"]
    assert codes(await ask(client, place, document="{ nobody }")) == ["GRAPHQL_VALIDATION_FAILED"]
    deep = "{ node " + "{ child " * 13 + "{ name }" + " }" * 14
    assert codes(await ask(client, place, document=deep, schema="public")) == ["LIMIT_EXCEEDED"]
    assert codes(await ask(client, place, document="{ broken }", schema="public")) == ["INTERNAL"]


async def test_cookies_are_no_credentials_at_the_api(client: httpx.AsyncClient, place: Place) -> None:
    """A foreign site can make a browser send them; so they count for nothing there."""
    headers = {"Cookie": f"session={place.token}; __Host-wuyi={place.token}"}
    answer = await client.post(place.official, json={"query": "{ viewer { name } }"}, headers=headers)
    assert answer.json()["data"] == {"viewer": None}


async def test_addresses_lead_home(open_app: Open, place: Place) -> None:
    async with open_app(default_tenant=place.slug) as client:
        for path in ("/", f"/t/{place.slug}", f"/t/{place.slug}/"):
            answer = await client.get(path, headers=PAGE)
            assert (answer.status_code, answer.headers["location"]) == (303, f"/t/{place.slug}/admin")
    async with open_app() as client:
        answer = await client.get("/", headers=PAGE)
        assert (answer.status_code, code(answer)) == (404, "TENANT_REQUIRED")


async def test_a_district_with_a_host_of_its_own_lives_at_the_root(
    client: httpx.AsyncClient, database: object, place: Place
) -> None:
    host = f"own-{place.slug}.example.cn"
    await change(database, place, host=host)  # type: ignore[arg-type]
    answer = await client.get("/", headers=PAGE | {"Host": host})
    assert answer.headers["location"] == "/admin"
    page = await client.get("/admin", headers=PAGE | {"Host": host})
    assert ast.literal_eval(page.text)["data"]["tenant"] == place.slug


@pytest.mark.parametrize("path", ["/nope", "/t/somewhere/nope", "/t/somewhere/graphqll"])
async def test_clients_get_no_page_for_a_wrong_address(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path, headers={"Accept": "application/json"})
    assert (answer.status_code, code(answer)) == (404, "NOT_FOUND")
    answer = await client.get(path, headers=PAGE)
    assert answer.status_code == 404
    assert "extensions" not in answer.text
