"""Reads a page for a connection field: arguments in, one read transaction, cursors out."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from schema.context import RequestContext
from schema.pagination import Connection, Page, Paging, Slice, connect

T = TypeVar("T")
R = TypeVar("R")


async def list_connection(
    context: RequestContext,
    paging: Paging,
    node: Callable[[R], T],
    *,
    read: Callable[[AsyncSession, Page], Awaitable[Slice[R]]],
    count: Callable[[AsyncSession], Awaitable[int]],
) -> Connection[T]:
    """Answer a connection field; the total is counted in a read of its own, only when asked for."""
    page = context.cursors.page(paging)
    async with context.read() as session:
        found = await read(session, page)

    async def total() -> int:
        async with context.read() as session:
            return await count(session)

    return connect(context.cursors, paging.name, found, node, total)
