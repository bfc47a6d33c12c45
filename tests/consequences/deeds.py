"""Deeds that may be done in any order in a street, and how its units then stand in every place that tells it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from authz.context import OperationContext
from schema.designations import repository as designations
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.supervision.operations import VoidDesignation, void_designation
from schema.unit_changes.operations import change_unit_code, merge_units, move_unit, split_unit
from schema.unit_changes.operations.preparing import MergeUnits, MoveUnit, SplitUnit
from schema.unit_changes.operations.recoding import ChangeUnitCode
from schema.unit_changes.rules import Part
from schema.unit_standings.loading import borne_names
from schema.unit_standings.rules import moment_of
from schema.units import repository as units
from schema.units.repository.rearranging import children_of
from schema.units.tables import Unit
from tests.builders.district import key
from tests.consequences.world import World

BELOW = {"CHILD_NAME_LOST", "TREE_CHANGED"}
EVER = datetime.max.replace(tzinfo=UTC)
Deed = Callable[[], Awaitable[Any]]


@dataclass(slots=True, eq=False)
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

    def code_of(self, unit: Unit) -> str:
        """Give the short code of one of its units."""
        return unit.code[len(self.new_code("")) :]

    async def below(self, code: str) -> list[str]:
        """List the units directly below one, by their short codes."""
        unit = await self.unit(code)
        async with self.headquarters.read() as session:
            return [self.code_of(each) for each in await children_of(session, [unit.id])]

    async def all_units(self) -> Sequence[Unit]:
        """List its units, those closed too."""
        async with self.headquarters.read() as session:
            chosen = select(Unit).where(units.within(Unit.path, [self.world.units["S"].path]))
            return (await session.scalars(chosen)).all()

    async def split(self, code: str) -> None:
        """Split a unit in two; of those below, the first comes to the first."""
        await split_unit(self.headquarters, await self.splitting(code))

    async def splitting(self, code: str) -> SplitUnit:
        """Ask for a unit to be split in two."""
        unit = await self.unit(code)
        east, west = self.new_code(code + "E"), self.new_code(code + "W")
        async with self.headquarters.read() as session:
            below = [each.id for each in await children_of(session, [unit.id])]
        parts = (Part(east, "东", ("",), tuple(below[:1])), Part(west, "西", (), tuple(below[1:])))
        return SplitUnit(idempotency_key=key(), unit_id=unit.id, expected_revision=unit.revision, parts=parts)

    async def merge(self, into: str, *codes: str) -> None:
        """Merge units."""
        await merge_units(self.headquarters, await self.merging(into, *codes))

    async def merging(self, into: str, *codes: str) -> MergeUnits:
        """Ask for units to be merged."""
        found = [await self.unit(code) for code in codes]
        pairs = tuple((unit.id, unit.revision) for unit in found)
        return MergeUnits(idempotency_key=key(), units=pairs, code=self.new_code(into), name="合并后")

    async def report(self, code: str, kind: str, days_ago: int) -> None:
        """Report an event, or be refused."""
        before = len(self.world.events)
        await self.world.report(code, kind, days_ago, quarantined=False)
        if len(self.world.events) == before:
            raise DomainError(ErrorCode.INVALID_INPUT, "未能报告。")

    async def void(self, code: str) -> None:
        """Declare the last name of a unit void."""
        unit = await self.unit(code)
        async with self.headquarters.read() as session:
            name = (await designations.of_unit(session, [unit.id]))[unit.id][0]
        command = VoidDesignation(
            idempotency_key=key(), designation_id=name.id, expected_revision=name.revision, reason="命名有误"
        )
        await void_designation(self.headquarters, command)

    async def recode(self, code: str) -> None:
        """Give a unit another code."""
        unit = await self.unit(code)
        command = ChangeUnitCode(
            idempotency_key=key(),
            unit_id=unit.id,
            expected_revision=unit.revision,
            code=unit.code + "-N",
            reason="编码改革",
        )
        await change_unit_code(self.headquarters, command)

    async def look(self, *, joined: bool = False) -> Mapping[str, Any]:
        """Tell how its units that are not closed stand: as recorded, as the ledger says, and on which grounds.

        With `joined` it is of no account how that came: a name below was lost, or the tree below was changed.
        """
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
            grounds = [(each.standing, each.cause, each.clause, each.since) for each in moment.grounds]
            recorded = [each.status for each in borne.get(row.id, ())]
            code, cause = row.code[prefix:].removesuffix("-N"), moment.cause
            if joined:
                grounds, cause = _joined(grounds), None
            found[code] = (recorded, moment.standing, cause, moment.clause, set(grounds))
        return found


def _joined(grounds: Sequence[Any]) -> list[Any]:
    return [
        (standing, "below", clause, None) if cause in BELOW else (standing, cause, clause, since)
        for standing, cause, clause, since in grounds
    ]


async def done(*deeds: Deed) -> bool:
    """Do deeds in order; tell whether each was possible."""
    try:
        for deed in deeds:
            await deed()
    except (DomainError, DomainErrors):
        return False
    return True
