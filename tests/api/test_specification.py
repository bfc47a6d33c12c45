"""GraphQL over HTTP: graphql-http's audits, case by case, under their ids."""

from typing import Any

import httpx
import pytest

from tests.api.conftest import Place

STRICT = "application/graphql-response+json"
TYPENAME = {"query": "{ __typename }"}
UNKNOWN_FIELD = {"query": "{ f31403dfe404bccbb0e835f2629c6a7 }"}
COERCION = {"query": "query C($v: String!) { store(value: $v) }", "variables": {"v": None}}
WITH_VARIABLES = {
    "query": "query T($name: String!) { __type(name: $name) { name } }",
    "variables": {"name": "sometype"},
}


async def post(
    client: httpx.AsyncClient, place: Place, body: Any, accept: str | None = None
) -> httpx.Response:
    return await client.post(place.public, json=body, headers={"Accept": accept or ""})


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (STRICT, STRICT),  # 22EB
        ("application/json", "application/json"),  # 4655
        ("*/*", "application/json"),  # 47DE
        (None, "application/json"),  # 80D8
    ],
)
async def test_formats(client: httpx.AsyncClient, place: Place, accept: str | None, expected: str) -> None:
    answer = await post(client, place, TYPENAME, accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{expected}; charset=utf-8"
    assert answer.json()["data"] == {"__typename": "Query"}


async def test_a_client_that_takes_no_format_of_ours_is_told(client: httpx.AsyncClient, place: Place) -> None:
    answer = await post(client, place, TYPENAME, "text/html")
    assert answer.status_code == 406
    assert answer.json()["errors"][0]["extensions"]["code"] == "NOT_ACCEPTABLE"


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/json; charset=utf-8"]
)  # BF61, 78D5
async def test_utf_8_bodies(client: httpx.AsyncClient, place: Place, content_type: str) -> None:
    body = '{"query": "{ __type(name: \\"Run🏃Swim🏊\\") { name } }"}'.encode()
    answer = await client.post(place.public, content=body, headers={"Content-Type": content_type})
    assert (answer.status_code, answer.json()["data"]) == (200, {"__type": None})


async def test_get_reads(client: httpx.AsyncClient, place: Place) -> None:
    """5A70, D6D5, 6A70."""
    assert (await client.get(place.public, params=TYPENAME)).status_code == 200
    query = {"query": WITH_VARIABLES["query"], "variables": '{"name": "sometype"}', "operationName": "T"}
    for accept in (STRICT, "application/json"):
        answer = await client.get(place.public, params=query, headers={"Accept": accept})
        assert (answer.status_code, "errors" in answer.json()) == (200, False)


async def test_get_never_writes(client: httpx.AsyncClient, place: Place) -> None:
    """9C48: the twin over POST is served."""
    mutation = {"query": 'mutation { signIn(username: "x") }'}
    for accept in (STRICT, "application/json"):
        answer = await client.get(place.official, params=mutation, headers={"Accept": accept})
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
        assert answer.json()["errors"][0]["extensions"]["code"] == "METHOD_NOT_ALLOWED"
    assert (await client.post(place.official, json=mutation)).json()["data"] == {"signIn": "token of x"}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_other_methods(client: httpx.AsyncClient, place: Place, method: str) -> None:
    answer = await client.request(method, place.public)
    assert answer.status_code == 405
    assert set(answer.headers["allow"].replace(" ", "").split(",")) >= {"GET", "POST"}
    assert answer.json()["errors"][0]["extensions"]["code"] == "METHOD_NOT_ALLOWED"


@pytest.mark.parametrize(
    "content_type",
    [
        None,  # 9ABE
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=gbk",
    ],
)
async def test_what_a_foreign_form_can_send_is_not_taken(
    client: httpx.AsyncClient, place: Place, content_type: str | None
) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    answer = await client.post(place.public, content=b'{"query": "{ __typename }"}', headers=headers)
    assert answer.status_code == 415
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNSUPPORTED_MEDIA_TYPE"


@pytest.mark.parametrize("accept", [STRICT, "application/json"])
@pytest.mark.parametrize("parameter", ["variables", "operationName", "extensions"])
async def test_null_parameters_are_as_good_as_none(
    client: httpx.AsyncClient, place: Place, parameter: str, accept: str
) -> None:
    """94B0 to 94B2, 0220 to 0222."""
    answer = await post(client, place, TYPENAME | {parameter: None}, accept)
    assert (answer.status_code, "errors" in answer.json()) == (200, False)


@pytest.mark.parametrize("accept", [STRICT, "application/json"])
@pytest.mark.parametrize(
    "body",
    [
        TYPENAME,  # 34A2, 13EE
        {"query": "query Query { __typename }", "operationName": "Query"},  # 8161, B8B3
        WITH_VARIABLES,  # 2EA1, 28B9
        TYPENAME | {"extensions": {"some": "value"}},  # 428F, 1B7A
    ],
)
async def test_well_formed_requests(
    client: httpx.AsyncClient, place: Place, body: dict[str, Any], accept: str
) -> None:
    answer = await post(client, place, body, accept)
    assert (answer.status_code, "errors" in answer.json()) == (200, False)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"query": "{"}, "GRAPHQL_PARSE_FAILED"),  # 572B, 865D, 556A, D586
        (UNKNOWN_FIELD, "GRAPHQL_VALIDATION_FAILED"),  # FDE2, 51FE, 74FF, 5E5B
        (COERCION, "BAD_USER_INPUT"),  # 7B9B, 86EE
    ],
)
async def test_documents_at_fault(
    client: httpx.AsyncClient, place: Place, body: dict[str, Any], code: str
) -> None:
    """The newer format says 400, the older one 200; neither has a data entry."""
    for accept, status in ((STRICT, 400), ("application/json", 200)):
        answer = await post(client, place, body, accept)
        assert (answer.status_code, "data" in answer.json()) == (status, False)
        assert answer.json()["errors"][0]["extensions"]["code"] == code
