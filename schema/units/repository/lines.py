"""Every statement on lines: units with all above and below them, read or locked in one order for all."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select

from schema.frame.statements import one_of
from schema.units.repository import ancestor_paths, below
from schema.units.repository.joined import PLACE
from schema.units.repository.placements import changed
from schema.units.tables import Unit
from tenants.database import Session

UnitRow = Row[uuid.UUID, uuid.UUID | None, str, str, str]
"""The columns of `PLACE`, as they stand there."""


async def list_line(
    session: Session, paths: Collection[str], kinds: Collection[str], *, lock: bool
) -> tuple[Sequence[UnitRow], bool]:
    """List the units at some paths, with all of these kinds above and below them, in path order.

    Tells besides whether the tree was ever changed. With `lock` nobody names one of them, moves or closes it
    meanwhile; whoever else reads the line so does not wait.
    """
    above = {each for path in paths for each in ancestor_paths(path)}
    along = or_(Unit.path.in_(sorted(above)), *(below(Unit.path, path) for path in sorted(paths)))
    wanted = or_(Unit.path.in_(sorted(paths)), and_(Unit.kind.in_(sorted(kinds)), along))
    rows = await _in_order(session, wanted, changed(session), lock=lock)
    return rows, any(row[-1] for row in rows)


async def list_by_ids(session: Session, ids: Collection[uuid.UUID], *, lock: bool) -> Sequence[UnitRow]:
    """List some units in path order; with `lock` as `list_line` does."""
    return await _in_order(session, one_of(Unit.id, ids), lock=lock)


async def list_at(
    session: Session, paths: Collection[str], kinds: Collection[str], *, lock: bool
) -> Sequence[UnitRow]:
    """List the units of some kinds at some paths, in path order; with `lock` as `list_line` does."""
    if not paths:
        return ()
    wanted = and_(Unit.path.in_(sorted(paths)), Unit.kind.in_(sorted(kinds)))
    return await _in_order(session, wanted, lock=lock)


async def closed_among(session: Session, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, date]:
    """Tell on which day those of some units were split or merged that were: nobody is there to bear a name since."""
    rows = await session.execute(
        select(Unit.id, Unit.closed_on).where(
            Unit.tenant_id == session.info["tenant_id"], Unit.closed_on.is_not(None), one_of(Unit.id, ids)
        )
    )
    return {unit_id: closed_on for unit_id, closed_on in rows if closed_on is not None}


async def _in_order(
    session: Session, wanted: ColumnElement[bool], *beside: ColumnElement[Any], lock: bool
) -> Sequence[Any]:
    statement = (
        select(*PLACE, *beside).where(Unit.tenant_id == session.info["tenant_id"], wanted).order_by(Unit.path)
    )
    if lock:
        statement = statement.with_for_update(read=True)
    return (await session.execute(statement)).all()
