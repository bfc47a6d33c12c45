"""What officials do with a joint petition: open it, put answers on record, confirm vacancies, take signatures back."""

from schema.petition_answers.operations.answers import (
    ConfirmVacancy,
    HouseholdAnswer,
    OpenPetition,
    RecordPetitionAnswers,
    RefuseVacancy,
    WithdrawSignature,
    confirm_vacancy,
    open_petition,
    record_petition_answers,
    refuse_vacancy,
    withdraw_signature,
)

__all__ = [
    "ConfirmVacancy",
    "HouseholdAnswer",
    "OpenPetition",
    "RecordPetitionAnswers",
    "RefuseVacancy",
    "WithdrawSignature",
    "confirm_vacancy",
    "open_petition",
    "record_petition_answers",
    "refuse_vacancy",
    "withdraw_signature",
]
