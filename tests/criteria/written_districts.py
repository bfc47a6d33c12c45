"""Writes a random district, past all operations: also what none of them would bring about."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta

from schema.units.tables import Unit, UnitSuccessor
from tenants.base import Base, new_id
from tenants.database import Session
from tests.criteria.happenings import Happenings
from tests.criteria.papers import Papers
from tests.criteria.random_districts import CODES, Plan, Row

KINDS = ("community", "compound", "building")
HELD = {True, "active", "suspended"}
"""What a unit has one of at most: a petition that is open, a name it bears."""


class Writer(Happenings, Papers):
    """Writes units and their facts below a root."""

    async def write(self, session: Session, root: Unit, plan: Plan) -> Sequence[Unit]:
        """Write a plan, table by table; give its units, the root first."""
        units = [root]
        for number, above in enumerate(plan.parents, start=1):
            units.append(self._unit(number, units[above], closed=number in plan.closed))
        rows = [*units[1:], *self._successors(units, plan), *self._facts(units, plan)]
        for table in Base.metadata.sorted_tables:
            session.add_all(row for row in rows if row.__table__ is table)
            await session.flush()
        return units

    def _unit(self, number: int, parent: Unit, *, closed: bool) -> Unit:
        code = CODES[number - 1]
        return Unit(
            id=new_id(),
            code=code,
            name=code,
            kind=KINDS[number % len(KINDS)],
            parent_id=parent.id,
            path=f"{parent.path}.{code}",
            closed_on=self.today if closed else None,
            created_at=self.now,
        )

    def _successors(self, units: Sequence[Unit], plan: Plan) -> Iterator[Base]:
        for number, heirs in plan.closed.items():
            for heir in heirs:
                yield UnitSuccessor(id=new_id(), unit_id=units[number].id, successor_id=units[heir].id)

    def _facts(self, units: Sequence[Unit], plan: Plan) -> Iterator[Base]:
        held: set[tuple[str, uuid.UUID]] = set()
        for row in plan.rows:
            unit_id = units[row.place % len(units)].id
            once = row.kind in {"petition", "name"} and row.values[0] in HELD
            if not once or (row.kind, unit_id) not in held:
                yield from self._rows(row, unit_id)
            if once:
                held.add((row.kind, unit_id))

    def _rows(self, row: Row, unit_id: uuid.UUID) -> Iterator[Base]:
        self.now += timedelta(seconds=1)
        found: Iterator[Base] = getattr(self, row.kind)(unit_id, *row.values)
        return found
