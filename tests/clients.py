"""Clients of the three schemas: a document goes in as the edge would hand it on, bounds aside."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import lru_cache
from inspect import isawaitable
from typing import Any

from graphql import DocumentNode, ExecutionResult, GraphQLError, execute, parse, validate
from strawberry import Schema

from authz.context import OperationContext
from schema.frame.context import RequestContext
from schema.frame.errors import DomainError
from schema.frame.pagination import Cursors
from schema.frame.platform_context import PlatformContext
from schema.root import official_schema, platform_schema, public_schema
from tenants.requests import RequestDatabase

CURSORS = Cursors("the cursor secret of the tests")
Payload = dict[str, Any]


async def ask(
    caller: OperationContext, document: str, *, schema: Schema = official_schema, **variables: Any
) -> ExecutionResult:
    """Execute a document of the official schema (or another one of a tenant) for a caller, as one request."""
    async with one_request(caller) as asking:
        return await _execute(schema, document, variables, RequestContext(asking, CURSORS))


@asynccontextmanager
async def one_request(caller: OperationContext) -> AsyncIterator[OperationContext]:
    """Let somebody ask as one request does: all it reads is read with one session, in an order of its own.

    With a connection for each batch of a loader, which of them is answered first would tell how many there are.
    """
    if isinstance(caller.database, RequestDatabase):
        yield caller
        return
    view = RequestDatabase(caller.database.database, caller.tenant)
    try:
        yield replace(caller, database=view)
    finally:
        await view.close()


@lru_cache(maxsize=1024)
def _read(schema: Schema, document: str) -> tuple[DocumentNode, list[GraphQLError]]:
    """Parse and validate a document once, as the edge does; the tests ask the same ones many times."""
    parsed = parse(document)
    return parsed, validate(schema._schema, parsed)


async def _execute(schema: Schema, document: str, variables: Payload, context: object) -> ExecutionResult:
    parsed, faults = _read(schema, document)
    if faults:
        return ExecutionResult(None, faults)
    result = execute(
        schema._schema,
        parsed,
        variable_values=variables,
        context_value=context,
        executor_class=schema.execution_context_class,
    )
    return await result if isawaitable(result) else result


async def ask_public(caller: OperationContext, document: str, **variables: Any) -> Payload:
    """Execute a document of the public schema; it has to succeed."""
    result = await ask(caller, document, schema=public_schema, **variables)
    assert result.errors is None, result.errors
    assert result.data is not None
    return result.data


async def ask_platform(caller: PlatformContext, document: str, **variables: Any) -> ExecutionResult:
    """Execute a document of the platform's schema."""
    return await _execute(platform_schema, document, variables, caller)


def refused_with(result: ExecutionResult) -> list[str]:
    """List the codes a query was refused with; any other error is a fault and fails the test."""
    codes = []
    for error in result.errors or []:
        cause = error.original_error
        assert isinstance(cause, DomainError), error
        codes.append(cause.code.value)
    return codes
