"""What clients learn of errors, and what the logs keep of them."""

import json

import httpx
import pytest
from structlog.testing import capture_logs

from tests.api.conftest import Open, Place
from tests.api.toy import PERSON


async def run(client: httpx.AsyncClient, place: Place, document: str) -> httpx.Response:
    return await client.post(place.public, json={"query": document})


@pytest.mark.parametrize(
    ("field", "data"),
    [
        ("broken", {"broken": None}),
        ("brokenRequired", None),
        ("nullRequired", None),
        ("manyBroken", {"manyBroken": [None] * 20}),
        ("sqlError", {"sqlError": None}),
    ],
)
async def test_faults_are_masked_and_found_by_their_trace_id(
    client: httpx.AsyncClient, place: Place, field: str, data: object
) -> None:
    with capture_logs() as logs:
        answer = await run(client, place, f"{{ {field} }}")
    body = answer.json()
    assert (answer.status_code, body["data"]) == (200, data)
    error = body["errors"][0]
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["extensions"]["traceId"] == answer.headers["x-trace-id"]
    assert error["path"][0] == field
    assert len(body["errors"]) <= 5
    assert PERSON not in answer.text
    assert "cast" not in answer.text
    failures = [entry for entry in logs if entry["event"] == "field failed"]
    assert {entry["field"] for entry in failures} == {field}
    assert PERSON not in json.dumps([{k: str(v) for k, v in e.items() if k != "exc_info"} for e in logs])


async def test_refusals_are_told_in_full(client: httpx.AsyncClient, place: Place) -> None:
    with capture_logs() as logs:
        body = (await run(client, place, "{ refused tenant }")).json()
    assert body["data"] == {"refused": None, "tenant": place.slug}
    (error,) = body["errors"]
    assert error == {
        "message": "内容已更新。",
        "path": ["refused"],
        "locations": [{"line": 1, "column": 3}],
        "extensions": {
            "code": "STALE_REVISION",
            "field": ["expectedRevision"],
            "fix": "内容已被他人更新，请刷新后重试。",
            "details": {"actual": 3},
        },
    }
    assert [entry["event"] for entry in logs] == ["request"]


async def test_refusals_in_a_group_are_told_one_by_one(client: httpx.AsyncClient, place: Place) -> None:
    body = (await run(client, place, "{ refusedTwice }")).json()
    assert [error["extensions"]["field"] for error in body["errors"]] == [["units", "0"], ["units", "1"]]


async def test_a_slow_statement_is_a_timeout(client: httpx.AsyncClient, place: Place) -> None:
    body = (await run(client, place, "{ slowSql tenant }")).json()
    assert body["data"]["tenant"] == place.slug
    assert body["errors"][0]["extensions"]["code"] == "TIMEOUT"


async def test_coercion_offers_no_names(client: httpx.AsyncClient, place: Place, open_app: Open) -> None:
    """Variables are checked while executing, where Strawberry would suggest names."""
    body = {
        "query": "query($f: Filter!) { search(filter: $f) }",
        "variables": {"f": {"household": "x", "kind": "NOT_FUND"}},
    }
    hidden = await client.post(place.public, json=body)
    assert hidden.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert "Did you mean" not in hidden.text
    async with open_app(development=True) as developing:
        assert "Did you mean" in (await developing.post(place.public, json=body)).text


async def test_responses_are_bounded(open_app: Open, place: Place) -> None:
    async with open_app(response_bytes=2_000) as client:
        for size, status in ((1_000, 200), (3_000, 422)):
            answer = await run(client, place, f"{{ big(size: {size}) }}")
            assert answer.status_code == status
        assert answer.json()["errors"][0]["extensions"]["code"] == "RESPONSE_TOO_LARGE"


async def test_cost_is_told_and_bounded(open_app: Open, place: Place) -> None:
    document = "query($n: Int) { nodes(first: $n) { edges { node { name } } } }"
    async with open_app(bounds={"cost": 50}) as client:
        answer = await client.post(place.public, json={"query": document, "variables": {"n": 20}})
        assert answer.json()["extensions"] == {"cost": {"requested": 41, "limit": 50}}
        answer = await client.post(place.public, json={"query": document, "variables": {"n": 25}})
        (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "LIMIT_EXCEEDED"
    assert error["extensions"]["details"] == {"limit": 50, "actual": 51}


async def test_an_outage_of_the_database_is_said_to_pass(open_app: Open, place: Place) -> None:
    nowhere = "postgresql+asyncpg://wuyi_runtime@127.0.0.1:1/none"
    async with open_app(runtime_database_url=nowhere) as client:
        answer = await run(client, place, "{ tenant }")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "UNAVAILABLE"
    assert error["extensions"]["traceId"] == answer.headers["x-trace-id"]
