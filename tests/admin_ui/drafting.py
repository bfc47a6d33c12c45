"""The draft of 03: three households short of a petition, two statements and a round of tests short of its criteria."""

import uuid
from collections.abc import Mapping

from schema.applications.operations import AssessApplication, assess_application
from schema.evidence.operations import WithdrawEvidence, withdraw_evidence
from schema.evidence.ports import EvidenceStore
from schema.frame.identifiers import encode_id
from schema.frame.pagination import Page
from schema.petition_answers.operations import (
    ConfirmVacancy,
    HouseholdAnswer,
    OpenPetition,
    RecordPetitionAnswers,
    confirm_vacancy,
    open_petition,
    record_petition_answers,
)
from schema.petitions import repository as petitions
from schema.petitions.rules import GivenAnswer
from schema.residents import repository as residents
from schema.unit_logs.operations import RecordUnitLog, record_unit_log
from tests.builders.applications import Officials, attestations, create, register
from tests.builders.district import key
from tests.builders.evidence import bring, photo
from tests.builders.stage import Stage

UNIT = "WL-JYY-03"
ROLL = 52
CLAIMED = ("2-3", "9-1", "13-4", "6-2")
"""Doors said to be vacant; the last is still to be confirmed."""
REFUSED, PENDING = "5-4", "11-2"
UNSAID = frozenset({"B-h", "B-j"})


async def begin_draft(stage: Stage, store: EvidenceStore, officials: Officials) -> None:
    """Begin the draft, and note the ids of its doors and files."""
    applicant, unit = officials.applicant, await stage.district.unit(UNIT)
    await register(applicant, unit, ROLL)
    cleaned = RecordUnitLog(
        idempotency_key=key(), unit_id=unit.id, kind="disinfection", performed_on=applicant.today()
    )
    await record_unit_log(applicant, cleaned)
    await _sign(stage, officials)
    await _bring_files(stage, store, officials)
    application = await create(applicant, unit)
    asked = await attestations(applicant, unit.kind)
    command = AssessApplication(
        idempotency_key=key(),
        application_id=application.id,
        expected_revision=application.revision,
        attestations=tuple(one for one in asked if one.criterion not in UNSAID),
    )
    stage.note("draft application", await assess_application(applicant, command))


async def _sign(stage: Stage, officials: Officials) -> None:
    applicant, unit = officials.applicant, await stage.district.unit(UNIT)
    petition = await open_petition(applicant, OpenPetition(idempotency_key=key(), unit_id=unit.id))
    async with applicant.read() as session:
        entries = (await petitions.list_entries(session, petition.id, None, Page(limit=ROLL))).rows
        homes = await residents.households_by_ids(session, [entry.household_id for entry in entries])
        people = await residents.residents_by_household(session, list(homes))
    doors = {home.code: home.id for home in homes.values()}
    adults = {home: found[0].id for home, found in people.items() if found}
    stage.ids |= {f"door {door}": encode_id("Household", home) for door, home in doors.items()}
    stage.ids |= {
        f"resident {door}": encode_id("Resident", adults[home])
        for door, home in doors.items()
        if home in adults
    }
    command = RecordPetitionAnswers(
        idempotency_key=key(),
        petition_id=petition.id,
        expected_revision=petition.revision,
        answers=tuple(_answers(doors, adults)),
    )
    petition = await record_petition_answers(applicant, command)
    for door in CLAIMED[:-1]:
        confirmed = ConfirmVacancy(
            idempotency_key=key(),
            petition_id=petition.id,
            expected_revision=petition.revision,
            household_id=doors[door],
        )
        petition = await confirm_vacancy(officials.community, confirmed)
    stage.note("draft petition", petition)


def _answers(doors: Mapping[str, uuid.UUID], adults: Mapping[uuid.UUID, uuid.UUID]) -> list[HouseholdAnswer]:
    given = {door: GivenAnswer("vacancy_claimed", evidence="水电停用") for door in CLAIMED}
    given[REFUSED] = GivenAnswer("refused")
    return [
        HouseholdAnswer(
            household_id=home, given=given.get(door) or GivenAnswer("signed", signatory_id=adults[home])
        )
        for door, home in doors.items()
        if door != PENDING
    ]


async def _bring_files(stage: Stage, store: EvidenceStore, officials: Officials) -> None:
    """Bring one photograph of the two that are asked, and one by mistake."""
    applicant = officials.applicant
    kept = await bring(stage.district, applicant, store, UNIT, photo(), name="大厅.jpg")
    gone = await bring(stage.district, applicant, store, UNIT, photo(shade=60), name="误传.jpg")
    withdrawn = WithdrawEvidence(idempotency_key=key(), file_id=gone.id, reason="拍错了地方")
    await withdraw_evidence(applicant, withdrawn)
    stage.ids["kept file"] = encode_id("EvidenceFile", kept.id)
