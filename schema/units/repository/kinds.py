"""Every statement on all units of some kinds: listed, counted, and those where no work was done."""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import (
    BindParameter,
    ScalarSelect,
    Select,
    Subquery,
    and_,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from schema.frame.keyset import count_rows
from schema.units.repository.units import covers, within
from schema.units.rules import is_within
from schema.units.tables import Unit, UnitLog
from tenants.database import Session

_BEYOND = "~"  # sorts after every path


def kind_of(
    tenant_id: uuid.UUID | BindParameter[uuid.UUID], unit_id: InstrumentedAttribute[uuid.UUID]
) -> ScalarSelect[str]:
    """Say in SQL of which kind a unit is that another noun's row names."""
    place = aliased(Unit)
    named = select(place.kind).where(place.tenant_id == tenant_id, place.id == unit_id)
    return named.correlate_except(place).scalar_subquery()


async def list_of_kinds(session: Session, kinds: Collection[str]) -> Sequence[Unit]:
    """List the units of some kinds, the lowest first."""
    rows = await session.scalars(
        select(Unit).where(
            Unit.tenant_id == session.info["tenant_id"], Unit.closed_on.is_(None), Unit.kind.in_(kinds)
        )
    )
    return sorted(rows, key=lambda unit: unit.path.count("."), reverse=True)


async def count_of_kinds(session: Session, scopes: Collection[str], kinds: Collection[str]) -> int:
    """Count the units of some kinds in `scopes`: the denominator of coverage."""
    statement = select(Unit).where(
        Unit.tenant_id == session.info["tenant_id"],
        Unit.closed_on.is_(None),
        within(Unit.path, scopes),
        Unit.kind.in_(kinds),
    )
    return await count_rows(session, statement)


def tops(session: Session, scopes: Collection[str]) -> Subquery:
    """Select the outermost units of `scopes`, each with its `id` and `kind`, for another noun to join with."""
    outermost = [
        scope
        for scope in set(scopes)
        if not any(is_within(scope, other) for other in scopes if other != scope)
    ]
    at_top = Unit.parent_id.is_(None) if "" in scopes else Unit.path.in_(outermost)
    found = select(Unit.id, Unit.kind).where(
        Unit.tenant_id == session.info["tenant_id"], Unit.closed_on.is_(None), at_top
    )
    return found.subquery("tops")


async def idle_units(session: Session, kinds: Collection[str], log: str, since: date) -> Sequence[uuid.UUID]:
    """List the units of some kinds for which no work was logged since a day, neither for one above them.

    What lies below the units with an entry are ranges of paths; between these ranges lie the idle ones, so that no
    unit is looked at that is not. Bounds are worked out apart: row security lets no index serve a bound that is worked
    out in the comparison.
    """
    place, idle, tenant_id = aliased(Unit), aliased(Unit), session.info["tenant_id"]
    worked = (
        select(place.id, (place.path + ".").label("first"), (place.path + "/").label("end"))
        .join(UnitLog, (UnitLog.tenant_id == place.tenant_id) & (UnitLog.unit_id == place.id))
        .where(place.tenant_id == tenant_id, UnitLog.kind == log, UnitLog.performed_on >= since)
        .distinct()
        .cte("worked")
    )
    ended = func.max(worked.c.end).over(order_by=worked.c.first, rows=(None, -1))
    gaps = union_all(
        select(func.coalesce(ended, "").label("after"), worked.c.first.label("before")),
        select(func.coalesce(func.max(worked.c.end), ""), literal(_BEYOND)).select_from(worked),
    ).cte("gaps")
    rows = await session.scalars(
        select(idle.id)
        .join(gaps, and_(idle.path >= gaps.c.after, idle.path < gaps.c.before))
        .where(
            idle.tenant_id == tenant_id,
            idle.kind.in_(kinds),
            ~exists(select(literal(1)).select_from(worked).where(worked.c.id == idle.id)),
        )
    )
    return rows.all()


async def short_units(
    session: Session, kinds: Collection[str], log: str, since: date, times: int
) -> Sequence[uuid.UUID]:
    """List the units of some kinds for which work was logged fewer times since a day, those above them counted."""
    tenant_id = session.info["tenant_id"]
    done = await session.execute(
        select(Unit.path, func.count())
        .join(UnitLog, (UnitLog.tenant_id == Unit.tenant_id) & (UnitLog.unit_id == Unit.id))
        .where(Unit.tenant_id == tenant_id, UnitLog.kind == log, UnitLog.performed_on >= since)
        .group_by(Unit.path)
    )
    counts = {row[0]: row[1] for row in done}
    asked = await session.execute(
        select(Unit.id, Unit.path).where(Unit.tenant_id == tenant_id, Unit.kind.in_(kinds))
    )
    return [unit_id for unit_id, path in asked if sum(counts.get(at, 0) for at in _line(path)) < times]


def _line(path: str) -> Iterator[str]:
    """List a path and those above it."""
    yield path
    while "." in path:
        path = path.rpartition(".")[0]
        yield path


async def count_of_other_kinds(session: Session, kinds: Collection[str]) -> Mapping[str, int]:
    """Count the units of other kinds than these, by kind."""
    rows = await session.execute(
        select(Unit.kind, func.count())
        .where(Unit.tenant_id == session.info["tenant_id"], Unit.kind.not_in(kinds))
        .group_by(Unit.kind)
    )
    return {row[0]: row[1] for row in rows}


async def count_uncovered(
    session: Session, kinds: Collection[str], scopes: Select[str], *, below: str = ""
) -> Mapping[str, int]:
    """Count the units of these kinds that lie in none of the areas a statement selects, by kind; zeros are left out.

    With `below`, only the unit at that path and those below it are looked at.
    """
    areas = scopes.subquery()
    (scope,) = areas.c
    covered = select(literal(1)).select_from(areas).where(covers(scope, Unit.path)).correlate(Unit).exists()
    rows = await session.execute(
        select(Unit.kind, func.count())
        .where(
            Unit.tenant_id == session.info["tenant_id"],
            Unit.kind.in_(kinds),
            Unit.closed_on.is_(None),
            within(Unit.path, [below]),
            ~covered,
        )
        .group_by(Unit.kind)
    )
    return {row[0]: row[1] for row in rows}
