"""The stage on which rows of every table lie, set once for these tests."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tenants.database import Database
from tests.builders.stage import Stage, set_stage


@pytest.fixture(scope="session")
async def stage(database: Database, owner: AsyncEngine) -> Stage:
    return await set_stage(database, owner)
