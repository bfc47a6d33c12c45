"""Households moving in and out, through the API."""

from datetime import date
from typing import Annotated

import strawberry

from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf, Input
from schema.frame.payloads import OperationError, carry_out
from schema.household_moves import operations
from schema.residents.graphql import Household, Occupancy
from schema.residents.rules import HouseholdRow, ResidentRow
from schema.units.graphql import Unit


@strawberry.input
class ResidentInput(Input[ResidentRow]):
    """A person to register."""

    name: str = strawberry.field(description="At most 40 characters.")
    identity_number: str = strawberry.field(description="18-digit resident identity number (GB 11643).")
    telephone: str | None = strawberry.field(default=None, description="Digits, optional + and -.")
    special_groups: list[str] | None = strawberry.field(
        default=None, description="Ids of special groups; empty means asked, none; null means not asked."
    )
    needs_recorded_on: date | None = strawberry.field(default=None, description="When needs were taken down.")


@strawberry.input
class HouseholdInput(Input[HouseholdRow]):
    """A dwelling to register with those who live in it."""

    code: str = strawberry.field(description="Door number, unique in the unit, at most 32 characters.")
    floor: int | None = strawberry.field(default=None, description="Floor, -9 to 200.")
    occupancy: Occupancy = strawberry.field(default=Occupancy.OCCUPIED, description="How it is used.")
    verified_on: date | None = strawberry.field(default=None, description="When the entry was checked.")
    residents: list[ResidentInput] = strawberry.field(default_factory=list, description="Who lives here.")


@strawberry.input
class RegisterHouseholdsInput(CommandInput[operations.RegisterHouseholds]):
    """Households to add to a unit: all or nothing, at most 1,000."""

    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(
        description="A unit whose kind has households."
    )
    households: list[HouseholdInput] = strawberry.field(description="The households.")


@strawberry.input
class CloseHouseholdInput(CommandInput[operations.CloseHousehold]):
    """A household that moved out."""

    household: Annotated[strawberry.ID, IdOf("Household")] = strawberry.field(
        description="A household of the roster."
    )
    expected_revision: int = strawberry.field(description="The revision of the household this rests on.")
    departed_on: date = strawberry.field(description="When it moved out; not after today.")


@strawberry.type
class CloseHouseholdPayload:
    """The household as it stands after the mutation."""

    household: Household | None = strawberry.field(description="The household; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class RegisterHouseholdsPayload:
    """What was registered."""

    registered: int = strawberry.field(description="How many households were added; 0 on errors.")
    unit: Unit | None = strawberry.field(description="The unit; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Every fault of every row; empty on success.")


@strawberry.type
class ResidentMutation:
    """Writing the roster."""

    @strawberry.mutation
    async def register_households(
        self, info: Info, input: RegisterHouseholdsInput
    ) -> RegisterHouseholdsPayload:
        """Add households with their residents to a unit; they enter the living rolls over it."""

        row, errors = await carry_out(info, operations.register_households, input)
        return RegisterHouseholdsPayload(
            registered=len(input.households) if row else 0, unit=Unit.of(row) if row else None, errors=errors
        )

    @strawberry.mutation
    async def close_household(self, info: Info, input: CloseHouseholdInput) -> CloseHouseholdPayload:
        """Take a household that moved out off the roster and the living rolls over it."""

        row, errors = await carry_out(info, operations.close_household, input)
        return CloseHouseholdPayload(household=Household.of(row) if row else None, errors=errors)
