"""Metrics: bounded labels, no person in them, and shown only to who may see them."""

import httpx
from prometheus_client.parser import text_string_to_metric_families

from api.metrics import NAME_COUNT, NAME_LENGTH, OTHER
from tests.api.conftest import Open, Place
from tests.api.test_tenancy import code


async def read(client: httpx.AsyncClient, name: str, *labels: str) -> dict[tuple[str, ...], float]:
    """Read the samples of a metric by the values of its labels."""
    answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    return {
        tuple(sample.labels[label] for label in labels): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
        if sample.name == name
    }


async def test_operations_and_errors_are_counted(open_app: Open, place: Place) -> None:
    async with open_app() as client:
        for document in ("query Mine { tenant }", "{ broken }", "{", "query Mine { tenant refused }"):
            await client.post(place.public, json={"query": document})
        await client.post(place.official, json={"query": 'mutation Enter { signIn(username: "li.wei") }'})
        operations = await read(client, "wuyi_graphql_operations_total", "schema", "kind", "name")
        errors = await read(client, "wuyi_graphql_errors_total", "schema", "code")
        seconds = await read(client, "wuyi_graphql_seconds_count", "schema", "kind")
        responses = await read(client, "wuyi_http_requests_total", "method", "status")
        text = (await client.get("/metrics")).text
    assert operations == {
        ("public", "query", "Mine"): 2,
        ("public", "query", OTHER): 1,
        ("public", "invalid", OTHER): 1,
        ("official", "mutation", "Enter"): 1,
    }
    assert errors == {
        ("public", "INTERNAL"): 1,
        ("public", "GRAPHQL_PARSE_FAILED"): 1,
        ("public", "STALE_REVISION"): 1,
    }
    assert seconds[("public", "query")] == 3
    assert responses[("POST", "200")] == 5
    assert "li.wei" not in text
    assert place.slug not in text


async def test_clients_cannot_make_labels_without_end(open_app: Open, place: Place) -> None:
    async with open_app() as client:
        for number in range(NAME_COUNT + 10):
            await client.post(place.public, json={"query": f"query Q{number} {{ tenant }}"})
        await client.post(place.public, json={"query": f"query {'x' * (NAME_LENGTH + 1)} {{ tenant }}"})
        await client.request("BREW", "/x")
        names = {name for (name,) in await read(client, "wuyi_graphql_operations_total", "name")}
        methods = {method for (method,) in await read(client, "wuyi_http_requests_total", "method")}
    assert len(names) == NAME_COUNT + 1
    assert OTHER in names
    assert methods == {"GET", "POST", OTHER}


async def test_a_token_closes_them(open_app: Open) -> None:
    async with open_app(metrics_token="scrape-me") as client:
        for headers, status in (
            ({}, 401),
            ({"Authorization": "Bearer wrong"}, 401),
            ({"Authorization": "Bearer scrape-me"}, 200),
        ):
            answer = await client.get("/metrics", headers=headers)
            assert answer.status_code == status
        assert code(await client.get("/metrics")) == "UNAUTHENTICATED"
