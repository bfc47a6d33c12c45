"""This release on the schema of the one before: not ready, in words that name what it needs, until it is migrated."""

import asyncio
import json

from starlette.requests import Request

from api.embedded import EmbeddedPostgres
from api.health import readiness
from schema.migrations import head, upgrade
from tests.builders.databases import Urls, create_database, open_database, urls_of
from tests.migrations.releases import previous_releases


def test_not_ready_until_the_database_is_migrated(server: EmbeddedPostgres) -> None:
    """Migrations come before the new processes; those that come too early are given no traffic."""
    older = previous_releases()[0].revision
    create_database(server, "not_migrated", like="template0")
    urls = urls_of(server, "not_migrated")
    upgrade(urls.owner, older)
    needs = f"database at revision {older}, this release needs {head()}"
    assert asyncio.run(ask(urls)) == (503, {"runtime": needs, "platform": needs})
    upgrade(urls.owner)
    assert asyncio.run(ask(urls)) == (200, {"runtime": "ok", "platform": "ok"})


async def ask(urls: Urls) -> tuple[int, dict[str, str]]:
    """Probe as an orchestrator does."""
    database = open_database(urls)
    answer = await readiness(database)(Request({"type": "http"}))
    await database.dispose()
    return answer.status_code, json.loads(bytes(answer.body))["checks"]
