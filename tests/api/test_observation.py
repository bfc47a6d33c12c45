"""Around every request: trace ids, log lines, headers, and a plain answer to what nobody caught."""

import re

import httpx
import pytest
from structlog.testing import capture_logs

from api.tracing import trace_id_of
from tests.api.conftest import Open, Place
from tests.api.test_tenancy import bearer, code

CALLERS = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.mark.parametrize(
    ("traceparent", "kept"),
    [
        (f"00-{CALLERS}-00f067aa0ba902b7-01", True),
        (f"cc-{CALLERS}-00f067aa0ba902b7-00", True),
        (f"00-{CALLERS}-0000000000000000-01", False),
        (f"00-{'0' * 32}-00f067aa0ba902b7-01", False),
        (f"00-{CALLERS.upper()}-00f067aa0ba902b7-01", False),
        ("nonsense", False),
        ("", False),
        (None, False),
    ],
)
def test_trace_ids_are_taken_over_or_made(traceparent: str | None, kept: bool) -> None:
    trace_id = trace_id_of(traceparent)
    assert re.fullmatch("[0-9a-f]{32}", trace_id)
    assert (trace_id == CALLERS) is kept


async def test_one_trace_id_goes_through_everything(client: httpx.AsyncClient, place: Place) -> None:
    headers = {"traceparent": f"00-{CALLERS}-00f067aa0ba902b7-01"}
    answer = await client.post(place.public, json={"query": "{ trace }"}, headers=headers)
    assert answer.json()["data"] == {"trace": CALLERS}
    assert answer.headers["x-trace-id"] == CALLERS


async def test_a_request_is_logged_without_what_it_carried(client: httpx.AsyncClient, place: Place) -> None:
    with capture_logs() as logs:
        await client.get(place.public, params={"query": "{ viewer { name } }"}, headers=bearer(place.token))
    (line,) = logs
    milliseconds = line.pop("ms")
    assert isinstance(milliseconds, float)
    assert line == {
        "event": "request",
        "log_level": "info",
        "method": "GET",
        "path": place.public,
        "status": 200,
    }


@pytest.mark.parametrize("path", ["/healthz", "/nope", "/schema.graphql", "/metrics"])
async def test_headers_on_every_answer(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["content-security-policy"] == "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers
    assert "set-cookie" not in headers


async def test_https_is_asked_for_where_it_is_served(open_app: Open) -> None:
    async with open_app(public_url="https://wuyi.example.cn") as client:
        assert "max-age=" in (await client.get("/healthz")).headers["strict-transport-security"]


async def test_only_trusted_hosts_are_answered(open_app: Open) -> None:
    async with open_app(trusted_hosts=["*.example.cn"]) as client:
        for host, status in (("qijiang.example.cn", 200), ("elsewhere.cn", 400)):
            answer = await client.get("/schema.graphql", headers={"Host": host})
            assert answer.status_code == status
            assert answer.headers["x-trace-id"]


async def test_probes_come_by_address(open_app: Open) -> None:
    """A kubelet and Prometheus know the pod's address, not the district's name."""
    async with open_app(trusted_hosts=["*.example.cn"]) as client:
        for path in ("/healthz", "/readyz", "/metrics"):
            assert (await client.get(path, headers={"Host": "10.0.0.7:8000"})).status_code == 200


async def test_what_nobody_caught_is_a_plain_500(
    client: httpx.AsyncClient, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("api.graphql.choose", broken)
    with capture_logs() as logs:
        answer = await client.post(place.public, json={"query": "{ tenant }"})
    assert (answer.status_code, code(answer)) == (500, "INTERNAL")
    assert answer.json()["errors"][0]["extensions"]["traceId"] == answer.headers["x-trace-id"]
    assert "secret" not in answer.text
    assert [line["event"] for line in logs] == ["request failed", "request"]
    monkeypatch.undo()
    assert (await client.post(place.public, json={"query": "{ tenant }"})).status_code == 200
