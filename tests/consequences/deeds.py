"""Deeds that may be done in any order in a street, and how its units then stand in every place that tells it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from authz.context import OperationContext
from schema.designations import repository as designations
from schema.frame.errors import DomainError, DomainErrors
from schema.unit_changes.operations import change_unit_code, merge_units, move_unit, split_unit
from schema.unit_changes.operations.preparing import MergeUnits, MoveUnit, SplitUnit
from schema.unit_changes.operations.recoding import ChangeUnitCode
from schema.unit_changes.rules import Part
from schema.unit_standings.loading import borne_names
from schema.unit_standings.rules import moment_of
from schema.units import repository as units
from schema.units.tables import Unit
from tests.builders.district import key
from tests.consequences.world import World

EVER = datetime.max.replace(tzinfo=UTC)
Deed = Callable[[], Awaitable[Any]]


@dataclass(slots=True)
class Street:
    """A street of a district and whoever may change its tree."""

    world: World
    headquarters: OperationContext

    async def unit(self, code: str) -> Unit:
        """Read a unit as it is now; those that came later are named after the street."""
        if code not in self.world.units:
            return await self.world.district.unit(self.new_code(code))
        async with self.headquarters.read() as session:
            return await session.get_one(Unit, (self.world.district.tenant.id, self.world.units[code].id))

    def new_code(self, code: str) -> str:
        """Give the whole code of a unit that came later."""
        return self.world.units["S"].code[: -len("S")] + code

    async def move(self, code: str, parent: str) -> None:
        """Let a unit lie below another."""
        unit, above = await self.unit(code), await self.unit(parent)
        command = MoveUnit(
            idempotency_key=key(), unit_id=unit.id, expected_revision=unit.revision, parent_id=above.id
        )
        await move_unit(self.headquarters, command)

    async def split(self, code: str) -> None:
        """Split a unit in two."""
        unit = await self.unit(code)
        east, west = self.new_code(code + "E"), self.new_code(code + "W")
        parts = (Part(east, "东", ("",)), Part(west, "西"))
        command = SplitUnit(
            idempotency_key=key(), unit_id=unit.id, expected_revision=unit.revision, parts=parts
        )
        await split_unit(self.headquarters, command)

    async def merge(self, into: str, *codes: str) -> None:
        """Merge units."""
        found = [await self.unit(code) for code in codes]
        pairs = tuple((unit.id, unit.revision) for unit in found)
        command = MergeUnits(idempotency_key=key(), units=pairs, code=self.new_code(into), name="合并后")
        await merge_units(self.headquarters, command)

    async def recode(self, code: str) -> None:
        """Give a unit another code."""
        unit = await self.unit(code)
        command = ChangeUnitCode(
            idempotency_key=key(),
            unit_id=unit.id,
            expected_revision=unit.revision,
            code=unit.code + "-N",
        )
        await change_unit_code(self.headquarters, command)

    async def look(self) -> Mapping[str, Any]:
        """Tell how its units that are not closed stand: as recorded, as the ledger says, and on which grounds."""
        today, prefix = self.world.today, len(self.new_code(""))
        async with self.world.commission.read() as session:
            rows = (
                await session.scalars(
                    select(Unit).where(
                        units.within(Unit.path, [self.world.units["S"].path]), Unit.closed_on.is_(None)
                    )
                )
            ).all()
            ids = [row.id for row in rows]
            names, borne = await borne_names(session, ids), await designations.of_unit(session, ids)
        found = {}
        for row in rows:
            moment = moment_of(names.get(row.id, ()), today, EVER)
            grounds = {(each.standing, each.cause, each.clause, each.since) for each in moment.grounds}
            recorded = [each.status for each in borne.get(row.id, ())]
            code = row.code[prefix:].removesuffix("-N")
            found[code] = (recorded, moment.standing, moment.cause, moment.clause, grounds)
        return found


async def done(*deeds: Deed) -> bool:
    """Do deeds in order; tell whether each was possible."""
    try:
        for deed in deeds:
            await deed()
    except (DomainError, DomainErrors):
        return False
    return True
