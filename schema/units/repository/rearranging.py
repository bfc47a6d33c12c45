"""Every statement on a change of the tree: each rewrites all it concerns at once, however many units that is."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, Uuid, case, column, func, insert, literal, or_, select, update, values

from schema.frame.statements import one_of
from schema.units.repository import ancestor_paths, below, covers, within
from schema.units.tables import Unit, UnitPlacement, UnitSuccessor
from tenants.database import Session

CODES = func.coalesce(Unit.code_path, Unit.path)
"""The codes of a unit from the root, as they are shown."""


@dataclass(frozen=True, slots=True)
class Relocation:
    """A unit that comes to lie elsewhere with all below it: its path before and after, and its codes from the root."""

    unit_id: uuid.UUID
    kind: str
    before: str
    after: str
    codes_before: str
    codes_after: str
    parent_id: uuid.UUID


async def lock_tree(session: Session, roots: Collection[str], others: Collection[str]) -> None:
    """Lock units with all above and below them, and others with all above, in the order everybody locks in."""
    line = {each for path in (*roots, *others) for each in (*ancestor_paths(path), path)}
    await session.execute(
        select(Unit.id)
        .where(
            Unit.tenant_id == session.info["tenant_id"],
            or_(Unit.path.in_(sorted(line)), *(below(Unit.path, path) for path in sorted(roots))),
        )
        .order_by(Unit.path)
        .with_for_update(key_share=True)
    )


async def children_of(session: Session, unit_ids: Collection[uuid.UUID]) -> Sequence[Unit]:
    """Read the units directly below some, by code."""
    rows = await session.scalars(
        select(Unit)
        .where(
            Unit.tenant_id == session.info["tenant_id"],
            Unit.closed_on.is_(None),
            one_of(Unit.parent_id, unit_ids),
        )
        .order_by(Unit.code)
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def levels_below(session: Session, path: str) -> int:
    """Count the levels of a subtree, its own unit included."""
    deepest = func.max(func.cardinality(func.string_to_array(Unit.path, ".")))
    found = await session.scalar(
        select(deepest).where(Unit.tenant_id == session.info["tenant_id"], within(Unit.path, [path]))
    )
    return int(found or 0) - path.count(".")


async def first_within(
    session: Session, paths: Collection[str], limit: int
) -> Sequence[tuple[str, str, str]]:
    """Read name, path and codes from the root of the first units at some paths and below, in tree order."""
    rows = await session.execute(
        select(Unit.name, Unit.path, CODES)
        .where(
            Unit.tenant_id == session.info["tenant_id"],
            Unit.closed_on.is_(None),
            within(Unit.path, paths),
        )
        .order_by(Unit.path)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def relocate(
    session: Session, relocations: Sequence[Relocation], on: date, at: datetime, cause: str
) -> int:
    """Give units that move, and all below them, their new paths, and keep where they lie from a day on.

    Returns how many there are.
    """
    tenant_id = session.info["tenant_id"]
    moved = _moves(relocations)
    path = moved.c.after + func.substr(Unit.path, func.length(moved.c.before) + 1)
    codes = moved.c.codes_after + func.substr(CODES, func.length(moved.c.codes_before) + 1)
    await session.execute(
        update(Unit)
        .where(Unit.tenant_id == tenant_id, covers(moved.c.before, Unit.path))
        .values(
            path=path,
            code_path=func.nullif(codes, path),
            parent_id=case((Unit.id == moved.c.unit_id, moved.c.parent_id), else_=Unit.parent_id),
            revision=Unit.revision + 1,
        )
        .execution_options(synchronize_session=False)
    )
    now_there = select(
        Unit.tenant_id,
        func.gen_random_uuid(),
        Unit.id,
        Unit.parent_id,
        Unit.path,
        literal(on),
        literal(at),
        literal(cause),
    ).where(
        Unit.tenant_id == tenant_id,
        Unit.closed_on.is_(None),
        within(Unit.path, [each.after for each in relocations]),
    )
    columns = ["tenant_id", "id", "unit_id", "parent_id", "path", "valid_from", "recorded_at", "cause"]
    placed = await session.execute(
        insert(UnitPlacement).from_select(columns, now_there, include_defaults=False)
    )
    return int(placed.rowcount)  # type: ignore[attr-defined]  # a DML's CursorResult


async def end_placements(
    session: Session, unit_ids: Collection[uuid.UUID], on: date, at: datetime, cause: str
) -> None:
    """Keep that units are no more from a day on, or never were if they were registered in error."""
    since = None if cause == "mistaken" else on
    session.add_all(
        UnitPlacement(
            unit_id=unit_id, parent_id=None, path=None, valid_from=since, recorded_at=at, cause=cause
        )
        for unit_id in unit_ids
    )
    await session.flush()


async def link(session: Session, pairs: Sequence[tuple[uuid.UUID, uuid.UUID]]) -> None:
    """Keep which unit took the place of which."""
    session.add_all(UnitSuccessor(unit_id=old, successor_id=new) for old, new in pairs)
    await session.flush()


def _moves(relocations: Sequence[Relocation]) -> Any:
    names = (
        column("unit_id", Uuid),
        column("parent_id", Uuid),
        column("before", Text(collation="C")),
        column("after", Text(collation="C")),
        column("codes_before", Text(collation="C")),
        column("codes_after", Text(collation="C")),
    )
    rows = [
        (each.unit_id, each.parent_id, each.before, each.after, each.codes_before, each.codes_after)
        for each in relocations
    ]
    return values(*names).data(rows).alias("moved")
