"""What is told of offices, which neither template has."""

from typing import Any

from authz.actions import Role
from schema.root import official_schema
from tenants.database import Database
from tests.builders.commands import make_city
from tests.clients import ask
from tests.schema.selection import root_document


async def ask_offices(database: Database) -> Any:
    """Ask everything of a guideline with two levels of headquarters."""
    city = await make_city(database)
    document = root_document(official_schema._schema, "query", "guideline", depth=4)
    result = await ask(city.commission, document)
    assert result.errors is None, result.errors
    personnel = await city.district.official(Role.TENANT_ADMINISTRATOR, city.district.root)
    offices = await ask(personnel, "{ appointableRoles { __typename offices { name } } }")
    assert offices.errors is None, offices.errors
    return [result.data, offices.data]
