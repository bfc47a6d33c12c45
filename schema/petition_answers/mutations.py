"""Petitions through the API: opening, answers, vacancies, signatures taken back."""

from typing import Annotated

import strawberry

from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf, Input
from schema.frame.payloads import OperationError, carry_out
from schema.petition_answers import operations
from schema.petition_answers.operations import HouseholdAnswer
from schema.petitions.graphql import Petition, render
from schema.petitions.rules import Answer, WithdrawalReason
from schema.petitions.tables import Petition as PetitionTable

strawberry.enum(
    WithdrawalReason, name="SignatureWithdrawalReason", description="Why a signature is taken back."
)


@strawberry.input
class OpenPetitionInput(CommandInput[operations.OpenPetition]):
    """The unit whose households petition together."""

    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(
        description="A unit with households in or below it."
    )


@strawberry.input
class PetitionAnswerInput(Input[HouseholdAnswer], gathering="given"):
    """What one household answered."""

    household: Annotated[strawberry.ID, IdOf("Household")] = strawberry.field(
        description="A household of the roll."
    )
    answer: Answer = strawberry.field(description="Its answer; VACANCY_CONFIRMED is not recorded so.")
    signatory: Annotated[strawberry.ID, IdOf("Resident")] | None = strawberry.field(
        default=None,
        description="Signatures: the resident, 18 or older, who signed; nobody where a guardian, or a proxy the "
        "guardian sent, signs for a household of which nobody may.",
    )
    authorisation: str | None = strawberry.field(
        default=None,
        description="SIGNED_BY_PROXY, SIGNED_BY_GUARDIAN: number of the authorisation or of the proof of "
        "guardianship, at most 200 characters.",
    )
    evidence: str | None = strawberry.field(
        default=None, description="VACANCY_CLAIMED: what shows it, at most 200 characters; no personal data."
    )


@strawberry.input
class RecordPetitionAnswersInput(CommandInput[operations.RecordPetitionAnswers]):
    """Answers to put on record: all or nothing, at most 500."""

    petition: Annotated[strawberry.ID, IdOf("Petition")] = strawberry.field(description="An open petition.")
    expected_revision: int = strawberry.field(description="The revision the answers rest on.")
    answers: list[PetitionAnswerInput] = strawberry.field(description="One row a household.")


@strawberry.input
class ConfirmVacancyInput(CommandInput[operations.ConfirmVacancy]):
    """A claimed vacancy to confirm as a second person."""

    petition: Annotated[strawberry.ID, IdOf("Petition")] = strawberry.field(description="An open petition.")
    household: Annotated[strawberry.ID, IdOf("Household")] = strawberry.field(
        description="A household that was claimed vacant."
    )
    expected_revision: int = strawberry.field(description="The revision the confirmation rests on.")


@strawberry.input
class RefuseVacancyInput(CommandInput[operations.RefuseVacancy]):
    """A claimed vacancy not to take for one, as a second person."""

    petition: Annotated[strawberry.ID, IdOf("Petition")] = strawberry.field(description="An open petition.")
    household: Annotated[strawberry.ID, IdOf("Household")] = strawberry.field(
        description="A household that was claimed vacant."
    )
    expected_revision: int = strawberry.field(description="The revision the refusal rests on.")
    reason: str = strawberry.field(description="Why, at most 200 characters; no personal data.")


@strawberry.input
class WithdrawSignatureInput(CommandInput[operations.WithdrawSignature]):
    """A signature to take back."""

    petition: Annotated[strawberry.ID, IdOf("Petition")] = strawberry.field(
        description="An open petition, or one with a living roll on which a name rests."
    )
    household: Annotated[strawberry.ID, IdOf("Household")] = strawberry.field(
        description="A household that signed."
    )
    expected_revision: int = strawberry.field(description="The revision the withdrawal rests on.")
    reason: WithdrawalReason = strawberry.field(description="Why.")


@strawberry.type
class PetitionPayload:
    """The petition as it stands after the mutation."""

    petition: Petition | None = strawberry.field(description="The petition; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class PetitionMutation:
    """Writing petitions."""

    @strawberry.mutation
    async def open_petition(self, info: Info, input: OpenPetitionInput) -> PetitionPayload:
        """Open a unit's petition; its roll is the roster of this moment."""

        return await _payload(info, *await carry_out(info, operations.open_petition, input))

    @strawberry.mutation
    async def record_petition_answers(self, info: Info, input: RecordPetitionAnswersInput) -> PetitionPayload:
        """Put households' answers on record; a later answer corrects an earlier one while it takes answers."""

        return await _payload(info, *await carry_out(info, operations.record_petition_answers, input))

    @strawberry.mutation
    async def confirm_vacancy(self, info: Info, input: ConfirmVacancyInput) -> PetitionPayload:
        """Confirm a claimed vacancy; not by who claimed it."""

        return await _payload(info, *await carry_out(info, operations.confirm_vacancy, input))

    @strawberry.mutation
    async def refuse_vacancy(self, info: Info, input: RefuseVacancyInput) -> PetitionPayload:
        """Refuse a claimed vacancy for a reason; not by who claimed it. The household is asked anew."""

        return await _payload(info, *await carry_out(info, operations.refuse_vacancy, input))

    @strawberry.mutation
    async def withdraw_signature(self, info: Info, input: WithdrawSignatureInput) -> PetitionPayload:
        """Take a household's signature back; a name that rests on a living roll may fall by it."""

        return await _payload(info, *await carry_out(info, operations.withdraw_signature, input))


async def _payload(info: Info, row: PetitionTable | None, errors: list[OperationError]) -> PetitionPayload:
    petition = await render(info.context, row, fresh=True) if row is not None else None
    return PetitionPayload(petition=petition, errors=errors)
