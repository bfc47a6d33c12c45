"""Probes: alive whatever the database does, ready only when tenants are served and kept apart."""

import pytest

from schema.migrations import head
from tests.api.conftest import Open
from tests.builders.databases import Urls

NOWHERE = "postgresql+asyncpg://wuyi_runtime@127.0.0.1:1/none"


async def test_ready_as_roles_that_own_nothing(open_app: Open) -> None:
    async with open_app() as client:
        answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "ok", "checks": {"runtime": "ok", "platform": "ok"}},
    )


async def test_ready_with_the_owners_url_alone(open_app: Open) -> None:
    """Each connection takes its role on."""
    async with open_app(runtime_database_url=None, platform_database_url=None) as client:
        assert (await client.get("/readyz")).status_code == 200


@pytest.mark.parametrize("pool", ["runtime", "platform"])
async def test_not_ready_as_a_role_that_could_see_every_tenant(open_app: Open, urls: Urls, pool: str) -> None:
    async with open_app(**{f"{pool}_database_url": urls.owner}) as client:
        answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert "too powerful" in answer.json()["checks"][pool]


async def test_not_ready_before_the_migrations(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    now = head()
    monkeypatch.setattr("schema.migrations.revisions", lambda: ("9999", now))
    async with open_app() as client:
        answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["runtime"] == f"database at revision {now}, this release needs 9999"


async def test_ready_while_a_newer_release_rolls_out(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next release migrated already: this one goes on serving until it is replaced."""
    monkeypatch.setattr("schema.migrations.revisions", lambda: ("0001",))
    async with open_app() as client:
        assert (await client.get("/readyz")).status_code == 200


async def test_alive_without_a_database(open_app: Open) -> None:
    async with open_app(runtime_database_url=NOWHERE, platform_database_url=NOWHERE) as client:
        assert (await client.get("/healthz")).json() == {"status": "ok"}
        answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["runtime"]) == (503, "unreachable")
