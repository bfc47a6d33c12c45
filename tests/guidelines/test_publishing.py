"""Versions of a tenant's guideline on the database, as the runtime role sees it."""

import asyncio

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from authz.actions import Role
from schema.errors import DomainError, DomainErrors, ErrorCode
from schema.guidelines import repository
from schema.guidelines.operations import FAULT_LIMIT, PublishGuideline, adopt_template, publish_guideline
from schema.guidelines.rules import content_of, process_for
from schema.guidelines.tables import GuidelineVersion
from tenants.audit import AuditEntry
from tenants.base import new_id
from tenants.database import Database
from tenants.outbox import OutboxMessage
from tests.authz.district import make_district
from tests.guidelines.scheme import STRICTER, WENLONG, Scheme, make_scheme

SHORTER = WENLONG.text.replace("street_intake, name: 街道收件", "street_intake, name: 收件")


@pytest.fixture
async def scheme(database: Database) -> Scheme:
    return await make_scheme(database)


async def test_a_new_tenant_adopts_a_template(scheme: Scheme) -> None:
    async with scheme.district.view.read() as session:
        edition = await repository.current_edition(session)
    assert (edition.id, edition.number, edition.digest) == (scheme.first, 1, WENLONG.digest)
    assert edition.guideline == WENLONG.guideline


async def test_an_unknown_template_is_not_adopted(database: Database) -> None:
    district = await make_district(database)
    with pytest.raises(DomainError) as refused:
        async with database.begin_platform(district.view.tenant) as session:
            await adopt_template(session, "nowhere", district.clock())
    assert refused.value.code is ErrorCode.UNKNOWN_TEMPLATE
    async with district.view.read() as session:
        assert await repository.get_published(session) is None
        with pytest.raises(DomainError) as missing:
            await repository.current_edition(session)
    assert missing.value.code is ErrorCode.NOT_FOUND


async def test_publishing_supersedes_and_pins(scheme: Scheme) -> None:
    """B-M5: what was begun under the first version still reads the first version, for good."""
    row = await scheme.publish(STRICTER)
    assert [(number, status) for number, status, _ in await scheme.rows()] == [
        (2, "published"),
        (1, "superseded"),
    ]
    async with scheme.district.view.read() as session:
        current = await repository.current_edition(session)
        pinned = await repository.get_edition(session, scheme.first)
    assert (current.id, current.number) == (row.id, 2)
    assert pinned.guideline == WENLONG.guideline
    assert current.guideline.criteria[0].check != pinned.guideline.criteria[0].check
    assert row.superseded_at is None


async def test_publishing_leaves_an_audit_entry_and_a_message(scheme: Scheme) -> None:
    row = await scheme.publish(STRICTER)
    async with scheme.district.view.read() as session:
        entry = (await session.scalars(select(AuditEntry))).one()
        message = (await session.scalars(select(OutboxMessage))).one()
    assert (entry.action, entry.entity_id, entry.role) == (
        "guideline.publish",
        row.id,
        "tenant_administrator",
    )
    assert entry.detail == {"number": 2, "digest": row.digest, "template": "wenlong"}
    assert (message.topic, message.payload) == ("guideline.published", {"number": 2, "digest": row.digest})


async def test_going_back_is_a_new_version(scheme: Scheme) -> None:
    await scheme.publish(STRICTER)
    await scheme.publish(WENLONG.text)
    assert [number for number, _, digest in await scheme.rows() if digest == WENLONG.digest] == [3, 1]


async def test_two_at_once_publish_one_after_the_other(scheme: Scheme) -> None:
    rows = await asyncio.gather(scheme.publish(STRICTER), scheme.publish(SHORTER))
    assert {row.number for row in rows} == {2, 3}
    assert [status for _, status, _ in await scheme.rows()] == ["published", "superseded", "superseded"]


async def test_the_same_key_publishes_once(scheme: Scheme) -> None:
    context = scheme.context()
    command = PublishGuideline(idempotency_key="again", source=STRICTER)
    first = await publish_guideline(context, command)
    again = await publish_guideline(context, command)
    assert first.id == again.id
    assert len(await scheme.rows()) == 2


async def refused(scheme: Scheme, source: str, role: Role = Role.TENANT_ADMINISTRATOR) -> list[DomainError]:
    """Publish in vain: give the refusals after making sure that nothing was written."""
    before = await scheme.rows(), await scheme.traces()
    with pytest.raises((DomainError, DomainErrors)) as caught:
        await scheme.publish(source, role)
    assert (await scheme.rows(), await scheme.traces()) == before
    return list(caught.value.errors) if isinstance(caught.value, DomainErrors) else [caught.value]


async def test_an_equal_content_is_refused(scheme: Scheme) -> None:
    (error,) = await refused(scheme, "# 只改了注释\n" + WENLONG.text)
    assert error.code is ErrorCode.GUIDELINE_UNCHANGED


async def test_every_fault_is_told(scheme: Scheme) -> None:
    broken = STRICTER.replace("days: 14", "days: 0").replace("on_child_loss:", "on_child_los:")
    errors = await refused(scheme, broken)
    assert {error.code for error in errors} == {ErrorCode.GUIDELINE_INVALID}
    assert {error.field for error in errors} == {("source",)}
    assert [error.details["path"] for error in errors] == ["criteria[0].check.days", "on_child_los"]
    assert all(error.message.startswith(f"第 {error.details['line']} 行：") for error in errors)


async def test_faults_are_bounded(scheme: Scheme) -> None:
    many = "\n".join(f"key{number}: 1" for number in range(1_000))
    assert len(await refused(scheme, many)) == FAULT_LIMIT


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.TENANT_ADMINISTRATOR])
async def test_only_the_administrator_publishes(scheme: Scheme, role: Role) -> None:
    (error,) = await refused(scheme, STRICTER, role)
    assert error.code is ErrorCode.ROLE_NOT_ALLOWED


async def test_kinds_that_units_have_stay(scheme: Scheme) -> None:
    """A street stands in the tree: its kind may lose anything but its existence."""
    without_street = STRICTER.replace("  - {id: street, name: 街道, parents: [district]}\n", "").replace(
        "parents: [street, town]", "parents: [town]"
    )
    (error,) = await refused(scheme, without_street)
    assert error.code is ErrorCode.KIND_IN_USE
    assert error.details == {"street": 2}


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
        "update guideline_versions set status = 'superseded', content = '{}'",
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


async def test_the_status_of_a_version_can_be_changed(scheme: Scheme) -> None:
    """The success twin: what superseding needs is allowed, and no more."""
    async with scheme.district.view.begin() as session:
        await session.execute(
            text("update guideline_versions set status = 'superseded', superseded_at = now()")
        )
    assert [status for _, status, _ in await scheme.rows()] == ["superseded"]


async def test_one_version_at_most_is_published(scheme: Scheme) -> None:
    async with scheme.district.view.begin() as session:
        await session.execute(
            text("update guideline_versions set status = 'superseded', superseded_at = now()")
        )
    async with scheme.district.view.begin() as session:
        await adopt_again(session, 2)
    with pytest.raises(DBAPIError, match="uq_guideline_published"):
        async with scheme.district.view.begin() as session:
            await adopt_again(session, 3)


async def adopt_again(session: AsyncSession, number: int) -> None:
    statement = text(
        "insert into guideline_versions"
        " (tenant_id, id, number, template, content, digest, status, published_at)"
        " select tenant_id, :id, :number, template, content, digest, 'published', now()"
        " from guideline_versions where number = 1"
    )
    await session.execute(statement, {"id": new_id(), "number": number})


async def test_content_that_was_tampered_with_is_not_used() -> None:
    with pytest.raises(ValueError, match="does not match"):
        repository.parsed("0" * 64, {"format": 1})


async def test_a_version_is_parsed_once(scheme: Scheme) -> None:
    async with scheme.district.view.read() as session:
        first = await repository.current_edition(session)
    async with scheme.district.view.read() as session:
        second = await repository.get_edition(session, first.id)
    assert first.guideline is second.guideline


async def test_another_tenant_has_its_own_versions(scheme: Scheme, database: Database) -> None:
    other = await make_scheme(database)
    await scheme.publish(STRICTER)
    assert [(number, status) for number, status, _ in await other.rows()] == [(1, "published")]


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
    assert all(error.field == ("source",) for error in errors)


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
