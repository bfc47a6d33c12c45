"""Clients of the three schemas: a document goes in as the edge would hand it on, bounds aside."""

from typing import Any

from strawberry import Schema
from strawberry.types import ExecutionResult

from authz.context import OperationContext
from schema.context import RequestContext
from schema.districts.context import PlatformContext
from schema.errors import DomainError
from schema.pagination import Cursors
from schema.root import official_schema, platform_schema, public_schema

CURSORS = Cursors("the cursor secret of the tests")
Payload = dict[str, Any]


async def ask(
    caller: OperationContext, document: str, *, schema: Schema = official_schema, **variables: Any
) -> ExecutionResult:
    """Execute a document of the official schema (or another one of a tenant) for a caller."""
    request = RequestContext(caller, CURSORS)
    result = await schema.execute(document, variable_values=variables, context_value=request)
    assert isinstance(result, ExecutionResult)
    return result


async def ask_public(caller: OperationContext, document: str, **variables: Any) -> Payload:
    """Execute a document of the public schema; it has to succeed."""
    result = await ask(caller, document, schema=public_schema, **variables)
    assert result.errors is None, result.errors
    assert result.data is not None
    return result.data


async def ask_platform(caller: PlatformContext, document: str, **variables: Any) -> ExecutionResult:
    """Execute a document of the platform's schema."""
    result = await platform_schema.execute(document, variable_values=variables, context_value=caller)
    assert isinstance(result, ExecutionResult)
    return result


def refused_with(result: ExecutionResult) -> list[str]:
    """List the codes a query was refused with; any other error is a fault and fails the test."""
    codes = []
    for error in result.errors or []:
        cause = error.original_error
        assert isinstance(cause, DomainError), error
        codes.append(cause.code.value)
    return codes
