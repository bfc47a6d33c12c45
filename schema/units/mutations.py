"""Writing the tree through the API."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

import strawberry

from schema.frame.context import Info
from schema.frame.inputs import AsCode, CommandInput, Input
from schema.frame.payloads import OperationError, carry_out
from schema.frame.text import tidy
from schema.units import operations
from schema.units.graphql import Named, Naming, Unit
from schema.units.rules import UnitRow


@strawberry.input
class UnitInput(Input[UnitRow]):
    """A unit to import."""

    code: Annotated[str, AsCode()] = strawberry.field(
        description="Letters, digits, - and _; at most 32; unique in the tenant."
    )
    name: str = strawberry.field(description="At most 60 characters.")
    kind: str = strawberry.field(description="A unit kind of the guideline.")
    parent_code: Annotated[str, AsCode()] | None = strawberry.field(
        default=None, description="Code of the unit above; null for the root."
    )
    opened_on: date | None = strawberry.field(
        default=None,
        description="First local day it existed, if known: nothing can have happened in it before.",
    )


@strawberry.input
class ImportUnitsInput(CommandInput[operations.ImportUnits]):
    """Units to add to the tree: all or nothing, at most 2,000."""

    units: list[UnitInput] = strawberry.field(description="Rows in any order; parents may be among them.")


@strawberry.type
class ImportUnitsPayload(Naming):
    """What an import did."""

    imported: int = strawberry.field(description="How many units were added; 0 on errors.")
    unit: Unit | None = strawberry.field(description="The first row's unit.")
    errors: list[OperationError] = strawberry.field(description="Every fault of every row; empty on success.")


@strawberry.type
class UnitMutation:
    """Writing the tree."""

    @strawberry.mutation
    async def import_units(self, info: Info, input: ImportUnitsInput) -> ImportUnitsPayload:
        """Add units to the tree, all or nothing."""
        row, errors = await carry_out(info, operations.import_units, input)
        return ImportUnitsPayload(
            imported=len(input.units) if row else 0,
            unit=Unit.of(row) if row else None,
            errors=errors,
            named=[] if errors else [*_named(input.units)],
            closing=(),
        )


def _named(units: Sequence[UnitInput]) -> Iterator[Named]:
    for index, each in enumerate(units):
        if each.parent_code is not None:
            field = ("units", str(index), "name")
            yield Named(field, tidy(each.name), code=each.code, below_code=each.parent_code)
