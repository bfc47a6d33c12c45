"""Households and their people moving in and out, through the API."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import strawberry

from schema.frame.context import Info
from schema.frame.inputs import AsCode, CommandInput, IdOf, Input
from schema.frame.payloads import OperationError, carry_out
from schema.household_moves import operations
from schema.residents import repository
from schema.residents.graphql import Household, Occupancy, Resident, ResidentDocument
from schema.residents.rules import Correction, DwellingCorrection, HouseholdRow, ResidentRow
from schema.residents.tables import Resident as ResidentTable
from schema.units.graphql import Unit


@strawberry.enum
class ResidentRemovalReason(StrEnum):
    """Why a person is taken off a household: LEFT, no longer there; RECORDED_WRONGLY, never was, on no day."""

    LEFT = "left"
    RECORDED_WRONGLY = "recorded_wrongly"


@strawberry.input
class ResidentInput(Input[ResidentRow]):
    """A person to register."""

    name: str = strawberry.field(description="At most 40 characters; rare ideographs too.")
    identity_number: str | None = strawberry.field(
        default=None, description="Number of the document; null for a newborn without one."
    )
    telephone: str | None = strawberry.field(default=None, description="Digits, optional + and -.")
    special_groups: list[str] | None = strawberry.field(
        default=None, description="Ids of special groups; empty means asked, none; null means not asked."
    )
    needs_recorded_on: date | None = strawberry.field(default=None, description="When needs were taken down.")
    document: ResidentDocument = strawberry.field(
        default=ResidentDocument.IDENTITY_CARD, description="What shows who the person is."
    )
    issuer: str | None = strawberry.field(
        default=None, description="PASSPORT: three-letter code of who issued it (ISO 3166-1, ICAO 9303)."
    )
    birth_date: date | None = strawberry.field(
        default=None, description="Birth date; needed where the number does not tell it whole."
    )
    under_guardianship: bool = strawberry.field(
        default=False, description="Whether an adult has a guardian, who signs in the person's place."
    )
    arrived_on: date | None = strawberry.field(
        default=None, description="First day in the household; null: nobody noted it, and it counts as ever."
    )


@strawberry.input
class ResidentCorrectionInput(Input[Correction]):
    """What of a person is written otherwise; what is null stays as it is."""

    name: str | None = strawberry.field(default=None, description="At most 40 characters.")
    document: ResidentDocument | None = strawberry.field(
        default=None, description="Another document; its number is then given too."
    )
    identity_number: str | None = strawberry.field(default=None, description="Number of the document.")
    issuer: str | None = strawberry.field(default=None, description="PASSPORT: who issued it, three letters.")
    birth_date: date | None = strawberry.field(
        default=None, description="Birth date, where the number does not tell it whole."
    )
    telephone: str | None = strawberry.field(default=None, description="Empty takes it away.")
    special_groups: list[str] | None = strawberry.field(
        default=None, description="Ids of special groups; empty means asked, none."
    )
    needs_recorded_on: date | None = strawberry.field(default=None, description="When needs were taken down.")
    under_guardianship: bool | None = strawberry.field(
        default=None, description="Whether an adult has a guardian."
    )
    arrived_on: date | None = strawberry.field(default=None, description="First day in the household.")


@strawberry.input
class HouseholdCorrectionInput(Input[DwellingCorrection]):
    """What of a dwelling is written otherwise; what is null stays as it is."""

    code: Annotated[str, AsCode()] | None = strawberry.field(
        default=None, description="Door number, unique in the unit."
    )
    floor: int | None = strawberry.field(default=None, description="Floor, -9 to 200.")
    occupancy: Occupancy | None = strawberry.field(
        default=None, description="How it is used; VACANT only where nobody lives."
    )
    verified_on: date | None = strawberry.field(default=None, description="When the entry was checked.")


@strawberry.input
class HouseholdInput(Input[HouseholdRow]):
    """A dwelling to register with those who live in it."""

    code: Annotated[str, AsCode()] = strawberry.field(
        description="Door number, unique in the unit, at most 32 characters."
    )
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


REVISION = "The revision of the household this rests on."


@strawberry.input
class CorrectHouseholdInput(CommandInput[operations.CorrectHousehold]):
    """A dwelling to write otherwise."""

    household: Annotated[strawberry.ID, IdOf("Household")] = strawberry.field(
        description="A household of the roster."
    )
    expected_revision: int = strawberry.field(description=REVISION)
    correction: HouseholdCorrectionInput = strawberry.field(description="What is written otherwise.")


@strawberry.input
class AddResidentInput(CommandInput[operations.AddResident]):
    """A person to add to a household."""

    household: Annotated[strawberry.ID, IdOf("Household")] = strawberry.field(
        description="A household of the roster; a vacant one is occupied from then on."
    )
    expected_revision: int = strawberry.field(description=REVISION)
    resident: ResidentInput = strawberry.field(description="The person.")


@strawberry.input
class CorrectResidentInput(CommandInput[operations.CorrectResident]):
    """A person to write otherwise."""

    resident: Annotated[strawberry.ID, IdOf("Resident")] = strawberry.field(description="Who lives there.")
    expected_revision: int = strawberry.field(description=REVISION)
    correction: ResidentCorrectionInput = strawberry.field(description="What is written otherwise.")


@strawberry.input
class MoveResidentInput(CommandInput[operations.MoveResident]):
    """A person who moves to another household of the roster; both are kept by the caller."""

    resident: Annotated[strawberry.ID, IdOf("Resident")] = strawberry.field(description="Who moves.")
    expected_revision: int = strawberry.field(description="The revision of the household that is left.")
    household: Annotated[strawberry.ID, IdOf("Household")] = strawberry.field(
        description="The household moved to."
    )
    moved_on: date = strawberry.field(description="First day there; not after today.")


@strawberry.input
class RemoveResidentInput(CommandInput[operations.RemoveResident]):
    """A person who no longer lives in a household, or never did."""

    resident: Annotated[strawberry.ID, IdOf("Resident")] = strawberry.field(description="Who left.")
    expected_revision: int = strawberry.field(description=REVISION)
    reason: ResidentRemovalReason = strawberry.field(description="Why.")
    departed_on: date = strawberry.field(
        description="First day no longer there; not after today. Of no matter where it was recorded wrongly."
    )


@strawberry.type
class ResidentPayload:
    """The person as the roster has them after the mutation."""

    resident: Resident | None = strawberry.field(
        description="The person; null on errors. Who moved is a new one, in the household moved to."
    )
    household: Household | None = strawberry.field(
        description="The household the person is, or was, of, with its new revision; null on errors."
    )
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


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

    @strawberry.mutation
    async def correct_household(self, info: Info, input: CorrectHouseholdInput) -> CloseHouseholdPayload:
        """Write otherwise what is known of a dwelling: door number, floor, use, when it was checked."""

        row, errors = await carry_out(info, operations.correct_household, input)
        return CloseHouseholdPayload(household=Household.of(row) if row else None, errors=errors)

    @strawberry.mutation
    async def add_resident(self, info: Info, input: AddResidentInput) -> ResidentPayload:
        """Add a person to a household."""

        return await _payload(info, *await carry_out(info, operations.add_resident, input))

    @strawberry.mutation
    async def correct_resident(self, info: Info, input: CorrectResidentInput) -> ResidentPayload:
        """Write otherwise what is known of a person; a signature of who turns out to be no adult is taken back."""

        return await _payload(info, *await carry_out(info, operations.correct_resident, input))

    @strawberry.mutation
    async def move_resident(self, info: Info, input: MoveResidentInput) -> ResidentPayload:
        """Let a person live in another household from a day on. Signatures stand; on living rolls a household signs
        anew that nobody lives in any more."""

        return await _payload(info, *await carry_out(info, operations.move_resident, input))

    @strawberry.mutation
    async def remove_resident(self, info: Info, input: RemoveResidentInput) -> ResidentPayload:
        """Note that a person left, or was recorded wrongly: then what was signed in the name is taken back."""

        return await _payload(info, *await carry_out(info, operations.remove_resident, input))


async def _payload(info: Info, row: ResidentTable | None, errors: list[OperationError]) -> ResidentPayload:
    household = await info.context.load(repository.households_by_ids, row.household_id) if row else None
    return ResidentPayload(
        resident=Resident.of(row) if row else None,
        household=Household.of(household) if household else None,
        errors=errors,
    )
