"""Changing the tree through the API."""

from collections.abc import Awaitable, Callable

import strawberry

from schema.frame.context import Info
from schema.frame.payloads import OperationError, settle
from schema.unit_changes import operations
from schema.unit_changes.graphql.inputs import MergeUnitsInput, MoveUnitInput, SplitUnitInput
from schema.units.graphql import Unit
from schema.units.tables import Unit as UnitTable


@strawberry.type
class MoveUnitPayload:
    """Where the unit lies now."""

    unit: Unit | None = strawberry.field(description="The unit; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class SplitUnitPayload:
    """What became of the unit."""

    unit: Unit | None = strawberry.field(
        description="The unit that closed, with its `successors`; null on errors."
    )
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class MergeUnitsPayload:
    """What became of the units."""

    unit: Unit | None = strawberry.field(description="The new unit, with its `predecessors`; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class UnitChangeMutation:
    """Changing the tree."""

    @strawberry.mutation
    async def move_unit(self, info: Info, input: MoveUnitInput) -> MoveUnitPayload:
        """Let a unit, with all below it, lie below another from today on."""
        unit, errors = await _settle(lambda: operations.move_unit(info.context.operations, input.command()))
        return MoveUnitPayload(unit=unit, errors=errors)

    @strawberry.mutation
    async def split_unit(self, info: Info, input: SplitUnitInput) -> SplitUnitPayload:
        """Close a unit and let several new ones take its place from today on; its name ends."""
        unit, errors = await _settle(lambda: operations.split_unit(info.context.operations, input.command()))
        return SplitUnitPayload(unit=unit, errors=errors)

    @strawberry.mutation
    async def merge_units(self, info: Info, input: MergeUnitsInput) -> MergeUnitsPayload:
        """Close several units and let a new one take their place from today on; their names end."""
        unit, errors = await _settle(lambda: operations.merge_units(info.context.operations, input.command()))
        return MergeUnitsPayload(unit=unit, errors=errors)


async def _settle(
    act: Callable[[], Awaitable[UnitTable]],
) -> tuple[Unit | None, list[OperationError]]:
    """Run an operation whose input may be refused as it is read."""

    async def run() -> UnitTable:
        return await act()

    row, errors = await settle(run())
    return (Unit.of(row) if row else None), errors
