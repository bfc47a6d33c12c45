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
    wanted = statement
    if page.after is not None:
        wanted = wanted.where(_beyond(order, page.after, forward=not descending))
    if page.before is not None:
        wanted = wanted.where(_beyond(order, page.before, forward=descending))
    down = descending != page.backward
    wanted = wanted.order_by(*[column.desc() if down else column.asc() for column in order]).limit(
        page.limit + 1
    )
    found = list((await session.scalars(wanted)).all())
    more = len(found) > page.limit
    rows = found[: page.limit]
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
    return int(
        await session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    )
