"""Every statement on the counters of units: how many of each kind lie below one, and how many bear a name.

They are kept by whoever adds a unit or changes a name, in the same transaction, so that nobody counts a district.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import (
    ARRAY,
    Integer,
    Text,
    Uuid,
    and_,
    any_,
    column,
    func,
    literal,
    select,
    update,
    values,
)
from sqlalchemy.dialects.postgresql import insert

from schema.frame.statements import one_of
from schema.units.repository import ancestor_paths
from schema.units.tables import Unit, UnitCounter
from tenants.base import new_id
from tenants.database import Session

Place = tuple[str, str]
"""The path and the kind of a unit."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Units of some kinds: all there are, those that bear a name, those whose name is in force."""

    total: int = 0
    held: int = 0
    in_force: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Add the counts of other units."""
        return Counts(self.total + other.total, self.held + other.held, self.in_force + other.in_force)

    def __sub__(self, other: "Counts") -> "Counts":
        """Take the counts of some of the units off."""
        return Counts(self.total - other.total, self.held - other.held, self.in_force - other.in_force)


async def count_new(session: Session, units: Iterable[Unit]) -> None:
    """Count units that were just added, at each unit above them."""
    added: Counter[tuple[str, str]] = Counter()
    for unit in units:
        added.update((path, unit.kind) for path in ancestor_paths(unit.path))
    if not added:
        return
    tenant_id = session.info["tenant_id"]
    places = await _ids_of(session, {path for path, _ in added})
    rows = [
        {"tenant_id": tenant_id, "id": new_id(), "unit_id": places[path], "kind": kind, "total": number}
        for (path, kind), number in sorted(added.items())
    ]
    statement = insert(UnitCounter).values(rows)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "unit_id", "kind"],
            set_={"total": UnitCounter.total + statement.excluded.total},
        )
    )


async def count_names(session: Session, shifts: Mapping[Place, tuple[int, int]]) -> None:
    """Count names borne and in force, given or lost by units at some paths and of some kinds, at each unit above.

    Whoever counts there too waits for this transaction.
    """
    totals: dict[Place, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for (path, kind), (held, in_force) in shifts.items():
        for above in ancestor_paths(path):
            before = totals[above, kind]
            totals[above, kind] = (before[0] + held, before[1] + in_force)
    changed = {place: shift for place, shift in totals.items() if any(shift)}
    if not changed:
        return
    places = await _ids_of(session, {path for path, _ in changed})
    shifted = values(
        column("unit_id", Uuid), column("kind", Text), column("held", Integer), column("in_force", Integer)
    ).data([(places[path], kind, *shift) for (path, kind), shift in changed.items()])
    moved = shifted.alias("moved")
    mine = and_(
        UnitCounter.tenant_id == session.info["tenant_id"],
        UnitCounter.unit_id == moved.c.unit_id,
        UnitCounter.kind == moved.c.kind,
    )
    order = select(UnitCounter.id).join(moved, mine).order_by(UnitCounter.id)
    await session.execute(order.with_for_update(of=UnitCounter))
    await session.execute(
        update(UnitCounter)
        .where(mine)
        .values(held=UnitCounter.held + moved.c.held, in_force=UnitCounter.in_force + moved.c.in_force)
        .execution_options(synchronize_session=False)
    )


async def shift_counts(session: Session, shifts: Mapping[Place, Counts]) -> None:
    """Add counts, negative ones too, at units at some paths for some kinds.

    What is lost is taken off row by row; what is gained may be the first of its kind there.
    """
    places = await _ids_of(session, {path for path, _ in shifts})
    tenant_id = session.info["tenant_id"]
    gained = [
        {
            "tenant_id": tenant_id,
            "id": new_id(),
            "unit_id": places[path],
            "kind": kind,
            "total": counts.total,
            "held": counts.held,
            "in_force": counts.in_force,
        }
        for (path, kind), counts in sorted(shifts.items())
        if counts.total > 0
    ]
    if gained:
        statement = insert(UnitCounter).values(gained)
        await session.execute(
            statement.on_conflict_do_update(
                index_elements=["tenant_id", "unit_id", "kind"],
                set_={
                    name: getattr(UnitCounter, name) + statement.excluded[name]
                    for name in ("total", "held", "in_force")
                },
            )
        )
    for (path, kind), counts in sorted(shifts.items()):
        if counts.total <= 0 and counts != Counts():
            await session.execute(
                update(UnitCounter)
                .where(
                    UnitCounter.tenant_id == tenant_id,
                    UnitCounter.unit_id == places[path],
                    UnitCounter.kind == kind,
                )
                .values(
                    total=UnitCounter.total + counts.total,
                    held=UnitCounter.held + counts.held,
                    in_force=UnitCounter.in_force + counts.in_force,
                )
                .execution_options(synchronize_session=False)
            )


async def counts_below(session: Session, unit_ids: Collection[uuid.UUID], kinds: Collection[str]) -> Counts:
    """Add up the units of these kinds below some units, none of which lies below another."""
    row = (
        await session.execute(
            select(
                *(
                    func.coalesce(func.sum(column), 0).cast(Integer)
                    for column in (UnitCounter.total, UnitCounter.held, UnitCounter.in_force)
                )
            ).where(
                UnitCounter.tenant_id == session.info["tenant_id"],
                UnitCounter.unit_id.in_(unit_ids),
                UnitCounter.kind.in_(kinds),
            )
        )
    ).one()
    return Counts(total=row[0], held=row[1], in_force=row[2])


async def counts_at(
    session: Session, unit_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, Mapping[str, Counts]]:
    """Read what lies below units, by kind; a unit with nothing below it is left out."""
    rows = await session.execute(
        select(
            UnitCounter.unit_id, UnitCounter.kind, UnitCounter.total, UnitCounter.held, UnitCounter.in_force
        ).where(UnitCounter.tenant_id == session.info["tenant_id"], one_of(UnitCounter.unit_id, unit_ids))
    )
    found: dict[uuid.UUID, dict[str, Counts]] = defaultdict(dict)
    for unit_id, kind, *numbers in rows:
        found[unit_id][kind] = Counts(*numbers)
    return found


async def _ids_of(session: Session, paths: Collection[str]) -> Mapping[str, uuid.UUID]:
    rows = await session.execute(
        select(Unit.path, Unit.id).where(
            Unit.tenant_id == session.info["tenant_id"], Unit.path == any_(literal(list(paths), ARRAY(Text)))
        )
    )
    return dict(iter(rows))
