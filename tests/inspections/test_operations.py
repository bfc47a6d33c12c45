"""The town's way on the database: batch, inspection, rectification, re-inspection, naming, filing."""

from collections.abc import Awaitable

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from schema.applications.tables import Application
from schema.batches.rules import BatchKind
from schema.designations.tables import Designation
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.inspections.rules import Score
from tenants.database import Database
from tests.builders.applications import assess, review, submit
from tests.builders.ledger import changed, read_ledger
from tests.builders.town import Town, make_town


@pytest.fixture
async def town(database: Database) -> Town:
    return await make_town(database)


def codes(refused: pytest.ExceptionInfo[BaseException]) -> set[ErrorCode]:
    error = refused.value
    errors = error.errors if isinstance(error, DomainErrors) else (error,)
    return {one.code for one in errors if isinstance(one, DomainError)}


async def title_of(town: Town, application: Application) -> str | None:
    async with town.clerk.read() as session:
        return await session.scalar(
            select(Designation.title).where(Designation.application_id == application.id)
        )


async def test_t_p4_t_p5_t_p6_a_pilot_batch_names_with_the_pilot_title_and_the_county_records(
    town: Town,
) -> None:
    await town.appoint(await town.open(BatchKind.PILOT))
    _, application = await town.submitted("V1")
    inspection = await town.inspected(application, lost=5)
    assert (inspection.status, inspection.points) == ("passed", 95)
    await review(town.decider, application, "name")
    assert await title_of(town, application) == "无疫示范村"
    filed = await town.application(application)
    assert (filed.status, filed.step) == ("under_review", "county_filing")
    with pytest.raises((DomainError, DomainErrors)) as refused:
        await review(town.commission, application, "reject")
    assert codes(refused) == {ErrorCode.STEP_NOT_OPEN}
    await review(town.commission, application, "record")
    assert (await town.application(application)).status == "approved"
    assert await title_of(town, application) == "无疫示范村"


async def test_t_p8_who_fails_rectifies_and_is_inspected_again_in_the_next_batch_only(
    town: Town, owner: AsyncEngine
) -> None:
    first = await town.appoint(await town.open())
    applicant, application = await town.submitted("V1")
    inspection = await town.inspected(application, lost=20)
    assert (inspection.status, inspection.points) == ("failed", 80)
    returned = await town.application(application)
    assert (returned.status, returned.step) == ("returned", "draft")
    again = await assess(applicant, returned, await town.district.unit("V1"))
    before = await read_ledger(owner, town.district.tenant.id)
    with pytest.raises(DomainErrors) as refused:
        await submit(applicant, again)
    assert codes(refused) == {ErrorCode.RECTIFICATION_OPEN, ErrorCode.NEXT_BATCH_REQUIRED}
    assert changed(before, await read_ledger(owner, town.district.tenant.id)) == set()
    rectified = await town.rectify(applicant, application)
    with pytest.raises(DomainErrors) as same:
        await submit(applicant, rectified)
    assert codes(same) == {ErrorCode.NEXT_BATCH_REQUIRED}
    await town.close(first)
    with pytest.raises(DomainErrors) as closed:
        await submit(applicant, rectified)
    assert codes(closed) == {ErrorCode.INTAKE_CLOSED}
    await town.appoint(await town.open())
    await submit(applicant, await town.application(application))
    assert (await town.inspected(application)).status == "passed"
    await review(town.decider, application, "name")
    assert await title_of(town, application) == "无疫村"


async def refused_untouched(town: Town, owner: AsyncEngine, attempt: Awaitable[object]) -> set[ErrorCode]:
    before = await read_ledger(owner, town.district.tenant.id)
    with pytest.raises((DomainError, DomainErrors)) as refused:
        await attempt
    assert changed(before, await read_ledger(owner, town.district.tenant.id)) == set()
    return codes(refused)


async def test_t_p5_who_inspects_is_on_the_team_without_an_interest(town: Town, owner: AsyncEngine) -> None:
    """Open question 16: an official of the village does not inspect it, though a member; another one does."""
    village = await town.district.official(Role.STREET, "V1")
    town.offices["中心校"] = village
    await town.appoint(await town.open())
    _, own = await town.submitted("V1")
    _, other = await town.submitted("V2")
    assert await refused_untouched(town, owner, town.score(village, own)) == {ErrorCode.INSPECTOR_CONFLICTED}
    stranger = await town.district.official(Role.STREET, "T1")
    assert await refused_untouched(town, owner, town.score(stranger, other)) == {ErrorCode.NOT_ON_TEAM}
    assert await refused_untouched(town, owner, town.score(town.leader, other)) == {ErrorCode.NOT_ON_TEAM}
    member = town.offices["市监所"]
    sheet = await town.score(member, other)
    assert (sheet.office, sheet.submitted_at is not None) == ("市监所", True)
    assert await refused_untouched(town, owner, town.score(member, other)) == {ErrorCode.SHEET_SUBMITTED}


async def test_t_p5_the_inspection_is_the_teams_and_naming_is_not(town: Town, owner: AsyncEngine) -> None:
    await town.appoint(await town.open())
    _, application = await town.submitted("V1")
    assert await refused_untouched(town, owner, review(town.decider, application, "endorse")) == {
        ErrorCode.INSPECTION_REQUIRED
    }
    assert await refused_untouched(town, owner, town.conclude(application)) == {
        ErrorCode.INSPECTION_INCOMPLETE
    }
    await town.inspected(application)
    inspector = town.inspectors[0]
    assert await refused_untouched(town, owner, review(inspector, application, "name")) == {
        ErrorCode.ALREADY_ACTED
    }
    await review(town.decider, application, "name")


async def test_t_p5_sheets_that_part_too_far_are_settled_by_the_leader(
    town: Town, owner: AsyncEngine
) -> None:
    await town.appoint(await town.open())
    _, application = await town.submitted("V1")
    for inspector, lost in zip(town.inspectors, (0, 10), strict=True):
        await town.score(inspector, application, lost=lost)
    assert await refused_untouched(town, owner, town.conclude(application)) == {
        ErrorCode.DIVERGENCE_UNSETTLED
    }
    settled = Score("1", 9, "查阅台账后核定")
    assert await refused_untouched(
        town, owner, town.conclude(application, settled, actor=town.inspectors[0])
    ) == {ErrorCode.NOT_ON_TEAM}
    inspection = await town.conclude(application, settled)
    assert (inspection.status, inspection.points) == ("passed", 94)


async def test_t_p7_the_next_batch_opens_when_each_unit_has_its_conclusion(
    town: Town, owner: AsyncEngine
) -> None:
    batch = await town.appoint(await town.open())
    _, application = await town.submitted("V1")
    assert await refused_untouched(town, owner, town.open()) == {ErrorCode.BATCH_OPEN_ALREADY}
    assert await refused_untouched(town, owner, town.close(batch)) == {ErrorCode.BATCH_UNFINISHED}
    await town.inspected(application)
    await review(town.decider, application, "name")
    await town.close(batch)
    assert (await town.open()).number == 2
