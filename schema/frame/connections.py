"""Reads a page for a connection field: arguments in, one read transaction, cursors out."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from schema.frame.context import RequestContext
from schema.frame.pagination import Connection, Page, Paging, Slice, connect
from tenants.database import Session

T = TypeVar("T")
R = TypeVar("R")


async def list_connection(
    context: RequestContext,
    paging: Paging,
    node: Callable[[R], T],
    *,
    read: Callable[[Session, Page], Awaitable[Slice[R]]],
    count: Callable[[Session], Awaitable[int]],
) -> Connection[T]:
    """Answer a connection field; the total is counted in a read of its own, only when asked for."""
    page = context.cursors.page(paging)
    async with context.read() as session:
        found = await read(session, page)

    async def total() -> int:
        async with context.read() as session:
            return await count(session)

    return connect(context.cursors, paging.name, found, node, total)


def cut_page(rows: Sequence[R], key: Callable[[R], tuple[str, ...]], page: Page) -> Slice[R]:
    """Cut a page out of rows that are all at hand, in the order of their unique keys."""
    rest = [
        row
        for row in rows
        if (page.after is None or key(row) > page.after) and (page.before is None or key(row) < page.before)
    ]
    cut = rest[-page.limit :] if page.backward and page.limit else rest[: page.limit]
    more = len(rest) > page.limit
    return Slice(
        rows=cut,
        keys=[key(row) for row in cut],
        has_previous=more if page.backward else page.after is not None,
        has_next=page.before is not None if page.backward else more,
    )
