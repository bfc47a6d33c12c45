"""Households moving in and out, through the API."""

from datetime import date

import strawberry

from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, settle
from schema.household_moves import operations
from schema.residents.graphql import Household, Occupancy
from schema.residents.rules import HouseholdRow, ResidentRow
from schema.residents.tables import Household as HouseholdTable
from schema.units.graphql import Unit
from schema.units.tables import Unit as UnitTable


@strawberry.input
class ResidentInput:
    """A person to register."""

    name: str = strawberry.field(description="At most 40 characters.")
    identity_number: str = strawberry.field(description="18-digit resident identity number (GB 11643).")
    telephone: str | None = strawberry.field(default=None, description="Digits, optional + and -.")
    special_groups: list[str] | None = strawberry.field(
        default=None, description="Ids of special groups; empty means asked, none; null means not asked."
    )
    needs_recorded_on: date | None = strawberry.field(default=None, description="When needs were taken down.")

    def to_row(self) -> ResidentRow:
        """Hand the input to the rules."""
        groups = None if self.special_groups is None else tuple(self.special_groups)
        return ResidentRow(self.name, self.identity_number, self.telephone, groups, self.needs_recorded_on)


@strawberry.input
class HouseholdInput:
    """A dwelling to register with those who live in it."""

    code: str = strawberry.field(description="Door number, unique in the unit, at most 32 characters.")
    floor: int | None = strawberry.field(default=None, description="Floor, -9 to 200.")
    occupancy: Occupancy = strawberry.field(default=Occupancy.OCCUPIED, description="How it is used.")
    verified_on: date | None = strawberry.field(default=None, description="When the entry was checked.")
    residents: list[ResidentInput] = strawberry.field(default_factory=list, description="Who lives here.")

    def to_row(self) -> HouseholdRow:
        """Hand the input to the rules."""
        people = tuple(person.to_row() for person in self.residents)
        return HouseholdRow(self.code, self.floor, self.occupancy.value, self.verified_on, people)


@strawberry.input
class RegisterHouseholdsInput:
    """Households to add to a unit: all or nothing, at most 1,000."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    unit: strawberry.ID = strawberry.field(description="A unit whose kind has households.")
    households: list[HouseholdInput] = strawberry.field(description="The households.")


@strawberry.input
class CloseHouseholdInput:
    """A household that moved out."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    household: strawberry.ID = strawberry.field(description="A household of the roster.")
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

        async def run() -> UnitTable:
            command = operations.RegisterHouseholds(
                idempotency_key=input.idempotency_key,
                unit_id=decode_id("Unit", input.unit, "unit"),
                households=tuple(row.to_row() for row in input.households),
            )
            return await operations.register_households(info.context.operations, command)

        row, errors = await settle(run())
        return RegisterHouseholdsPayload(
            registered=len(input.households) if row else 0, unit=Unit.of(row) if row else None, errors=errors
        )

    @strawberry.mutation
    async def close_household(self, info: Info, input: CloseHouseholdInput) -> CloseHouseholdPayload:
        """Take a household that moved out off the roster and the living rolls over it."""

        async def run() -> HouseholdTable:
            command = operations.CloseHousehold(
                idempotency_key=input.idempotency_key,
                household_id=decode_id("Household", input.household, "household"),
                expected_revision=input.expected_revision,
                departed_on=input.departed_on,
            )
            return await operations.close_household(info.context.operations, command)

        row, errors = await settle(run())
        return CloseHouseholdPayload(household=Household.of(row) if row else None, errors=errors)
