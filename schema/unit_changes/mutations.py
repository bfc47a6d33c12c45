"""Changing the tree through the API."""

import strawberry

from schema.frame.context import Info
from schema.frame.payloads import OperationError, carry_out
from schema.unit_changes import operations
from schema.unit_changes.graphql.inputs import (
    ChangeUnitCodeInput,
    ChangeUnitKindInput,
    CloseUnitInput,
    MergeUnitsInput,
    MoveUnitInput,
    ReformUnitCodesInput,
    RenameUnitInput,
    SplitUnitInput,
)
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
class ChangeUnitKindPayload:
    """What took the unit's place."""

    unit: Unit | None = strawberry.field(
        description="The new unit, with the old one in `predecessors`; null on errors."
    )
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class UnitIdentityPayload:
    """What the unit is called now."""

    unit: Unit | None = strawberry.field(
        description="The unit, with what it was called in `formerly`; null on errors."
    )
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class ReformUnitCodesPayload:
    """What a reform of codes did."""

    recoded: int = strawberry.field(description="How many units got another code; 0 on errors.")
    unit: Unit | None = strawberry.field(description="The unit at the top of the tree; null on errors.")
    errors: list[OperationError] = strawberry.field(
        description="Why nothing was written, row by row; empty on success."
    )


@strawberry.type
class UnitChangeMutation:
    """Changing the tree."""

    @strawberry.mutation
    async def move_unit(self, info: Info, input: MoveUnitInput) -> MoveUnitPayload:
        """Let a unit, with all below it, lie below another from today on."""
        row, errors = await carry_out(info, operations.move_unit, input)
        return MoveUnitPayload(unit=Unit.of(row) if row else None, errors=errors)

    @strawberry.mutation
    async def rename_unit(self, info: Info, input: RenameUnitInput) -> UnitIdentityPayload:
        """Call a unit otherwise from today on; the certificate of a name it bears is issued anew."""
        row, errors = await carry_out(info, operations.rename_unit, input)
        return UnitIdentityPayload(unit=Unit.of(row) if row else None, errors=errors)

    @strawberry.mutation
    async def change_unit_code(self, info: Info, input: ChangeUnitCodeInput) -> UnitIdentityPayload:
        """Give a unit another code from today on; the old one leads to it until another unit has it."""
        row, errors = await carry_out(info, operations.change_unit_code, input)
        return UnitIdentityPayload(unit=Unit.of(row) if row else None, errors=errors)

    @strawberry.mutation
    async def reform_unit_codes(self, info: Info, input: ReformUnitCodesInput) -> ReformUnitCodesPayload:
        """Give all units of a table other codes, or none; units may swap theirs."""
        row, errors = await carry_out(info, operations.reform_unit_codes, input)
        return ReformUnitCodesPayload(
            recoded=len(input.rows) if row else 0, unit=Unit.of(row) if row else None, errors=errors
        )

    @strawberry.mutation
    async def close_unit(self, info: Info, input: CloseUnitInput) -> UnitIdentityPayload:
        """Let a unit be no more from today on: its name ends, and an open application with the reason."""
        row, errors = await carry_out(info, operations.close_unit, input)
        return UnitIdentityPayload(unit=Unit.of(row) if row else None, errors=errors)

    @strawberry.mutation
    async def change_unit_kind(self, info: Info, input: ChangeUnitKindInput) -> ChangeUnitKindPayload:
        """Close a unit and let one of another kind take its place from today on; its name ends."""
        row, errors = await carry_out(info, operations.change_unit_kind, input)
        return ChangeUnitKindPayload(unit=Unit.of(row) if row else None, errors=errors)

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
