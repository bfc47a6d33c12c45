"""Every statement on changes of the tree: each rewrites all it concerns at once, however many units that is."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Text,
    Uuid,
    and_,
    case,
    column,
    func,
    insert,
    literal,
    or_,
    select,
    update,
    values,
)

from authz.tables import Membership
from schema.designations.rules import HELD, IN_FORCE
from schema.designations.tables import Designation, DesignationChange
from schema.findings.tables import Finding
from schema.frame.statements import one_of
from schema.unit_changes.rules import MovedUnit, NameChange
from schema.units.repository import ancestor_paths, below, covers, within
from schema.units.repository.counters import Counts
from schema.units.tables import Unit, UnitCounter, UnitPlacement, UnitSuccessor
from tenants.database import Session

FIRST = 100
"""So many of the units that move are shown one by one."""


@dataclass(frozen=True, slots=True)
class Relocation:
    """A unit that comes to lie elsewhere with all below it."""

    unit_id: uuid.UUID
    kind: str
    before: str
    after: str
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


async def counts_of(
    session: Session, units: Sequence[tuple[uuid.UUID, str]]
) -> Mapping[uuid.UUID, Mapping[str, Counts]]:
    """Count, by kind, units with all below them; units are given by id and kind."""
    tenant_id, ids = session.info["tenant_id"], [unit_id for unit_id, _ in units]
    found: dict[uuid.UUID, dict[str, Counts]] = {unit_id: {} for unit_id in ids}
    rows = await session.execute(
        select(
            UnitCounter.unit_id, UnitCounter.kind, UnitCounter.total, UnitCounter.held, UnitCounter.in_force
        ).where(UnitCounter.tenant_id == tenant_id, one_of(UnitCounter.unit_id, ids))
    )
    for unit_id, kind, *numbers in rows:
        found[unit_id][kind] = Counts(*numbers)
    names = await session.execute(
        select(Designation.unit_id, Designation.status).where(
            Designation.tenant_id == tenant_id,
            one_of(Designation.unit_id, ids),
            Designation.status.in_(HELD),
        )
    )
    standing = {row[0]: row[1] for row in names}
    for unit_id, kind in units:
        below_it = found[unit_id].get(kind, Counts())
        status = standing.get(unit_id)
        found[unit_id][kind] = Counts(
            below_it.total + 1, below_it.held + (status is not None), below_it.in_force + (status in IN_FORCE)
        )
    return found


async def relocate(
    session: Session, relocations: Sequence[Relocation], on: date, at: datetime, cause: str
) -> tuple[Sequence[MovedUnit], int, int]:
    """Give units that move, and all below them, their new paths, wherever a path is kept.

    Gives the first of them in the order of their old paths, how many there are, and how many memberships followed.
    """
    if not relocations:
        return [], 0, 0
    tenant_id = session.info["tenant_id"]
    moved = _moves(relocations)
    before = await session.execute(
        select(Unit.code, Unit.name, Unit.path)
        .where(
            Unit.tenant_id == tenant_id,
            Unit.closed_on.is_(None),
            within(Unit.path, [each.before for each in relocations]),
        )
        .order_by(Unit.path)
        .limit(FIRST)
    )
    first = [MovedUnit(code, name, path, _after(path, relocations)) for code, name, path in before]
    await session.execute(
        update(Unit)
        .where(Unit.tenant_id == tenant_id, covers(moved.c.before, Unit.path))
        .values(
            path=moved.c.after + func.substr(Unit.path, func.length(moved.c.before) + 1),
            parent_id=case((Unit.id == moved.c.unit_id, moved.c.parent_id), else_=Unit.parent_id),
            revision=Unit.revision + 1,
        )
        .execution_options(synchronize_session=False)
    )
    here = within(Unit.path, [each.after for each in relocations])
    now_there = select(
        Unit.tenant_id,
        func.gen_random_uuid(),
        Unit.id,
        Unit.parent_id,
        Unit.path,
        literal(on),
        literal(at),
        literal(cause),
    ).where(Unit.tenant_id == tenant_id, Unit.closed_on.is_(None), here)
    columns = ["tenant_id", "id", "unit_id", "parent_id", "path", "valid_from", "recorded_at", "cause"]
    placed = await session.execute(
        insert(UnitPlacement).from_select(columns, now_there, include_defaults=False)
    )
    followed = await session.execute(
        update(Membership)
        .where(
            Membership.tenant_id == tenant_id,
            Unit.tenant_id == tenant_id,
            Unit.id == Membership.unit_id,
            here,
        )
        .values(scope_path=Unit.path)
        .execution_options(synchronize_session=False)
    )
    return first, int(placed.rowcount), int(followed.rowcount)  # type: ignore[attr-defined]  # a DML's CursorResult


async def end_placements(
    session: Session, unit_ids: Collection[uuid.UUID], on: date, at: datetime, cause: str
) -> None:
    """Keep that units are no more from a day on."""
    session.add_all(
        UnitPlacement(unit_id=unit_id, parent_id=None, path=None, valid_from=on, recorded_at=at, cause=cause)
        for unit_id in unit_ids
    )
    await session.flush()


async def link(session: Session, pairs: Sequence[tuple[uuid.UUID, uuid.UUID]]) -> None:
    """Keep which unit took the place of which."""
    session.add_all(UnitSuccessor(unit_id=old, successor_id=new) for old, new in pairs)
    await session.flush()


async def let_findings_lapse(session: Session, unit_ids: Collection[uuid.UUID]) -> None:
    """End what supervision found at units that are no more."""
    await session.execute(
        update(Finding)
        .where(
            Finding.tenant_id == session.info["tenant_id"],
            one_of(Finding.unit_id, unit_ids),
            Finding.status.in_(["open", "reported"]),
        )
        .values(status="lapsed", revision=Finding.revision + 1)
        .execution_options(synchronize_session=False)
    )


async def names_changed(session: Session, since: uuid.UUID, at: datetime) -> Sequence[NameChange]:
    """List what befell names at a moment, by the code of their unit; `since` is an id made before, to find it by."""
    rows = await session.execute(
        select(
            Designation.unit_id,
            Unit.code,
            Designation.number,
            DesignationChange.change,
            DesignationChange.cause,
            DesignationChange.clause,
        )
        .join(
            Designation,
            and_(
                Designation.tenant_id == DesignationChange.tenant_id,
                Designation.id == DesignationChange.designation_id,
            ),
        )
        .join(Unit, and_(Unit.tenant_id == Designation.tenant_id, Unit.id == Designation.unit_id))
        .where(
            DesignationChange.tenant_id == session.info["tenant_id"],
            DesignationChange.id > since,
            DesignationChange.at == at,
        )
        .order_by(Unit.code, DesignationChange.ordinal)
    )
    return [NameChange(*row) for row in rows]


def _moves(relocations: Sequence[Relocation]) -> Any:
    names = (
        column("unit_id", Uuid),
        column("parent_id", Uuid),
        column("before", Text(collation="C")),
        column("after", Text(collation="C")),
    )
    rows = [(each.unit_id, each.parent_id, each.before, each.after) for each in relocations]
    return values(*names).data(rows).alias("moved")


def _after(path: str, relocations: Sequence[Relocation]) -> str:
    for each in relocations:
        if path == each.before or path.startswith(each.before + "."):
            return each.after + path[len(each.before) :]
    return path
