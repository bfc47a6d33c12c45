"""The part of the official schema this noun adds, asked as a client asks it."""

from datetime import timedelta
from typing import Any

import pytest
import strawberry

from authz.actions import Role
from authz.context import OperationContext
from authz.sign_in import LIFETIME
from schema.api_clients.mutations import ApiClientMutation
from schema.api_clients.queries import ApiClientQuery
from schema.frame.context import RequestContext
from schema.frame.node import NodeQuery
from schema.frame.pagination import Cursors
from schema.officials.mutations import OfficialMutation
from schema.officials.queries import OfficialQuery
from schema.sessions.mutations import SessionMutation
from tenants.database import Database
from tests.authz.district import District, make_district


@strawberry.type
class Query(OfficialQuery, ApiClientQuery, NodeQuery):
    """What this noun answers."""


@strawberry.type
class Mutation(OfficialMutation, ApiClientMutation, SessionMutation):
    """What this noun does."""


SCHEMA = strawberry.Schema(query=Query, mutation=Mutation)


async def ask(
    context: OperationContext, document: str, lifetime: timedelta = LIFETIME, **variables: Any
) -> dict[str, Any]:
    """Execute a document; `errors` of the whole request come under that key."""
    cursors = Cursors("secret of the tests, 32 characters")
    request = RequestContext(context, cursors, session_lifetime=lifetime)
    result = await SCHEMA.execute(document, variable_values=variables, context_value=request)
    return {**(result.data or {}), "errors": result.errors or []}


@pytest.fixture
async def district(database: Database) -> District:
    return await make_district(database)


@pytest.fixture
async def administrator(district: District) -> OperationContext:
    official = await district.official("admin", Role.TENANT_ADMINISTRATOR)
    return district.holding(official, Role.TENANT_ADMINISTRATOR, district.root)
