"""Petitions through the API: opening, answers, vacancies, signatures taken back."""

import strawberry

from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, settle
from schema.petition_answers import operations
from schema.petition_answers.operations import HouseholdAnswer
from schema.petitions.graphql import Petition, render
from schema.petitions.rules import Answer, GivenAnswer, WithdrawalReason
from schema.petitions.tables import Petition as PetitionTable

strawberry.enum(
    WithdrawalReason, name="SignatureWithdrawalReason", description="Why a signature is taken back."
)


@strawberry.input
class OpenPetitionInput:
    """The unit whose households petition together."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    unit: strawberry.ID = strawberry.field(description="A unit with households in or below it.")


@strawberry.input
class PetitionAnswerInput:
    """What one household answered."""

    household: strawberry.ID = strawberry.field(description="A household of the roll.")
    answer: Answer = strawberry.field(description="Its answer; VACANCY_CONFIRMED is not recorded so.")
    signatory: strawberry.ID | None = strawberry.field(
        default=None, description="Signatures: the resident, 18 or older, who signed."
    )
    authorisation: str | None = strawberry.field(
        default=None, description="SIGNED_BY_PROXY: number of the authorisation, at most 200 characters."
    )
    evidence: str | None = strawberry.field(
        default=None, description="VACANCY_CLAIMED: what shows it, at most 200 characters; no personal data."
    )

    def to_answer(self, *field: str) -> HouseholdAnswer:
        """Hand the input, which stands at `field`, to the operation."""
        signatory = None
        if self.signatory is not None:
            signatory = decode_id("Resident", self.signatory, *field, "signatory")
        return HouseholdAnswer(
            household_id=decode_id("Household", self.household, *field, "household"),
            given=GivenAnswer(self.answer.value, signatory, self.authorisation, self.evidence),
        )


@strawberry.input
class RecordPetitionAnswersInput:
    """Answers to put on record: all or nothing, at most 500."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    petition: strawberry.ID = strawberry.field(description="An open petition.")
    expected_revision: int = strawberry.field(description="The revision the answers rest on.")
    answers: list[PetitionAnswerInput] = strawberry.field(description="One row a household.")


@strawberry.input
class ConfirmVacancyInput:
    """A claimed vacancy to confirm as a second person."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    petition: strawberry.ID = strawberry.field(description="An open petition.")
    household: strawberry.ID = strawberry.field(description="A household that was claimed vacant.")
    expected_revision: int = strawberry.field(description="The revision the confirmation rests on.")


@strawberry.input
class WithdrawSignatureInput:
    """A signature to take back."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    petition: strawberry.ID = strawberry.field(
        description="An open petition, or one with a living roll on which a name rests."
    )
    household: strawberry.ID = strawberry.field(description="A household that signed.")
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

        async def run() -> PetitionTable:
            command = operations.OpenPetition(
                idempotency_key=input.idempotency_key, unit_id=decode_id("Unit", input.unit, "unit")
            )
            return await operations.open_petition(info.context.operations, command)

        return await _payload(info, *await settle(run()))

    @strawberry.mutation
    async def record_petition_answers(self, info: Info, input: RecordPetitionAnswersInput) -> PetitionPayload:
        """Put households' answers on record; a later answer corrects an earlier one while it takes answers."""

        async def run() -> PetitionTable:
            command = operations.RecordPetitionAnswers(
                idempotency_key=input.idempotency_key,
                petition_id=decode_id("Petition", input.petition, "petition"),
                expected_revision=input.expected_revision,
                answers=tuple(
                    answer.to_answer("answers", str(index)) for index, answer in enumerate(input.answers)
                ),
            )
            return await operations.record_petition_answers(info.context.operations, command)

        return await _payload(info, *await settle(run()))

    @strawberry.mutation
    async def confirm_vacancy(self, info: Info, input: ConfirmVacancyInput) -> PetitionPayload:
        """Confirm a claimed vacancy; not by who claimed it."""

        async def run() -> PetitionTable:
            command = operations.ConfirmVacancy(
                idempotency_key=input.idempotency_key,
                petition_id=decode_id("Petition", input.petition, "petition"),
                household_id=decode_id("Household", input.household, "household"),
                expected_revision=input.expected_revision,
            )
            return await operations.confirm_vacancy(info.context.operations, command)

        return await _payload(info, *await settle(run()))

    @strawberry.mutation
    async def withdraw_signature(self, info: Info, input: WithdrawSignatureInput) -> PetitionPayload:
        """Take a household's signature back; a name that rests on a living roll may fall by it."""

        async def run() -> PetitionTable:
            command = operations.WithdrawSignature(
                idempotency_key=input.idempotency_key,
                petition_id=decode_id("Petition", input.petition, "petition"),
                household_id=decode_id("Household", input.household, "household"),
                expected_revision=input.expected_revision,
                reason=input.reason,
            )
            return await operations.withdraw_signature(info.context.operations, command)

        return await _payload(info, *await settle(run()))


async def _payload(info: Info, row: PetitionTable | None, errors: list[OperationError]) -> PetitionPayload:
    petition = await render(info.context, row, fresh=True) if row is not None else None
    return PetitionPayload(petition=petition, errors=errors)
