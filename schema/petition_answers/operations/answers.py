"""What officials do with a joint petition: open it, put answers on record, confirm vacancies, take signatures back."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from authz.actions import Action
from schema.frame.errors import DomainError, DomainErrors, ErrorCode, refuse
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.guidelines.rules.format import PetitionCheck
from schema.petition_answers.operations.living import rule_of, settle_quorums
from schema.petition_answers.operations.news import settle_claims, tell_claimed, tell_refused
from schema.petitions import repository
from schema.petitions.guards import closed_refusal
from schema.petitions.rules import (
    FOR_OTHERS,
    SIGNATURES,
    Answer,
    Entry,
    GivenAnswer,
    Signatory,
    WithdrawalReason,
    answer_faults,
    require_answers,
    require_confirmable,
    require_signature,
    vacancy_refusal_faults,
    ways_faults,
)
from schema.petitions.tables import Petition, PetitionEntry
from schema.residents import repository as residents
from schema.residents.rules import is_capable_adult
from schema.units import repository as units
from schema.units.tables import Unit
from tenants.base import new_id
from tenants.reading import nothing, read_together


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenPetition(Command):
    """Open the petition of a unit; its roll is the roster of this moment."""

    unit_id: uuid.UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class HouseholdAnswer:
    """What one household of the roll answered."""

    household_id: uuid.UUID
    given: GivenAnswer


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordPetitionAnswers(Command):
    """Put answers on record; all or nothing."""

    petition_id: uuid.UUID
    expected_revision: int
    answers: tuple[HouseholdAnswer, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmVacancy(Command):
    """Confirm that a household claimed vacant is vacant."""

    petition_id: uuid.UUID
    household_id: uuid.UUID
    expected_revision: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RefuseVacancy(Command):
    """Say why a household claimed vacant is not taken for vacant."""

    petition_id: uuid.UUID
    household_id: uuid.UUID
    expected_revision: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawSignature(Command):
    """Take a household's signature back."""

    petition_id: uuid.UUID
    household_id: uuid.UUID
    expected_revision: int
    reason: WithdrawalReason


@operation("petition.open", Petition)
async def open_petition(tx: Transaction, command: OpenPetition) -> Petition:
    """Open a unit's petition over all households of the unit and below (B-k); the roll then stands or lives."""
    unit = await units.lock(tx.session, command.unit_id)
    tx.authorize(Action.PETITION_OPEN, unit.path)
    if await repository.open_by_units(tx.session, [unit.id]):
        raise DomainError(ErrorCode.PETITION_OPEN_ALREADY, "该单元已有进行中的联名申请。", field=("unit",))
    petition = Petition(id=new_id(), unit_id=unit.id, opened_by=tx.actor_id, opened_at=tx.now)
    tx.session.add(petition)
    await tx.session.flush()
    roll = await repository.copy_roll(tx.session, petition.id, unit.path)
    if roll == 0:
        raise DomainError(ErrorCode.PETITION_ROLL_EMPTY, "该单元没有登记住户。", field=("unit",))
    tx.note(unit=unit.code, roll=roll)
    return petition


@operation("petition.record", Petition)
async def record_petition_answers(tx: Transaction, command: RecordPetitionAnswers) -> Petition:
    """Put households' answers on record (open questions 4 and 5); refuses every fault of the rows at once."""
    petition, unit = await _find(tx, command.petition_id, Action.PETITION_RECORD)
    homes = {answer.household_id for answer in command.answers}
    signed = {answer.given.signatory_id for answer in command.answers if answer.given.signatory_id}
    for_others = {each.household_id for each in command.answers if each.given.answer in FOR_OTHERS}
    found, entries, people, households = await read_together(
        tx.session,
        rule_of(tx, petition, unit),
        repository.entries_of(tx.session, petition.id, homes),
        residents.homes_and_births(tx.session, signed),
        residents.births_by_household(tx.session, for_others) if for_others else nothing(),
    )
    rule = _open(petition, found, command.expected_revision)
    require_answers(len(command.answers))
    signatories = {resident: Signatory(*known) for resident, known in people.items()}
    represented = {home for home, births in households.items() if _nobody_may_sign(births, tx.today)}
    faults = _faults(tx, command.answers, entries, signatories, represented)
    for index, answer in enumerate(command.answers):
        faults += ways_faults(rule, answer.given.answer, ("answers", str(index)))
    if faults:
        raise DomainErrors(faults)
    waited = any(_waited(entries[answer.household_id]) for answer in command.answers)
    for answer in command.answers:
        _write(tx, entries[answer.household_id], answer.given)
    tx.note(answers=len(command.answers))
    if any(answer.given.answer == Answer.VACANCY_CLAIMED for answer in command.answers):
        tell_claimed(tx, petition, unit)
    await _keep(tx, petition, waited=waited)
    return petition


@operation("petition.confirm_vacancy", Petition)
async def confirm_vacancy(tx: Transaction, command: ConfirmVacancy) -> Petition:
    """Confirm a claimed vacancy as a second person; the household no longer counts (open question 5)."""
    petition, _ = await _lock(
        tx, command.petition_id, command.expected_revision, Action.PETITION_CONFIRM_VACANCY
    )
    entry = await _entry(tx, petition, command.household_id)
    require_confirmable(_known(entry), tx.actor_id)
    entry.answer = Answer.VACANCY_CONFIRMED
    entry.confirmed_by = tx.actor_id
    tx.note(entry=str(entry.id))
    await _keep(tx, petition, waited=True)
    return petition


@operation("petition.refuse_vacancy", Petition)
async def refuse_vacancy(tx: Transaction, command: RefuseVacancy) -> Petition:
    """Refuse a claimed vacancy as a second person; the household is asked anew, and those who keep the roll see why."""
    petition, unit = await _find(tx, command.petition_id, Action.PETITION_CONFIRM_VACANCY)
    _open(petition, await rule_of(tx, petition, unit), command.expected_revision)
    refuse(vacancy_refusal_faults(command.reason))
    entry = await _entry(tx, petition, command.household_id)
    require_confirmable(_known(entry), tx.actor_id)
    _write(tx, entry, GivenAnswer(Answer.PENDING))
    entry.vacancy_refusal = command.reason.strip()
    tx.note(entry=str(entry.id))
    tell_refused(tx, petition, unit)
    await _keep(tx, petition, waited=True)
    return petition


@operation("petition.withdraw_signature", Petition)
async def withdraw_signature(tx: Transaction, command: WithdrawSignature) -> Petition:
    """Take a signature back: the household has not answered again; the audit keeps what it had answered, and why.

    On a living roll also after the name was given, which may then be lost.
    """
    petition, _ = await _lock(tx, command.petition_id, command.expected_revision, Action.PETITION_RECORD)
    entry = await _entry(tx, petition, command.household_id)
    require_signature(_known(entry))
    tx.note(entry=str(entry.id), answer=entry.answer, reason=command.reason.value)
    _write(tx, entry, GivenAnswer(Answer.PENDING))
    await _keep(tx, petition)
    return petition


async def _keep(tx: Transaction, petition: Petition, *, waited: bool = False) -> None:
    """Count the change of a petition's entries; the name that rests on it follows.

    Where one of them `waited` for somebody, what was told of it is over once none does.
    """
    repository.touch(petition)
    await tx.session.flush()
    if waited:
        await settle_claims(tx, petition)
    if petition.closed_at is not None:
        await settle_quorums(tx, [petition.unit_id])


async def _entry(tx: Transaction, petition: Petition, household_id: uuid.UUID) -> PetitionEntry:
    entries = await repository.entries_of(tx.session, petition.id, [household_id])
    entry = entries.get(household_id)
    if entry is None or entry.answer == Answer.DEPARTED:
        raise _not_on_roll(("household",))
    return entry


async def _lock(
    tx: Transaction, petition_id: uuid.UUID, expected_revision: int, action: Action
) -> tuple[Petition, PetitionCheck]:
    """Lock a petition the caller may do `action` on, with its rule; refuse a closed one and a stale revision."""
    petition, unit = await _find(tx, petition_id, action)
    return petition, _open(petition, await rule_of(tx, petition, unit), expected_revision)


async def _find(tx: Transaction, petition_id: uuid.UUID, action: Action) -> tuple[Petition, Unit]:
    petition, unit = await repository.lock_with_unit(tx.session, petition_id)
    tx.authorize(action, unit.path)
    tx.note(unit=unit.code)
    return petition, unit


def _open(petition: Petition, rule: PetitionCheck | None, expected_revision: int) -> PetitionCheck:
    if rule is None:
        raise closed_refusal()
    require_revision(petition.revision, expected_revision)
    return rule


def _faults(
    tx: Transaction,
    answers: tuple[HouseholdAnswer, ...],
    entries: Mapping[uuid.UUID, PetitionEntry],
    people: Mapping[uuid.UUID, Signatory],
    represented: Collection[uuid.UUID],
) -> list[DomainError]:
    found: list[DomainError] = []
    answered: set[uuid.UUID] = set()
    for index, answer in enumerate(answers):
        field = ("answers", str(index))
        entry = entries.get(answer.household_id)
        if entry is None or entry.answer == Answer.DEPARTED:
            found.append(_not_on_roll((*field, "household")))
            continue
        if answer.household_id in answered:
            found.append(
                DomainError(ErrorCode.INVALID_INPUT, "同一户在本次重复登记。", field=(*field, "household"))
            )
        answered.add(answer.household_id)
        signatory = people.get(answer.given.signatory_id) if answer.given.signatory_id else None
        found += answer_faults(
            _known(entry),
            answer.given,
            signatory,
            actor_id=tx.actor_id,
            today=tx.today,
            field=field,
            represented=answer.household_id in represented,
        )
    return found


def _nobody_may_sign(births: Iterable[tuple[date, bool]], today: date) -> bool:
    """Tell of those who live in a household, which somebody does, that none of them is a capable adult."""
    return not any(is_capable_adult(born, today, under_guardianship=guarded) for born, guarded in births)


def _known(entry: PetitionEntry) -> Entry:
    return Entry(entry.household_id, entry.answer, entry.recorded_by, entry.confirmed_by)


def _waited(entry: PetitionEntry) -> bool:
    """Tell whether somebody was told that an entry waits: for a second person, or to be asked anew."""
    return entry.answer == Answer.VACANCY_CLAIMED or entry.vacancy_refusal is not None


def _write(tx: Transaction, entry: PetitionEntry, given: GivenAnswer) -> None:
    entry.answer = given.answer
    entry.signatory_id = given.signatory_id if given.answer in SIGNATURES else None
    entry.authorisation = given.authorisation
    entry.evidence = given.evidence
    entry.vacancy_refusal = None
    entry.recorded_by = tx.actor_id
    entry.recorded_at = tx.now
    entry.confirmed_by = None


def _not_on_roll(field: tuple[str, ...]) -> DomainError:
    return DomainError(ErrorCode.NOT_FOUND, "该户不在本次联名申请的名册中。", field=field)
