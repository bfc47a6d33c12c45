"""A worker visits every district: these tests have databases of their own."""

from tests.builders.databases import database, owner, urls

__all__ = ["database", "owner", "urls"]
