"""`wuyi demo` as its users and tools meet it: one line when ready, demo.json, an orderly stop, a second start."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.stage.walkthrough.steps import STEPS
from tests.builders.ports import free_port

pytestmark = pytest.mark.long

COMMAND = "from api.cli import main; main()"
SIGN_IN = "mutation($u: String!, $p: String!) { signIn(input: {username: $u, password: $p}) { token errors { code } } }"


@dataclass(frozen=True)
class Running:
    """A demo that said it is ready."""

    url: str
    process: asyncio.subprocess.Process
    data: Path

    @property
    def description(self) -> dict[str, Any]:
        return json.loads((self.data / "demo.json").read_text())  # type: ignore[no-any-return]


async def run_wuyi(*arguments: str) -> asyncio.subprocess.Process:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WUYI_")}
    environment.pop("DATABASE_URL", None)
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        COMMAND,
        *arguments,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )


@asynccontextmanager
async def demo(data: Path, stop: signal.Signals = signal.SIGTERM) -> AsyncIterator[Running]:
    """Run the demo until the block ends, then stop it and expect an orderly end."""
    port = free_port()
    process = await run_wuyi("demo", "--port", str(port), "--data", str(data))
    assert process.stdout is not None
    lines = []
    async for line in process.stdout:
        lines.append(line.decode().rstrip())
        if lines[-1].startswith("ready "):
            break
    assert lines[-1:] == [f"ready http://127.0.0.1:{port}"]
    try:
        yield Running(lines[-1].removeprefix("ready "), process, data)
    finally:
        process.send_signal(stop)
        rest = await process.stdout.read()
    assert await process.wait() == 0
    assert not rest.strip(), "nothing is printed after the line tools wait for"
    assert not (data / "postgres" / "postmaster.pid").exists()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "data"


@pytest.fixture(scope="module")
async def first_start(data: Path) -> dict[str, Any]:
    async with demo(data, signal.SIGINT) as started:
        return started.description


@pytest.fixture(scope="module")
async def running(data: Path, first_start: dict[str, Any]) -> AsyncIterator[Running]:
    """Run the demo a second time on what the first start left."""
    async with demo(data) as started:
        yield started


@pytest.fixture
async def http(running: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=running.url, timeout=120) as client:
        yield client


async def ask(http: httpx.AsyncClient, url: str, query: str, **headers: str) -> dict[str, Any]:
    answer = await http.post(url, json={"query": query}, headers=headers)
    data: dict[str, Any] = answer.json()["data"]
    return data


async def test_description_is_what_tools_expect_and_for_its_owner_only(running: Running) -> None:
    described = running.description
    assert described["url"] == running.url
    assert described["graphql"] == f"{running.url}/graphql"
    assert (running.data / "demo.json").stat().st_mode & 0o777 == 0o600
    assert [tenant["slug"] for tenant in described["tenants"]] == ["qijiang", "hengshan"]
    for tenant in described["tenants"]:
        assert {"slug", "graphql", "public_graphql", "officials", "api_key"} <= tenant.keys()
        assert all({"role", "username", "password"} <= official.keys() for official in tenant["officials"])


async def test_everybody_described_can_sign_in(running: Running, http: httpx.AsyncClient) -> None:
    for tenant in running.description["tenants"]:
        for official in tenant["officials"]:
            variables = {"u": official["username"], "p": official["password"]}
            answer = await http.post(tenant["graphql"], json={"query": SIGN_IN, "variables": variables})
            assert answer.json()["data"]["signIn"]["errors"] == []


async def test_address_without_a_tenant_serves_the_first_district(
    running: Running, http: httpx.AsyncClient
) -> None:
    data = await ask(http, running.description["graphql"], "{ tenant { slug } }")
    assert data == {"tenant": {"slug": "qijiang"}}


async def test_third_party_reads_titled_units_with_its_key(running: Running, http: httpx.AsyncClient) -> None:
    qijiang = running.description["tenants"][0]
    query = "{ titledUnits { totalCount } statusChanges(first: 100) { edges { cursor } } }"
    data = await ask(http, qijiang["public_graphql"], query, **{"X-API-Key": qijiang["api_key"]})
    assert data["titledUnits"]["totalCount"] > 0


async def test_back_office_is_served_in_the_same_process(running: Running, http: httpx.AsyncClient) -> None:
    page = await http.get(
        running.description["tenants"][0]["admin"], headers={"Accept": "text/html"}, follow_redirects=True
    )
    assert page.status_code == 200
    assert "綦江区" in page.text


async def test_walkthrough_holds_against_the_running_demo(running: Running) -> None:
    walk = await run_wuyi("walkthrough", "--url", running.url, "--json")
    out, _ = await walk.communicate()
    story = json.loads(out)
    assert [step["name"] for step in story["steps"]] == [step.__name__ for step in STEPS]
    assert [step for step in story["steps"] if not step["ok"]] == []
    skipped = [step["name"] for step in story["steps"] if step["result"] == "skipped"]
    assert skipped == [
        "warning",
        "rectification",
        "expiry",
        "renewal",
        "appeal_upheld",
        "calendar_learned",
        "rule_change_previewed",
        "rule_change_applied",
    ]
    assert story["ok"]
    assert walk.returncode == 0


async def test_a_second_start_finds_its_data_and_keys_again(
    first_start: dict[str, Any], running: Running
) -> None:
    known = [(tenant["slug"], tenant["api_key"]) for tenant in first_start["tenants"]]
    assert [(tenant["slug"], tenant["api_key"]) for tenant in running.description["tenants"]] == known


async def test_a_stop_in_the_middle_of_seeding_is_orderly(tmp_path: Path) -> None:
    process = await run_wuyi("demo", "--port", str(free_port()), "--data", str(tmp_path))
    while not (tmp_path / "postgres" / "postmaster.pid").exists():  # noqa: ASYNC110 - another process writes it
        await asyncio.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    await process.communicate()
    assert process.returncode == 0
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()
