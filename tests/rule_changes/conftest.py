"""A worker visits every district: these tests have databases of their own, with a titled compound of two buildings."""

import pytest

from tenants.database import Database
from tests.builders.databases import Urls, database, owner, urls
from tests.rule_changes.desk import Desk, open_desk

__all__ = ["database", "owner", "urls"]


@pytest.fixture
async def desk(database: Database, urls: Urls) -> Desk:
    return await open_desk(database, urls)
