"""Evidence from the upload to the judgement, for the right people, whole or not at all."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from obstore.exceptions import GenericError
from obstore.store import MemoryStore
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import OperationContext
from schema.applications.operations import (
    AssessApplication,
    SubmitApplication,
    assess_application,
    submit_application,
)
from schema.criteria.operations import AttestationEntry
from schema.criteria.repository import latest_of_unit, results_of
from schema.evidence import repository
from schema.evidence.jobs import sweep_orphans
from schema.evidence.operations import WithdrawEvidence, open_evidence, withdraw_evidence
from schema.evidence.ports import EvidenceStore
from schema.evidence.tables import EvidenceFile, EvidenceWithdrawal
from schema.frame.operation import Transaction
from tenants.audit import AuditEntry
from tenants.base import utc_now
from tenants.database import Database
from tests.builders.applications import create
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.evidence import ask_for_evidence, bring, document, new_store, photo
from tests.builders.refusals import refusals, refused


@dataclass
class Place:
    """A district whose guideline asks for evidence, with who brings it and who watches."""

    district: District
    store: EvidenceStore
    leader: OperationContext
    community: OperationContext

    async def contents(self) -> set[str]:
        return {found.sha256 for found in await self.store.list(self.district.tenant.id)}

    async def rows(self) -> int:
        async with self.leader.read() as session:
            files = await session.scalar(select(func.count()).select_from(EvidenceFile)) or 0
            return files + (await session.scalar(select(func.count()).select_from(EvidenceWithdrawal)) or 0)

    async def state(self, code: str) -> list[tuple[str, str]]:
        """State that B-h is met, and tell what it is refused with."""
        unit = await self.district.unit(code)
        application = await create(self.leader, unit)
        command = AssessApplication(
            idempotency_key=key(),
            application_id=application.id,
            expected_revision=application.revision,
            attestations=(AttestationEntry(criterion="B-h", met=True),),
        )
        return await refused(assess_application(self.leader, command))


@pytest.fixture
async def place(database: Database) -> Place:
    district = await make_district(database)
    await district.import_units(*STREETS)
    await ask_for_evidence(district)
    return Place(
        district,
        new_store(),
        await district.official(Role.BUILDING_LEADER, "B1"),
        await district.official(Role.COMMUNITY, "C1"),
    )


async def test_what_is_uploaded_is_stored_recorded_and_given_back(place: Place, owner: AsyncEngine) -> None:
    row = await bring(place.district, place.leader, place.store, name="../我的照片.jpg")
    assert await place.contents() == {row.sha256}
    assert (row.type, row.media_type, row.original_name) == ("image", "image/jpeg", "我的照片.jpg")
    found, pieces = await open_evidence(place.community, place.store, row.id)
    content = b"".join([piece async for piece in pieces])
    assert len(content) == found.size
    assert content.startswith(b"\xff\xd8")
    async with owner.connect() as connection:
        told = await connection.execute(
            text("select action, role, detail from audit_entries where tenant_id = :tenant order by at"),
            {"tenant": place.district.tenant.id},
        )
        audited = {entry.action: entry for entry in told}
    assert audited["evidence.upload"].role == "building_leader"
    assert audited["evidence.download"].role == "community"
    assert audited["evidence.download"].detail["sha256"] == row.sha256
    assert "照片" not in str(audited)


async def test_an_upload_repeated_acts_once(place: Place) -> None:
    again = key()
    first = await bring(place.district, place.leader, place.store, idempotency_key=again)
    second = await bring(place.district, place.leader, place.store, idempotency_key=again)
    assert first.id == second.id
    other = bring(place.district, place.leader, place.store, data=photo(shade=1), idempotency_key=again)
    assert await refused(other) == [("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")]
    assert await place.rows() == 1


async def test_a_statement_needs_its_files_and_they_are_kept_with_the_judgement(place: Place) -> None:
    """EVIDENCE_REQUIRED, EVIDENCE_EXPIRED, then met; the assessment holds the hashes."""
    photos, record = ("attestations.0.evidence.photo", "attestations.0.evidence.record")
    assert await place.state("B1") == [("EVIDENCE_REQUIRED", photos), ("EVIDENCE_REQUIRED", record)]
    old = place.leader.today() - timedelta(days=8)
    await bring(place.district, place.leader, place.store, data=document(), requirement="record")
    await bring(place.district, place.leader, place.store, taken_on=old)
    async with place.leader.read() as session:
        assert not await latest_of_unit(session, (await place.district.unit("B1")).id, 1)


async def test_expired_files_are_refused_and_fresh_ones_count(place: Place) -> None:
    photos = "attestations.0.evidence.photo"
    record = await bring(place.district, place.leader, place.store, data=document(), requirement="record")
    old = place.leader.today() - timedelta(days=8)
    await bring(place.district, place.leader, place.store, taken_on=old)
    unit = await place.district.unit("B1")
    application = await create(place.leader, unit)
    command = AssessApplication(
        idempotency_key=key(),
        application_id=application.id,
        expected_revision=application.revision,
        attestations=(AttestationEntry(criterion="B-h", met=True),),
    )
    assert await refused(assess_application(place.leader, command)) == [("EVIDENCE_EXPIRED", photos)]
    fresh = await bring(place.district, place.leader, place.store, data=photo(shade=3))
    assert await refused(assess_application(place.leader, command)) == []
    async with place.leader.read() as session:
        (kept,) = await latest_of_unit(session, unit.id, 1)
        results = {row.criterion: row for row in (await results_of(session, [kept.id]))[kept.id]}
    assert results["B-h"].outcome == "met"
    assert results["B-h"].explanation["evidence"] == [fresh.sha256, record.sha256]
    assert kept.facts is not None
    assert fresh.sha256 in str(kept.facts)


async def test_said_not_to_be_met_needs_no_files(place: Place) -> None:
    application = await create(place.leader, await place.district.unit("B1"))
    command = AssessApplication(
        idempotency_key=key(),
        application_id=application.id,
        expected_revision=application.revision,
        attestations=(AttestationEntry(criterion="B-h", met=False),),
    )
    assert await refused(assess_application(place.leader, command)) == []


async def test_a_withdrawn_file_no_longer_counts(place: Place) -> None:
    await bring(place.district, place.leader, place.store, data=document(), requirement="record")
    row = await bring(place.district, place.leader, place.store)
    command = WithdrawEvidence(idempotency_key=key(), file_id=row.id, reason="拍错了地方")
    await withdraw_evidence(place.leader, command)
    assert await place.state("B1") == [("EVIDENCE_REQUIRED", "attestations.0.evidence.photo")]
    again = WithdrawEvidence(idempotency_key=key(), file_id=row.id, reason="再撤一次")
    assert await refused(withdraw_evidence(place.leader, again)) == [("EVIDENCE_WITHDRAWN", "evidence")]
    async with place.leader.read() as session:
        assert await repository.get(session, row.id) is not None
    assert await place.contents() >= {row.sha256}


async def test_who_did_not_upload_withdraws_only_if_they_watch_over_the_unit(place: Place) -> None:
    row = await bring(place.district, place.community, place.store)
    command = WithdrawEvidence(idempotency_key=key(), file_id=row.id, reason="不实")
    assert await refused(withdraw_evidence(place.leader, command)) == [("ROLE_NOT_ALLOWED", "")]
    away = await place.district.official(Role.COMMUNITY, "C2")
    assert await refused(withdraw_evidence(away, command)) == [("NOT_FOUND", "evidence")]
    blank = WithdrawEvidence(idempotency_key=key(), file_id=row.id, reason=" ")
    street = await place.district.official(Role.STREET, "S1")
    assert await refused(withdraw_evidence(street, blank)) == [("INVALID_INPUT", "reason")]
    assert await place.rows() == 1
    assert await refused(withdraw_evidence(street, command)) == []


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"data": document()}, ("EVIDENCE_TYPE_NOT_ALLOWED", "file")),
        ({"data": b"MZ\x90", "name": "照片.jpg"}, ("EVIDENCE_TYPE_NOT_ALLOWED", "file")),
        ({"data": photo(size=(300, 300))[:-900]}, ("EVIDENCE_UNREADABLE", "file")),
        ({"data": b""}, ("EVIDENCE_UNREADABLE", "file")),
        ({"data": photo() + b"\0" * 10_500_000}, ("EVIDENCE_TOO_LARGE", "file")),
        ({"requirement": "video"}, ("UNKNOWN_CRITERION", "requirement")),
        ({"requirement": "\0"}, ("UNKNOWN_CRITERION", "requirement")),
        ({"code": "S1"}, ("OUTSIDE_AREA", "")),
        ({"code": "B2"}, ("OUTSIDE_AREA", "")),
        ({"idempotency_key": " " * 101}, ("INVALID_INPUT", "idempotencyKey")),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_what_is_refused_leaves_no_row(
    place: Place, given: dict[str, object], refusal: tuple[str, str]
) -> None:
    assert await refused(bring(place.district, place.leader, place.store, **given)) == [refusal]  # type: ignore[arg-type]
    assert await place.rows() == 0


async def test_tomorrow_cannot_be_shown(place: Place) -> None:
    tomorrow = place.leader.today() + timedelta(days=1)
    work = bring(place.district, place.leader, place.store, taken_on=tomorrow)
    assert await refused(work) == [("INVALID_INPUT", "takenOn")]
    assert await place.contents() == set()


async def test_who_may_not_stores_nothing(place: Place) -> None:
    """Refused before the file is even looked at; a commission may look, not bring."""
    commission = await place.district.official(Role.COMMISSION, "500110")
    work = bring(place.district, commission, place.store)
    assert await refused(work) == [("ROLE_NOT_ALLOWED", "")]
    assert await place.contents() == set()
    row = await bring(place.district, place.leader, place.store)
    await open_evidence(commission, place.store, row.id)


async def test_another_tenant_sees_nothing_and_shares_no_content(place: Place, database: Database) -> None:
    row = await bring(place.district, place.leader, place.store)
    other = await make_district(database)
    await other.import_units(*STREETS)
    await ask_for_evidence(other)
    stranger = await other.official(Role.COMMUNITY, "C1")
    assert await refused(open_evidence(stranger, place.store, row.id)) == [("NOT_FOUND", "evidence")]
    command = WithdrawEvidence(idempotency_key=key(), file_id=row.id, reason="试试")
    assert await refused(withdraw_evidence(stranger, command)) == [("NOT_FOUND", "evidence")]
    assert await place.store.list(other.tenant.id) == []
    mine = await bring(other, stranger, place.store)
    assert mine.sha256 == row.sha256
    assert len(await place.store.list(other.tenant.id)) == 1


async def test_a_neighbour_out_of_the_area_is_told_it_is_unknown(place: Place) -> None:
    row = await bring(place.district, place.leader, place.store)
    away = await place.district.official(Role.COMMUNITY, "C2")
    assert await refused(open_evidence(away, place.store, row.id)) == [("NOT_FOUND", "evidence")]
    administrator = await place.district.official(Role.TENANT_ADMINISTRATOR, "500110")
    assert await refused(open_evidence(administrator, place.store, row.id)) == [("NOT_FOUND", "evidence")]


def broken() -> MemoryStore:
    raise GenericError("no route to the store at 10.0.0.7")


async def test_a_store_that_is_down_is_told_and_nothing_is_written(place: Place) -> None:
    down = EvidenceStore(broken)
    (refusal,) = await refusals(bring(place.district, place.leader, down))
    assert refusal.code == "STORE_UNAVAILABLE"
    assert "10.0.0.7" not in refusal.message
    assert await place.rows() == 0
    row = await bring(place.district, place.leader, place.store)
    assert await refused(open_evidence(place.leader, down, row.id)) == [("STORE_UNAVAILABLE", "")]


async def sweep(place: Place, days: int) -> int:
    """Sweep so many days after now."""
    async with place.leader.begin() as session:
        now = utc_now() + timedelta(days=days)
        return await sweep_orphans(Transaction(session, place.leader, now, now.date()), place.store)


async def test_content_without_a_row_is_swept_after_a_day(place: Place) -> None:
    """An upload that failed half way leaves content, never a row; content with a row stays, withdrawn or not."""
    row = await bring(place.district, place.leader, place.store)
    await withdraw_evidence(
        place.leader, WithdrawEvidence(idempotency_key=key(), file_id=row.id, reason="误传")
    )
    await place.store.put(place.district.tenant.id, "f" * 64, b"orphan")
    assert await sweep(place, 0) == 0
    assert await place.contents() == {row.sha256, "f" * 64}
    assert await sweep(place, 2) == 1
    assert await place.contents() == {row.sha256}


async def test_downloads_are_audited_each_time(place: Place) -> None:
    row = await bring(place.district, place.leader, place.store)
    for _ in range(2):
        await open_evidence(place.leader, place.store, row.id)
    async with place.leader.read() as session:
        count = select(func.count()).where(AuditEntry.action == "evidence.download")
        assert await session.scalar(count) == 2


async def test_a_file_that_aged_keeps_an_application_from_being_handed_in(place: Place) -> None:
    """The code of the refusal is the same when it is handed in as when it is attested."""
    await bring(place.district, place.leader, place.store, data=document(), requirement="record")
    await bring(place.district, place.leader, place.store)
    application = await create(place.leader, await place.district.unit("B1"))
    command = AssessApplication(
        idempotency_key=key(),
        application_id=application.id,
        expected_revision=application.revision,
        attestations=(AttestationEntry(criterion="B-h", met=True),),
    )
    application = await assess_application(place.leader, command)
    place.district.clock.forward(8)
    submit = SubmitApplication(
        idempotency_key=key(), application_id=application.id, expected_revision=application.revision
    )
    found = await refusals(submit_application(place.leader, submit))
    assert ("EVIDENCE_EXPIRED", ("criteria", "B-h")) in [(one.code.value, one.field) for one in found]
