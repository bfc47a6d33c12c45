"""Malformed requests: always a 4xx with a GraphQL-shaped body, never a 500."""

import json
from typing import Any

import httpx
import pytest

from tests.api.conftest import Place

JSON = {"Content-Type": "application/json"}


def assert_refused(answer: httpx.Response, status: int = 400, code: str = "MALFORMED_REQUEST") -> None:
    assert answer.status_code == status, answer.text
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == code
    assert error["message"]
    assert error["extensions"]["fix"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"1",
        b"null",
        b'"text"',
        b"true",
        b"[]",
        b'[{"query": "{ __typename }"}]',
        b"{",
        b'{ "not a JSON',
        b'{"query": "{ __typename }"} trailing',
        b'\xff\xfe{"query": "{ __typename }"}',
        b'{"query": "\xff"}',
        b'{"query": "\\ud800"}',
        b'{"query": NaN}',
        b"\x00",
        b"[" * 100_000,
        b'{"query":' * 5_000,
        b'{"variables": ' + b'{"a":' * 2_000 + b"1" + b"}" * 2_000 + b', "query": "{ __typename }"}',
        b'{"query": "{ __typename }", "variables": {"a": ' + b"[" * 300 + b"]" * 300 + b"}}",
        b'{"query": "{ __typename }", "variables": {"a": ' + b"[" * 99 + b"]" * 99 + b"}}",
    ],
)
async def test_bodies(client: httpx.AsyncClient, place: Place, body: bytes) -> None:
    assert_refused(await client.post(place.public, content=body, headers=JSON))


async def test_variables_may_be_deep_but_not_without_end(client: httpx.AsyncClient, place: Place) -> None:
    for depth, status in ((98, 200), (99, 400), (300, 400)):
        body = b'{"query": "{ __typename }", "variables": {"a": ' + b"[" * depth + b"]" * depth + b"}}"
        assert (await client.post(place.public, content=body, headers=JSON)).status_code == status
    wide = {"query": "{ __typename }", "variables": {"a": [{"b": []}] * 500}}
    assert (await client.post(place.public, json=wide)).status_code == 200


@pytest.mark.parametrize("value", [{"obj": "ect"}, 0, False, ["array"], "", "  "])
async def test_query_must_be_text(client: httpx.AsyncClient, place: Place, value: Any) -> None:
    """423L, LKJ0 to LKJ3, 8764, 3E3A."""
    assert_refused(await client.post(place.public, json={"query": value}))
    assert_refused(await client.post(place.public, json={"qeury": "{ __typename }"}))


@pytest.mark.parametrize("value", [{"obj": "ect"}, 0, False, ["array"], "x" * 201])
async def test_operation_name_must_be_text(client: httpx.AsyncClient, place: Place, value: Any) -> None:
    """6C00 to 6C03."""
    assert_refused(await client.post(place.public, json={"query": "{ __typename }", "operationName": value}))


@pytest.mark.parametrize("parameter", ["variables", "extensions"])
@pytest.mark.parametrize("value", ["string", 0, False, ["array"]])
async def test_maps_must_be_maps(client: httpx.AsyncClient, place: Place, parameter: str, value: Any) -> None:
    """4760 to 4763, 58B0 to 58B3."""
    assert_refused(await client.post(place.public, json={"query": "{ __typename }", parameter: value}))
    assert_refused(
        await client.get(place.public, params={"query": "{ __typename }", parameter: json.dumps(value)})
    )


async def test_get_without_or_with_broken_parameters(client: httpx.AsyncClient, place: Place) -> None:
    assert_refused(await client.get(place.public))
    assert_refused(await client.get(place.public, params={"query": "{ __typename }", "variables": "{"}))
    assert_refused(
        await client.get(
            place.public,
            params={"query": "{ __typename }", "variables": "\ud800".encode("utf-8", "surrogatepass")},
        )
    )


@pytest.mark.parametrize(
    ("document", "name", "code"),
    [
        ("query A { tenant } query B { tenant }", None, "OPERATION_UNKNOWN"),
        ("query A { tenant } query B { tenant }", "C", "OPERATION_UNKNOWN"),
        ("{ tenant }", "A", "OPERATION_UNKNOWN"),
        ("fragment f on Query { tenant }", None, "GRAPHQL_VALIDATION_FAILED"),
        ("query A { tenant } query A { tenant }", "A", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { tenant }", None, "GRAPHQL_VALIDATION_FAILED"),
        ("type Query { a: Int }", None, "GRAPHQL_VALIDATION_FAILED"),
        ("{ tenant(" + "a:" * 300, None, "GRAPHQL_PARSE_FAILED"),
        ("{ echo(text: " + "[" * 900, None, "GRAPHQL_PARSE_FAILED"),
        ("{ nodes(first: " + "9" * 5_000 + ") { edges { cursor } } }", None, "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_documents(
    client: httpx.AsyncClient, place: Place, document: str, name: str | None, code: str
) -> None:
    body = {"query": document, "operationName": name}
    answer = await client.post(
        place.public, json=body, headers={"Accept": "application/graphql-response+json"}
    )
    assert answer.status_code == 400
    assert "data" not in answer.json()
    assert answer.json()["errors"][0]["extensions"]["code"] == code


async def test_the_named_operation_runs(client: httpx.AsyncClient, place: Place) -> None:
    body = {"query": "query A { a: tenant } query B { b: tenant }", "operationName": "B"}
    assert (await client.post(place.public, json=body)).json()["data"] == {"b": place.slug}


async def test_text_that_cannot_be_stored_is_the_senders_fault(
    client: httpx.AsyncClient, place: Place
) -> None:
    """A NUL character is good JSON and no PostgreSQL text."""
    document = "query($value: String!) { store(value: $value) }"
    for value, data, codes in (("无疫", "无疫", []), ("a\x00b", None, ["INVALID_INPUT"])):
        body = {"query": document, "variables": {"value": value}}
        answer = (await client.post(place.public, json=body)).json()
        assert answer["data"] == {"store": data}
        assert [error["extensions"]["code"] for error in answer.get("errors", [])] == codes


async def test_bodies_are_bounded_declared_or_not(client: httpx.AsyncClient, place: Place) -> None:
    padding = " " * 1_048_576
    body = ('{"query": "{ __typename }"}' + padding).encode()

    async def chunks() -> Any:
        for start in range(0, len(body), 65_536):
            yield body[start : start + 65_536]

    assert_refused(await client.post(place.public, content=body, headers=JSON), 413, "BODY_TOO_LARGE")
    assert_refused(await client.post(place.public, content=chunks(), headers=JSON), 413, "BODY_TOO_LARGE")
    lying = JSON | {"Content-Length": "9" * 30}
    assert_refused(await client.post(place.public, content=chunks(), headers=lying), 413, "BODY_TOO_LARGE")
    assert (await client.post(place.public, content=body[:1_048_576], headers=JSON)).status_code == 200


@pytest.mark.parametrize("path", ["/nope", "/graphql/x", "/t/%00/graphql", "/t/a%2Fb/graphql"])
async def test_unknown_addresses(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path, params={"query": "{ __typename }"})
    assert answer.status_code in {400, 404}
    assert answer.json()["errors"][0]["extensions"]["fix"]
