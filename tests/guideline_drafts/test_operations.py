"""From a draft to a version in force and its withdrawal, on the database, as the runtime role sees it."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from authz.actions import Role
from authz.context import OperationContext
from schema.frame.errors import DomainError, ErrorCode
from schema.guideline_drafts.operations import (
    DRAFT_LIMIT,
    DiscardGuidelineDraft,
    DraftGuideline,
    PublishGuideline,
    WithdrawGuideline,
    discard_guideline_draft,
    draft_guideline,
    publish_guideline,
    withdraw_guideline,
)
from schema.guideline_drafts.tables import GuidelineDraft
from schema.guidelines import repository
from schema.guidelines.operations import FAULT_LIMIT, adopt_template
from schema.guidelines.rules import content_of, process_for
from schema.guidelines.tables import GuidelineVersion
from tenants.audit import AuditEntry
from tenants.database import Database
from tenants.outbox import OutboxMessage
from tests.authz.district import make_district
from tests.builders.district import key
from tests.builders.guidelines import draft, publish_draft
from tests.builders.refusals import refusals
from tests.guidelines.scheme import STRICTER, WENLONG, Scheme, make_scheme

START = date(2026, 3, 1)
SHORTER = WENLONG.text.replace("street_intake, name: 街道收件", "street_intake, name: 收件")


@pytest.fixture
async def scheme(database: Database) -> Scheme:
    return await make_scheme(database)


async def test_a_new_tenant_adopts_a_template(scheme: Scheme) -> None:
    async with scheme.district.view.read() as session:
        edition = await repository.current_edition(session, scheme.author.today())
    assert (edition.id, edition.number, edition.digest) == (scheme.first, 1, WENLONG.digest)
    assert edition.guideline == WENLONG.guideline


async def test_an_unknown_template_is_not_adopted(database: Database) -> None:
    district = await make_district(database)
    with pytest.raises(DomainError) as refused:
        async with database.begin_platform(district.view.tenant) as session:
            await adopt_template(session, "nowhere", district.clock(), START)
    assert refused.value.code is ErrorCode.UNKNOWN_TEMPLATE
    async with district.view.read() as session:
        assert await repository.get_in_force(session, START) is None
        with pytest.raises(DomainError) as missing:
            await repository.current_edition(session, START)
    assert missing.value.code is ErrorCode.NOT_FOUND


async def test_publishing_supersedes_and_pins(scheme: Scheme) -> None:
    """B-M5: what was begun under the first version still reads the first version, for good."""
    row = await scheme.publish(STRICTER)
    assert [number for number, _ in await scheme.rows()] == [2, 1]
    async with scheme.district.view.read() as session:
        current = await repository.current_edition(session, scheme.author.today())
        pinned = await repository.get_edition(session, scheme.first)
    assert (current.id, current.number) == (row.id, 2)
    assert pinned.guideline == WENLONG.guideline
    assert current.guideline.criteria[0].check != pinned.guideline.criteria[0].check


async def test_publishing_leaves_an_audit_entry_and_a_message(scheme: Scheme) -> None:
    row = await scheme.publish(STRICTER)
    async with scheme.district.view.read() as session:
        entries = {entry.action: entry for entry in await session.scalars(select(AuditEntry))}
        message = (await session.scalars(select(OutboxMessage))).one()
    entry = entries["guideline.publish"]
    assert (entry.action, entry.entity_id, entry.role) == (
        "guideline.publish",
        row.id,
        "headquarters",
    )
    author = str(scheme.author.actor.id)
    assert entry.detail == {"number": 2, "digest": row.digest, "template": "wenlong", "author": author}
    assert entries["guideline.draft"].detail == {"scheme": "wenlong"}
    assert (message.topic, message.payload) == ("guideline.published", {"number": 2, "digest": row.digest})


async def test_going_back_is_a_new_version(scheme: Scheme) -> None:
    await scheme.publish(STRICTER)
    await scheme.publish(WENLONG.text)
    assert [number for number, digest in await scheme.rows() if digest == WENLONG.digest] == [3, 1]


async def test_two_at_once_publish_one_after_the_other(scheme: Scheme) -> None:
    rows = await asyncio.gather(scheme.publish(STRICTER), scheme.publish(SHORTER))
    assert {row.number for row in rows} == {2, 3}
    assert await scheme.in_force() == 3


async def test_the_same_key_publishes_once(scheme: Scheme) -> None:
    row = await scheme.draft(STRICTER)
    command = PublishGuideline(idempotency_key="again", draft_id=row.id, expected_revision=1)
    first = await publish_guideline(scheme.publisher, command)
    again = await publish_guideline(scheme.publisher, command)
    assert first.id == again.id
    assert len(await scheme.rows()) == 2


async def refused(scheme: Scheme, source: str) -> list[DomainError]:
    """Publish in vain: give the refusals after making sure that nothing was written."""
    row = await scheme.draft(source)
    before = await scheme.rows(), await scheme.traces()
    found = await refusals(publish_draft(scheme.publisher, row))
    assert found
    assert (await scheme.rows(), await scheme.traces()) == before
    return found


async def refused_draft(scheme: Scheme, source: str) -> list[DomainError]:
    """Draft in vain: give the refusals after making sure that nothing was written."""
    before = await scheme.traces()
    found = await refusals(scheme.draft(source))
    assert found
    assert await scheme.traces() == before
    return found


async def test_an_equal_content_is_refused(scheme: Scheme) -> None:
    (error,) = await refused(scheme, "# 只改了注释\n" + WENLONG.text)
    assert error.code is ErrorCode.GUIDELINE_UNCHANGED


async def test_every_fault_is_told(scheme: Scheme) -> None:
    broken = STRICTER.replace("days: 14", "days: 0").replace("on_child_loss:", "on_child_los:")
    errors = await refused_draft(scheme, broken)
    assert {error.code for error in errors} == {ErrorCode.GUIDELINE_INVALID}
    assert {error.field for error in errors} == {("source",)}
    assert [error.details["path"] for error in errors] == ["criteria[0].check.days", "on_child_los"]
    assert all(
        error.message.startswith(f"第 {error.details['line']} 行第 {error.details['column']} 列：")
        for error in errors
    )


async def test_faults_are_bounded(scheme: Scheme) -> None:
    many = "\n".join(f"key{number}: 1" for number in range(1_000))
    assert len(await refused_draft(scheme, many)) == FAULT_LIMIT


@pytest.mark.parametrize("role", Role)
async def test_who_drafts_and_who_publishes(scheme: Scheme, role: Role) -> None:
    """Drafting is for commission, headquarters and administrator; publishing and withdrawing for headquarters."""
    row, before = await scheme.draft(STRICTER), await scheme.traces()
    official = await scheme.district.official(f"as.{role}", role)
    caller = scheme.district.holding(official, role, scheme.district.root)
    publishing = [error.code for error in await refusals(publish_draft(caller, row))]
    assert publishing == ([] if role is Role.HEADQUARTERS else [ErrorCode.ROLE_NOT_ALLOWED])
    withdrawing = [error.code for error in await refusals(withdraw(caller, 2))]
    assert withdrawing == ([] if role is Role.HEADQUARTERS else [ErrorCode.ROLE_NOT_ALLOWED])
    if publishing:
        assert await scheme.traces() == before
    drafting = [error.code for error in await refusals(draft(caller, SHORTER))]
    may = {Role.COMMISSION, Role.HEADQUARTERS, Role.TENANT_ADMINISTRATOR}
    assert drafting == ([] if role in may else [ErrorCode.ROLE_NOT_ALLOWED])


async def withdraw(caller: OperationContext, number: int, reason: str = "发现条文有误") -> GuidelineVersion:
    command = WithdrawGuideline(idempotency_key=key(), number=number, reason=reason)
    return await withdraw_guideline(caller, command)


async def test_nobody_publishes_what_they_wrote(scheme: Scheme) -> None:
    """Four eyes: whoever holds both roles still needs somebody else; the twin is published by another."""
    own = await draft(scheme.publisher, STRICTER)
    before = await scheme.rows(), await scheme.traces()
    (error,) = await refusals(publish_draft(scheme.publisher, own))
    assert error.code is ErrorCode.ALREADY_ACTED
    assert (await scheme.rows(), await scheme.traces()) == before
    other = await scheme.district.official("second", Role.HEADQUARTERS)
    second = scheme.district.holding(other, Role.HEADQUARTERS, scheme.district.root)
    assert (await publish_draft(second, own)).number == 2


async def replace(
    caller: OperationContext, row: GuidelineDraft, source: str, revision: int
) -> GuidelineDraft:
    command = DraftGuideline(
        idempotency_key=key(), source=source, draft_id=row.id, expected_revision=revision
    )
    return await draft_guideline(caller, command)


async def test_a_draft_is_replaced_by_its_author_on_the_revision_they_saw(scheme: Scheme) -> None:
    row = await scheme.draft(STRICTER)
    changed = await replace(scheme.author, row, SHORTER, 1)
    assert (changed.id, changed.revision, changed.source) == (row.id, 2, SHORTER)
    before = await scheme.traces()
    for work, code in (
        (replace(scheme.author, row, STRICTER, 1), ErrorCode.STALE_REVISION),
        (replace(scheme.publisher, row, STRICTER, 2), ErrorCode.NOT_THE_AUTHOR),
        (publish_draft(scheme.publisher, row), ErrorCode.STALE_REVISION),
    ):
        assert [error.code for error in await refusals(work)] == [code]
    assert await scheme.traces() == before
    assert (await publish_draft(scheme.publisher, changed)).number == 2


async def test_a_draft_replaced_without_a_revision_is_refused(scheme: Scheme) -> None:
    row = await scheme.draft(STRICTER)
    command = DraftGuideline(idempotency_key=key(), source=SHORTER, draft_id=row.id)
    (error,) = await refusals(draft_guideline(scheme.author, command))
    assert (error.code, error.field) == (ErrorCode.INVALID_INPUT, ("expectedRevision",))


async def discard(caller: OperationContext, row: GuidelineDraft) -> GuidelineDraft:
    command = DiscardGuidelineDraft(idempotency_key=key(), draft_id=row.id, expected_revision=row.revision)
    return await discard_guideline_draft(caller, command)


async def test_a_closed_draft_stays_closed(scheme: Scheme) -> None:
    """Published or discarded: neither replaced, nor published, nor discarded again."""
    published, given_up = await scheme.draft(STRICTER), await scheme.draft(SHORTER)
    await publish_draft(scheme.publisher, published)
    assert (await discard(scheme.publisher, given_up)).status == "discarded"
    before = await scheme.traces()
    for row in [await seen(scheme, each) for each in (published, given_up)]:
        for work in (
            replace(scheme.author, row, WENLONG.text, row.revision),
            publish_draft(scheme.publisher, row),
            discard(scheme.author, row),
        ):
            assert [error.code for error in await refusals(work)] == [ErrorCode.DRAFT_CLOSED]
    assert await scheme.traces() == before


async def seen(scheme: Scheme, row: GuidelineDraft) -> GuidelineDraft:
    async with scheme.district.view.read() as session:
        return await session.get_one(GuidelineDraft, (row.tenant_id, row.id))


async def test_somebody_elses_draft_is_discarded_by_whoever_publishes_only(scheme: Scheme) -> None:
    row = await scheme.draft(STRICTER)
    administrator = await scheme.district.official("clerk", Role.TENANT_ADMINISTRATOR)
    clerk = scheme.district.holding(administrator, Role.TENANT_ADMINISTRATOR, scheme.district.root)
    (error,) = await refusals(discard(clerk, row))
    assert error.code is ErrorCode.NOT_THE_AUTHOR
    assert (await discard(scheme.author, row)).closed_by == scheme.author.actor.id


async def test_open_drafts_are_bounded(scheme: Scheme) -> None:
    rows = [await scheme.draft(STRICTER) for _ in range(DRAFT_LIMIT)]
    (error,) = await refused_draft(scheme, STRICTER)
    assert error.code is ErrorCode.TOO_MANY_ITEMS
    await discard(scheme.author, rows[0])
    await scheme.draft(STRICTER)


async def test_one_draft_becomes_one_version(scheme: Scheme) -> None:
    """Two who publish the same draft at once: one does, the other is refused."""
    row = await scheme.draft(STRICTER)
    found = await asyncio.gather(*(refusals(publish_draft(scheme.publisher, row)) for _ in range(3)))
    assert sorted(len(each) for each in found) == [0, 1, 1]
    assert [number for number, _ in await scheme.rows()] == [2, 1]


async def test_a_version_is_published_for_its_days(scheme: Scheme) -> None:
    """A future one takes over on its day, a passing one gives way again; no day has two, none is without."""
    today = scheme.author.today()
    await scheme.publish(STRICTER, since=today + timedelta(days=10))
    assert await scheme.in_force() == 1
    await scheme.publish(SHORTER, since=today, until=today + timedelta(days=4))
    expected = {0: 3, 4: 3, 5: 1, 9: 1, 10: 2, 400: 2}
    found = {after: await scheme.in_force(today + timedelta(days=after)) for after in expected}
    assert found == expected


async def test_the_day_of_the_tenant_decides(scheme: Scheme) -> None:
    """Shanghai is eight hours ahead: on the eve in UTC the version of the morrow is in force already."""
    tomorrow = scheme.author.today() + timedelta(days=1)
    await scheme.publish(STRICTER, since=tomorrow)
    assert await scheme.in_force(scheme.author.today()) == 1
    scheme.district.clock.now = scheme.district.clock.now.replace(hour=16, minute=0)
    assert scheme.author.today() == tomorrow
    assert scheme.author.clock().date() < tomorrow
    assert await scheme.in_force(scheme.author.today()) == 2


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [(-1, None, "effectiveFrom"), (2, 1, "effectiveUntil"), (0, -1, "effectiveUntil")],
)
async def test_terms_of_the_past_or_turned_round_are_refused(
    scheme: Scheme, since: int, until: int | None, field: str
) -> None:
    today = scheme.author.today()
    row, before = await scheme.draft(STRICTER), await scheme.rows()
    last = None if until is None else today + timedelta(days=until)
    found = await refusals(publish_draft(scheme.publisher, row, today + timedelta(days=since), last))
    assert [(error.code, error.field) for error in found] == [(ErrorCode.INVALID_INPUT, (field,))]
    assert await scheme.rows() == before


async def test_what_is_the_same_on_its_day_is_not_published(scheme: Scheme) -> None:
    """Equal to what will be in force then; the twin begins on a day when something else is."""
    today = scheme.author.today()
    await scheme.publish(STRICTER, until=today + timedelta(days=4))
    (error,) = await refused(scheme, STRICTER)
    assert error.code is ErrorCode.GUIDELINE_UNCHANGED
    assert (await scheme.publish(STRICTER, since=today + timedelta(days=5))).number == 3


async def test_withdrawing_brings_back_what_was_in_force_before(scheme: Scheme) -> None:
    row = await scheme.publish(STRICTER)
    await withdraw(scheme.publisher, 2)
    assert await scheme.in_force() == 1
    async with scheme.district.view.read() as session:
        assert (await repository.get_edition(session, row.id)).number == 2
        entry = (
            await session.scalars(select(AuditEntry).where(AuditEntry.action == "guideline.withdraw"))
        ).one()
        topics = list(await session.scalars(select(OutboxMessage.topic).order_by(OutboxMessage.id)))
    assert entry.detail == {"number": 2, "digest": row.digest}
    assert topics == ["guideline.published", "guideline.withdrawn"]


async def test_yesterday_stays_as_it_was(scheme: Scheme) -> None:
    """A withdrawal ends a version today; it was in force on the days before."""
    await scheme.publish(STRICTER)
    published = scheme.author.today()
    scheme.district.clock.pass_by(days=3)
    await withdraw(scheme.publisher, 2)
    days = [published + timedelta(days=after) for after in (0, 2, 3)]
    assert [await scheme.in_force(day) for day in days] == [2, 2, 1]


async def test_the_only_version_cannot_be_withdrawn(scheme: Scheme) -> None:
    """Nor the last one for good: every day to come has a guideline. The twin: its successor for good is there."""
    today = scheme.author.today()
    await scheme.publish(STRICTER, until=today + timedelta(days=4))
    before = await scheme.traces()
    (error,) = await refusals(withdraw(scheme.publisher, 1))
    assert (error.code, error.details) == (
        ErrorCode.GUIDELINE_REQUIRED,
        {"from": (today + timedelta(days=5)).isoformat()},
    )
    assert await scheme.traces() == before
    await scheme.publish(SHORTER, since=today + timedelta(days=3))
    await withdraw(scheme.publisher, 1)
    assert [await scheme.in_force(today + timedelta(days=after)) for after in (0, 3, 9)] == [2, 3, 3]


@pytest.mark.parametrize("number", [2, 3])
async def test_a_version_ends_once(scheme: Scheme, number: int) -> None:
    """Withdrawn, or past its term: there is nothing left to withdraw."""
    await scheme.publish(STRICTER, until=scheme.author.today())
    await scheme.publish(SHORTER)
    await withdraw(scheme.publisher, 3)
    scheme.district.clock.pass_by(days=1)
    before = await scheme.traces()
    (error,) = await refusals(withdraw(scheme.publisher, number))
    assert error.code is ErrorCode.GUIDELINE_ENDED
    assert await scheme.traces() == before


async def test_withdrawing_needs_a_reason_and_a_version(scheme: Scheme) -> None:
    await scheme.publish(STRICTER)
    for work, code, field in (
        (withdraw(scheme.publisher, 2, " "), ErrorCode.INVALID_INPUT, "reason"),
        (withdraw(scheme.publisher, 2, "理" * 501), ErrorCode.TEXT_TOO_LONG, "reason"),
        (withdraw(scheme.publisher, 9), ErrorCode.NOT_FOUND, "number"),
    ):
        assert [(error.code, error.field) for error in await refusals(work)] == [(code, (field,))]
    assert await scheme.in_force() == 2


async def test_kinds_that_units_have_stay(scheme: Scheme) -> None:
    """A street stands in the tree: its kind may lose anything but its existence."""
    without_street = STRICTER.replace("  - {id: street, name: 街道, parents: [district]}\n", "").replace(
        "parents: [street, town]", "parents: [town]"
    )
    (error,) = await refused(scheme, without_street)
    assert error.code is ErrorCode.KIND_IN_USE
    assert error.details == {"street": 2}
    assert "街道（2 个）" in error.message
    assert error.field == ("draft",)


async def test_kinds_without_units_may_go(scheme: Scheme) -> None:
    without_town = STRICTER.replace("  - {id: town, name: 镇, parents: [district]}\n", "").replace(
        "parents: [street, town]", "parents: [street]"
    )
    assert (await scheme.publish(without_town)).number == 2


@pytest.mark.parametrize(
    "statement",
    [
        "update guideline_versions set content = '{}'",
        "update guideline_versions set digest = 'x'",
        "update guideline_versions set id = id",
        "update guideline_versions set number = 9",
        "update guideline_versions set published_at = now()",
        "update guideline_versions set template = 'x'",
        "update guideline_versions set base_digest = null",
        "update guideline_versions set effective_until = now()::date",
        "update guideline_withdrawals set reason = ''",
        "delete from guideline_withdrawals",
        "delete from guideline_drafts",
        "update guideline_drafts set written_by = closed_by",
        "delete from guideline_versions",
        "truncate guideline_versions",
    ],
)
async def test_a_published_version_cannot_be_changed(scheme: Scheme, statement: str) -> None:
    """Immutability is structural: the runtime role has no right to, whatever the code tries."""
    before = await scheme.rows()
    with pytest.raises(DBAPIError, match="permission denied"):
        async with scheme.district.view.begin() as session:
            await session.execute(text(statement))
    assert await scheme.rows() == before
    async with scheme.district.view.read() as session:
        assert await session.scalar(select(GuidelineVersion.content)) == content_of(WENLONG.guideline)


async def test_content_that_was_tampered_with_is_not_used() -> None:
    with pytest.raises(ValueError, match="does not match"):
        repository.parsed("0" * 64, {"format": 1})


async def test_a_version_is_parsed_once(scheme: Scheme) -> None:
    async with scheme.district.view.read() as session:
        first = await repository.current_edition(session, scheme.author.today())
    async with scheme.district.view.read() as session:
        second = await repository.get_edition(session, first.id)
    assert first.guideline is second.guideline


async def test_another_tenant_has_its_own_versions(scheme: Scheme, database: Database) -> None:
    other = await make_scheme(database)
    await scheme.publish(STRICTER)
    assert [number for number, _ in await other.rows()] == [1]


async def test_a_renamed_step_is_another_content(scheme: Scheme) -> None:
    row = await scheme.publish(SHORTER)
    async with scheme.district.view.read() as session:
        process = process_for((await repository.get_edition(session, row.id)).guideline, "building")
    assert process is not None
    assert process.steps[1].name == "收件"


LOOSER = WENLONG.text.replace("days: 8, basis", "days: 5, basis").replace(
    "kind: decide, role: headquarters", "kind: decide, role: street", 1
)
OWN = LOOSER.replace("id: wenlong", "id: of_our_own", 1)


async def test_an_adopted_template_cannot_be_loosened(scheme: Scheme) -> None:
    """Every difference that falls short is told, and nothing was written."""
    errors = await refused(scheme, LOOSER)
    assert {error.code for error in errors} == {ErrorCode.GUIDELINE_LOOSER}
    assert [(error.details["path"], error.details["change"]) for error in errors] == [
        ("criteria[B-a].check.days", "looser"),
        ("processes[B-W1].steps[naming].role", "incomparable"),
    ]
    assert all(error.field == ("draft",) for error in errors)


async def test_stricter_versions_stay_bound_to_the_template_not_to_each_other(scheme: Scheme) -> None:
    """The success twin: stricter, then back to the template's own measure, is no loosening."""
    await scheme.publish(STRICTER)
    row = await scheme.publish(WENLONG.text.replace("days: 8, basis", "days: 10, basis"))
    assert row.base_digest == WENLONG.digest
    errors = await refused(scheme, LOOSER)
    assert len(errors) == 2


async def test_a_scheme_of_ones_own_has_an_id_of_its_own(scheme: Scheme) -> None:
    row = await scheme.publish(OWN)
    assert (row.template, row.base_digest) == ("of_our_own", None)


async def test_the_way_back_to_the_template_is_as_narrow_as_before(scheme: Scheme) -> None:
    await scheme.publish(OWN)
    assert {error.code for error in await refused(scheme, LOOSER)} == {ErrorCode.GUIDELINE_LOOSER}
    assert (await scheme.publish(STRICTER)).base_digest == WENLONG.digest
