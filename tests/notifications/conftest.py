"""A district with the people of one building's way."""

import pytest

from authz.actions import Role
from tenants.database import Database
from tests.builders.applications import Officials, appoint_all
from tests.builders.databases import database, owner, urls
from tests.builders.district import STREETS, District, make_district

__all__ = ["database", "owner", "urls"]
"""A worker visits every district: these tests have databases of their own."""


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


@pytest.fixture
async def officials(district: District) -> Officials:
    return await appoint_all(district, Role.BUILDING_LEADER, "B1")
