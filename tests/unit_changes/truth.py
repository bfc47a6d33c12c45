"""Counts a district anew from its units and names, and compares that with what is kept beside them."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from authz.tables import Membership
from schema.designations.rules import HELD, IN_FORCE
from schema.designations.tables import Designation
from schema.units.repository import ancestor_paths
from schema.units.rules import child_path
from schema.units.tables import Unit, UnitCounter, UnitCounterDelta, UnitPlacement
from tenants.database import Session
from tests.builders.district import District


async def assert_sound(district: District) -> None:
    """Hold paths, codes, scopes of officials, placements and counters against the tree of parents.

    Nobody holds a role over a unit that is no more.
    """
    async with district.database.of(district.tenant).read() as session:
        units = {unit.id: unit for unit in await session.scalars(select(Unit))}
        for unit in units.values():
            above = units[unit.parent_id] if unit.parent_id else None
            assert unit.path == child_path(above and above.path, unit.label)
            assert unit.codes == child_path(above and above.codes, unit.code)
        for held in await session.scalars(select(Membership)):
            assert held.scope_path == units[held.unit_id].path
            assert units[held.unit_id].closed_on is None or held.valid_until is not None
        latest: dict[object, UnitPlacement] = {}
        for row in await session.scalars(select(UnitPlacement).order_by(UnitPlacement.recorded_at)):
            latest[row.unit_id] = row
        for unit in units.values():
            lies = (unit.parent_id, unit.path) if unit.closed_on is None else (None, None)
            assert (latest[unit.id].parent_id, latest[unit.id].path) == lies, unit.code
        statuses = {
            name.unit_id: name.status
            for name in await session.scalars(select(Designation).where(Designation.status.in_(HELD)))
        }
        expected: Counter[tuple[str, str, str]] = Counter()
        for unit in units.values():
            for path in ancestor_paths(unit.path) if unit.closed_on is None else ():
                status = statuses.get(unit.id)
                expected[path, unit.kind, "total"] += 1
                expected[path, unit.kind, "held"] += status is not None
                expected[path, unit.kind, "in_force"] += status in IN_FORCE
        kept = await _kept(session, {unit.id: unit.path for unit in units.values()})
        assert +kept == +expected


async def _kept(session: Session, paths: Mapping[UUID, str]) -> Counter[tuple[str, str, str]]:
    """Add up the counters and what is still to be added to them."""
    kept: Counter[tuple[str, str, str]] = Counter()
    counters = await session.scalars(select(UnitCounter))
    deltas = await session.scalars(select(UnitCounterDelta))
    for row in (*counters, *deltas):
        for column in ("total", "held", "in_force"):
            kept[paths[row.unit_id], row.kind, column] += getattr(row, column, 0)
    return kept
