"""Probes: alive whatever the database does, ready only when tenants are served and kept apart."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request

from api.health import readiness
from schema.migrations import head
from tenants.connections import WrongRoleError
from tenants.database import PLATFORM_ROLE, RUNTIME_ROLE, Database
from tenants.pools import create_pool
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


@pytest.mark.parametrize(("pool", "other"), [("runtime", "platform"), ("platform", "runtime")])
async def test_it_refuses_to_start_as_another_role(open_app: Open, urls: Urls, pool: str, other: str) -> None:
    """Neither the owner's URL nor the other role's will do: row security might not hold, or rights be missing."""
    for url in (urls.owner, getattr(urls, other)):
        with pytest.raises(WrongRoleError, match=f"for 'wuyi_{pool}' alone"):
            async with open_app(**{f"{pool}_database_url": url}):
                pass


async def test_a_role_that_changes_later_is_not_used(open_app: Open, database: Database, urls: Urls) -> None:
    """A pool asks each connection it opens, not only the first."""
    wrong = create_pool(urls.owner, role=PLATFORM_ROLE)
    answer = await readiness(replace(database, platform=wrong))(Request({"type": "http"}))
    await wrong.dispose()
    assert answer.status_code == 503
    assert "wuyi_platform" in json.loads(bytes(answer.body))["checks"]["platform"]


@pytest.mark.parametrize("attribute", ["bypassrls", "superuser"])
async def test_not_ready_as_a_role_that_could_see_every_tenant(
    open_app: Open, owner: AsyncEngine, attribute: str
) -> None:
    async with open_app() as client:
        assert (await client.get("/readyz")).status_code == 200
        await alter(owner, f"alter role {RUNTIME_ROLE} {attribute}")
        try:
            answer = await client.get("/readyz")
        finally:
            await alter(owner, f"alter role {RUNTIME_ROLE} no{attribute}")
    assert answer.status_code == 503
    assert "too powerful" in answer.json()["checks"]["runtime"]


async def alter(owner: AsyncEngine, statement: str) -> None:
    async with owner.begin() as connection:
        await connection.execute(text(statement))


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
