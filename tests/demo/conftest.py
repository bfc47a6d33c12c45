"""A database of its own for the demo: its districts would be in the way of other tests."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.embedded import embedded_postgres
from schema.migrations import upgrade
from tenants.database import Database


@pytest.fixture(scope="module")
async def empty_platform() -> AsyncIterator[Database]:
    """Give a migrated database without a district."""
    with (
        tempfile.TemporaryDirectory(prefix="wuyi-test-") as folder,
        embedded_postgres(Path(folder), durable=False) as server,
    ):
        await asyncio.to_thread(upgrade, server.url())
        database = Database.open(server.url("wuyi_runtime"), server.url("wuyi_platform"))
        yield database
        await database.dispose()
