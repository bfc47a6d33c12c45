"""Changing the tree through the API."""

from collections.abc import Sequence
from uuid import UUID

import strawberry

from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, carry_out
from schema.frame.text import tidy
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
from schema.units.graphql import Named, Naming, Unit


@strawberry.type
class MoveUnitPayload(Naming):
    """Where the unit lies now."""

    unit: Unit | None = strawberry.field(description="The unit; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class SplitUnitPayload(Naming):
    """What became of the unit."""

    unit: Unit | None = strawberry.field(
        description="The unit that closed, with its `successors`; null on errors."
    )
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class MergeUnitsPayload(Naming):
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
class UnitIdentityPayload(Naming):
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
        return MoveUnitPayload(
            unit=Unit.of(row) if row else None,
            errors=errors,
            named=[] if errors else _moved(input),
            closing=(),
        )

    @strawberry.mutation
    async def rename_unit(self, info: Info, input: RenameUnitInput) -> UnitIdentityPayload:
        """Call a unit otherwise from today on; the certificate of a name it bears is issued anew."""
        row, errors = await carry_out(info, operations.rename_unit, input)
        return UnitIdentityPayload(
            unit=Unit.of(row) if row else None,
            errors=errors,
            named=[] if errors else _renamed(input),
            closing=(),
        )

    @strawberry.mutation
    async def change_unit_code(self, info: Info, input: ChangeUnitCodeInput) -> UnitIdentityPayload:
        """Give a unit another code from today on; the old one leads to it until another unit has it."""
        row, errors = await carry_out(info, operations.change_unit_code, input)
        return UnitIdentityPayload(unit=Unit.of(row) if row else None, errors=errors, named=(), closing=())

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
        return UnitIdentityPayload(unit=Unit.of(row) if row else None, errors=errors, named=(), closing=())

    @strawberry.mutation
    async def change_unit_kind(self, info: Info, input: ChangeUnitKindInput) -> ChangeUnitKindPayload:
        """Close a unit and let one of another kind take its place from today on; its name ends."""
        row, errors = await carry_out(info, operations.change_unit_kind, input)
        return ChangeUnitKindPayload(unit=Unit.of(row) if row else None, errors=errors)

    @strawberry.mutation
    async def split_unit(self, info: Info, input: SplitUnitInput) -> SplitUnitPayload:
        """Close a unit and let several new ones take its place from today on; its name ends."""
        row, errors = await carry_out(info, operations.split_unit, input)
        return SplitUnitPayload(
            unit=Unit.of(row) if row else None,
            errors=errors,
            named=[] if errors else _parts(input),
            closing=[] if errors else _ids([input.unit]),
        )

    @strawberry.mutation
    async def merge_units(self, info: Info, input: MergeUnitsInput) -> MergeUnitsPayload:
        """Close several units and let a new one take their place from today on; their names end."""
        row, errors = await carry_out(info, operations.merge_units, input)
        return MergeUnitsPayload(
            unit=Unit.of(row) if row else None,
            errors=errors,
            named=[] if errors else _merged(input),
            closing=[] if errors else _ids([each.unit for each in input.units]),
        )


def _ids(units: Sequence[str]) -> list[UUID]:
    return [decode_id("Unit", unit, "unit") for unit in units]


def _moved(input: MoveUnitInput) -> list[Named]:
    (unit, parent) = _ids([input.unit, input.parent])
    return [Named(("parent",), None, beside=unit, below=parent)]


def _renamed(input: RenameUnitInput) -> list[Named]:
    return [Named(("name",), tidy(input.name), beside=_ids([input.unit])[0])]


def _parts(input: SplitUnitInput) -> list[Named]:
    (unit,) = _ids([input.unit])
    return [
        Named(("parts", str(index), "name"), tidy(part.name), code=part.code, beside=unit)
        for index, part in enumerate(input.parts)
    ]


def _merged(input: MergeUnitsInput) -> list[Named]:
    (first, *_) = _ids([each.unit for each in input.units])
    return [Named(("name",), tidy(input.name), code=input.code, beside=first)]
