"""Changing the tree through the API."""

import strawberry

from schema.frame.context import Info
from schema.frame.payloads import OperationError, carry_out
from schema.unit_changes import operations
from schema.unit_changes.graphql.inputs import MergeUnitsInput, MoveUnitInput, SplitUnitInput
from schema.units.graphql import Unit


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
        row, errors = await carry_out(info, operations.move_unit, input)
        return MoveUnitPayload(unit=Unit.of(row) if row else None, errors=errors)

    @strawberry.mutation
    async def split_unit(self, info: Info, input: SplitUnitInput) -> SplitUnitPayload:
        """Close a unit and let several new ones take its place from today on; its name ends."""
        row, errors = await carry_out(info, operations.split_unit, input)
        return SplitUnitPayload(unit=Unit.of(row) if row else None, errors=errors)

    @strawberry.mutation
    async def merge_units(self, info: Info, input: MergeUnitsInput) -> MergeUnitsPayload:
        """Close several units and let a new one take their place from today on; their names end."""
        row, errors = await carry_out(info, operations.merge_units, input)
        return MergeUnitsPayload(unit=Unit.of(row) if row else None, errors=errors)
