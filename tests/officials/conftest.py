"""The part of the official schema this noun adds, asked as a client asks it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import strawberry
from strawberry.tools import merge_types

from authz.actions import Role
from authz.context import OperationContext
from schema.context import RequestContext
from schema.node import NodeQuery
from schema.officials.graphql import ApiClient, Official, OfficialQuery
from schema.officials.mutations import OfficialMutation
from schema.officials.sessions import SessionMutation
from schema.pagination import Cursors
from tenants.database import Database
from tests.authz.district import District, make_district

Ask = Callable[..., Awaitable[dict[str, Any]]]

SCHEMA = strawberry.Schema(
    query=merge_types("Query", (OfficialQuery, NodeQuery)),
    mutation=merge_types("Mutation", (OfficialMutation, SessionMutation)),
    types=[ApiClient, Official],
)


async def ask(context: OperationContext, document: str, **variables: Any) -> dict[str, Any]:
    """Execute a document; `errors` of the whole request come under that key."""
    request = RequestContext(context, Cursors("secret of the tests, 32 characters"))
    result = await SCHEMA.execute(document, variable_values=variables, context_value=request)
    return {**(result.data or {}), "errors": result.errors or []}


@pytest.fixture
async def district(database: Database) -> District:
    return await make_district(database)


@pytest.fixture
async def administrator(district: District) -> OperationContext:
    official = await district.official("admin", Role.TENANT_ADMINISTRATOR)
    return district.holding(official, Role.TENANT_ADMINISTRATOR, district.root)
