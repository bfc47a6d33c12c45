"""The stage on which rows of every table lie, set once for these tests."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tenants.database import Database
from tests.builders.stage import Stage, set_stage
from tests.builders.town_stage import set_town_stage


@pytest.fixture(scope="session")
async def stage(database: Database, owner: AsyncEngine) -> Stage:
    return await set_stage(database, owner)


@pytest.fixture(scope="session")
async def town_stage(database: Database) -> Stage:
    return await set_town_stage(database)
