"""What is filled in for a joint petition: who of each household signed, which dwellings are empty (B-k)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from authz.context import OperationContext
from schema.frame.pagination import Page
from schema.petition_answers.operations import (
    ConfirmVacancy,
    HouseholdAnswer,
    OpenPetition,
    RecordPetitionAnswers,
)
from schema.petitions import repository as petitions
from schema.petitions.rules import Answer, GivenAnswer
from schema.residents import repository as residents
from schema.residents.rules import Occupancy, is_capable_adult
from schema.residents.tables import Household, Resident

_WHOLE_ROLL = Page(limit=100)  # no unit of the demo has more households
_EVERY_REMOTE, _EVERY_PROXY = 7, 11


@dataclass(frozen=True, slots=True)
class Signatures:
    """The petition of one unit. The last `outstanding` households of the roll have not answered yet."""

    unit_id: uuid.UUID
    outstanding: int = 0

    async def open(self, _context: OperationContext, key: str) -> OpenPetition:
        """Open the petition."""
        return OpenPetition(idempotency_key=key, unit_id=self.unit_id)

    async def gather(self, context: OperationContext, key: str) -> RecordPetitionAnswers:
        """Record the answers of the households."""
        async with context.read() as session:
            petition = (await petitions.open_by_units(session, [self.unit_id]))[self.unit_id]
            roll = (await petitions.list_entries(session, petition.id, None, _WHOLE_ROLL)).rows
            answered = [entry.household_id for entry in roll[: len(roll) - self.outstanding]]
            households = await residents.households_by_ids(session, answered)
            people = await residents.residents_by_household(session, answered)
        answers = tuple(
            HouseholdAnswer(
                household_id=id_, given=_answer(order, households[id_], people.get(id_, ()), context)
            )
            for order, id_ in enumerate(answered, start=1)
        )
        return RecordPetitionAnswers(
            idempotency_key=key,
            petition_id=petition.id,
            expected_revision=petition.revision,
            answers=answers,
        )

    async def confirm_vacancy(self, context: OperationContext, key: str) -> ConfirmVacancy:
        """Confirm the first vacancy that was claimed."""
        async with context.read() as session:
            petition = (await petitions.open_by_units(session, [self.unit_id]))[self.unit_id]
            claimed = await petitions.list_entries(
                session, petition.id, [Answer.VACANCY_CLAIMED], _WHOLE_ROLL
            )
        return ConfirmVacancy(
            idempotency_key=key,
            petition_id=petition.id,
            household_id=claimed.rows[0].household_id,
            expected_revision=petition.revision,
        )


def _answer(
    order: int, household: Household, people: Sequence[Resident], context: OperationContext
) -> GivenAnswer:
    if household.occupancy == Occupancy.VACANT:
        return GivenAnswer(Answer.VACANCY_CLAIMED, evidence=f"空置情况说明 第{order}号，附水电用量")
    adult = next(row for row in people if is_capable_adult(row.born_on, context.today()))
    if order % _EVERY_PROXY == 0:
        return GivenAnswer(Answer.SIGNED_BY_PROXY, adult.id, authorisation=f"委托书 第{order}号")
    if order % _EVERY_REMOTE == 0:
        return GivenAnswer(Answer.SIGNED_REMOTELY, adult.id)
    return GivenAnswer(Answer.SIGNED, adult.id)
