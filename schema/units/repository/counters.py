"""Every statement on the counters of units: how many of each kind lie below one, and how many bear a name.

They are kept by whoever adds a unit or changes a name, in the same transaction, so that nobody counts a district.
What names come and go is appended beside the counters, and read with them, so that nobody waits for a counter.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Subquery,
    Text,
    Uuid,
    any_,
    column,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from schema.frame.statements import one_of
from schema.units.repository import ancestor_paths
from schema.units.repository.folding import fold_counters
from schema.units.tables import Unit, UnitCounter, UnitCounterDelta
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

    What is counted is appended, so that nobody who counts there too waits; `folding` adds it up.
    """
    totals: dict[Place, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for (path, kind), (held, in_force) in shifts.items():
        for above in ancestor_paths(path):
            before = totals[above, kind]
            totals[above, kind] = (before[0] + held, before[1] + in_force)
    changed = [(place, shift) for place, shift in sorted(totals.items()) if any(shift)]
    if not changed:
        return
    columns = (
        column("id", Uuid),
        column("path", Text(collation="C")),
        column("kind", Text),
        column("held", Integer),
        column("in_force", Integer),
    )
    moved = (
        func.unnest(
            literal([new_id() for _ in changed], ARRAY(Uuid)),
            literal([path for (path, _), _ in changed], ARRAY(Text)),
            literal([kind for (_, kind), _ in changed], ARRAY(Text)),
            literal([held for _, (held, _) in changed], ARRAY(Integer)),
            literal([in_force for _, (_, in_force) in changed], ARRAY(Integer)),
        )
        .table_valued(*columns)
        .render_derived(name="moved")
    )
    rows = (
        select(Unit.tenant_id, moved.c.id, Unit.id, moved.c.kind, moved.c.held, moved.c.in_force)
        .join(moved, Unit.path == moved.c.path)
        .where(Unit.tenant_id == session.info["tenant_id"])
    )
    names = ["tenant_id", "id", "unit_id", "kind", "held", "in_force"]
    await session.execute(insert(UnitCounterDelta).from_select(names, rows, include_defaults=False))


async def shift_counts(session: Session, shifts: Mapping[Place, Counts]) -> None:
    """Add counts, negative ones too, at units at some paths for some kinds.

    What is lost is taken off row by row; what is gained may be the first of its kind there. What waits to be
    added there is added first, since it counts units that may lie elsewhere afterwards.
    """
    places = await _ids_of(session, {path for path, _ in shifts})
    await fold_counters(session, list(places.values()))
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
    figure = figures(session, unit_ids)
    row = (await session.execute(select(*_sums(figure)).where(figure.c.kind.in_(kinds)))).one()
    return Counts(total=row[0], held=row[1], in_force=row[2])


async def counts_at(
    session: Session, unit_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, Mapping[str, Counts]]:
    """Read what lies below units, by kind; a unit with nothing below it is left out."""
    figure = figures(session, unit_ids)
    place = (figure.c.unit_id, figure.c.kind)
    rows = await session.execute(select(*place, *_sums(figure)).group_by(*place))
    found: dict[uuid.UUID, dict[str, Counts]] = defaultdict(dict)
    for unit_id, kind, *numbers in rows:
        found[unit_id][kind] = Counts(*numbers)
    return found


def figures(session: Session, unit_ids: Collection[uuid.UUID]) -> Subquery:
    """Give the counters of units, and what is still to be added to them, as rows to be summed up."""
    counters, deltas = (
        select(table.unit_id, table.kind, total.label("total"), table.held, table.in_force).where(
            table.tenant_id == session.info["tenant_id"], one_of(table.unit_id, unit_ids)
        )
        for table, total in ((UnitCounter, UnitCounter.total), (UnitCounterDelta, literal(0)))
    )
    return counters.union_all(deltas).subquery("figure")


def _sums(figure: Subquery) -> list[ColumnElement[int]]:
    columns = (figure.c.total, figure.c.held, figure.c.in_force)
    return [func.coalesce(func.sum(each), 0).cast(Integer) for each in columns]


async def _ids_of(session: Session, paths: Collection[str]) -> Mapping[str, uuid.UUID]:
    rows = await session.execute(
        select(Unit.path, Unit.id).where(
            Unit.tenant_id == session.info["tenant_id"], Unit.path == any_(literal(list(paths), ARRAY(Text)))
        )
    )
    return dict(iter(rows))
