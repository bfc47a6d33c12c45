"""Keyset pagination in SQL: rows after or before a key, in one index range."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, cast, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from schema.frame.pagination import Page, Slice
from tenants.database import Session

R = TypeVar("R")


async def read_page(
    session: Session,
    statement: Select[R],
    order: Sequence[InstrumentedAttribute[Any]],
    page: Page,
    *,
    descending: bool = False,
) -> Slice[R]:
    """Read one page of `statement` ordered by `order`, whose columns together must be unique."""
    wanted = page_of(statement, order, page, descending=descending)
    return cut((await session.scalars(wanted)).all(), order, page)


def page_of(
    statement: Select[R],
    order: Sequence[InstrumentedAttribute[Any]],
    page: Page,
    *,
    descending: bool = False,
) -> Select[R]:
    """Make the statement of a page, and one row more to tell whether others follow."""
    wanted = statement
    if page.after is not None:
        wanted = wanted.where(_beyond(order, page.after, forward=not descending))
    if page.before is not None:
        wanted = wanted.where(_beyond(order, page.before, forward=descending))
    down = descending != page.backward
    return wanted.order_by(*[column.desc() if down else column.asc() for column in order]).limit(
        page.limit + 1
    )


def cut(found: Sequence[R], order: Sequence[InstrumentedAttribute[Any]], page: Page) -> Slice[R]:
    """Cut the page out of what was found for it."""
    more = len(found) > page.limit
    rows = list(found[: page.limit])
    if page.backward:
        rows.reverse()
    return Slice(
        rows=rows,
        keys=[tuple(getattr(row, column.key) for column in order) for row in rows],
        has_previous=more if page.backward else page.after is not None,
        has_next=page.before is not None if page.backward else more,
    )


def _beyond(
    order: Sequence[InstrumentedAttribute[Any]], key: Sequence[str], *, forward: bool
) -> ColumnElement[bool]:
    columns = tuple_(*order)
    values = tuple_(*[cast(literal(value), column.type) for column, value in zip(order, key, strict=True)])
    return columns > values if forward else columns < values


async def count_rows(session: Session, statement: Select[Any]) -> int:
    """Count the rows of a statement."""
    return int(await session.scalar(counting(statement)) or 0)


def counting(statement: Select[Any]) -> Select[int]:
    """Make the statement that counts the rows of another."""
    return select(func.count()).select_from(statement.order_by(None).subquery())
