"""What the town's scheme asks of the town itself, as the platform makes it happen (T-U1, T-P1 … T-P9)."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from schema.applications.operations import AssessApplication, assess_application
from schema.applications.tables import Application
from schema.batches.rules import BatchKind
from schema.criteria import repository as criteria
from schema.frame.errors import ErrorCode
from tenants.database import Database
from tests.builders.applications import assess, attestations, create, submit
from tests.builders.district import key
from tests.builders.events import close, report
from tests.builders.ledger import changed, read_ledger
from tests.builders.looks import name_of
from tests.builders.refusals import refusals
from tests.builders.town import Town, log_week, make_town, register_today


@pytest.fixture
async def town(database: Database) -> Town:
    return await make_town(database)


async def codes(work: object) -> set[ErrorCode]:
    return {error.code for error in await refusals(work)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "titles"),
    [
        (BatchKind.PILOT, ["无疫示范村", "无疫示范社区", "无疫示范小区"]),
        (BatchKind.REGULAR, ["无疫村", "无疫社区", "无疫小区"]),
    ],
)
async def test_t_u1_three_kinds_bear_titles_and_a_building_none(
    town: Town, owner: AsyncEngine, kind: BatchKind, titles: list[str]
) -> None:
    """T-U1, T-P4: village, community and compound, in the pilot stage with the pilot title; no building type."""
    await town.district.import_units(
        ("C1", "河街社区", "community", "T1"), ("X1", "河街小区", "compound", "C1")
    )
    await town.appoint(await town.open(kind))
    for code, title in zip(("V1", "C1", "X1"), titles, strict=True):
        await town.named(code)
        name = await name_of(town.district, code)
        assert name is not None
        assert name.title == title
    before = await read_ledger(owner, town.district.tenant.id)
    building = town.district.import_units(("B1", "河街小区1栋", "building", "X1"))
    assert await codes(building) == {ErrorCode.UNKNOWN_KIND}
    after = await read_ledger(owner, town.district.tenant.id)
    assert changed(before, after) <= {"officials", "memberships"}


async def test_t_p1_eight_offices_share_the_duties_of_the_pilot(town: Town, owner: AsyncEngine) -> None:
    """T-P1, T-P5: a pilot team lacks nobody of the eight; afterwards the police station has no seat."""
    assert len(town.offices) == 8
    pilot = await town.open(BatchKind.PILOT)
    before = await read_ledger(owner, town.district.tenant.id)
    for absent in town.offices:
        present = [office for office in town.offices if office != absent]
        assert await codes(town.appoint(pilot, present)) == {ErrorCode.TEAM_INCOMPLETE}
    assert changed(before, await read_ledger(owner, town.district.tenant.id)) == set()
    pilot = await town.appoint(pilot)
    await town.close(pilot)
    regular = await town.open()
    assert await codes(town.appoint(regular, list(town.offices))) == {ErrorCode.UNKNOWN_OFFICE}
    await town.appoint(regular)


async def test_t_p2_each_village_has_a_responsible_person_who_applies(town: Town, owner: AsyncEngine) -> None:
    """T-P2: nobody of the next village, of the town or the county applies for it."""
    village = await town.district.unit("V1")
    neighbour = await town.district.official(Role.COMMUNITY, "V2")
    before = await read_ledger(owner, town.district.tenant.id)
    assert await codes(create(neighbour, village)) == {ErrorCode.OUTSIDE_AREA}
    for other in (town.clerk, town.commission):
        assert await codes(create(other, village)) == {ErrorCode.ROLE_NOT_ALLOWED}
    assert changed(before, await read_ledger(owner, town.district.tenant.id)) == set()
    responsible = await town.district.official(Role.COMMUNITY, "V1")
    assert (await create(responsible, village)).status == "draft"


async def test_t_p3_the_evaluation_lists_the_problems_and_shows_them_solved(town: Town) -> None:
    """T-P3: no roster, no logs, no daily protection: short of the mark; worked off, the next evaluation is met."""
    responsible = await town.district.official(Role.COMMUNITY, "V1")
    village = await town.district.unit("V1")
    said = {one.criterion: one for one in await attestations(responsible, "village")}
    said["T-3.2L"] = replace(said["T-3.2L"], met=False)
    application = await create(responsible, village)
    command = AssessApplication(
        idempotency_key=key(),
        application_id=application.id,
        expected_revision=application.revision,
        attestations=tuple(said.values()),
    )
    application = await assess_application(responsible, command)
    async with responsible.read() as session:
        first = await criteria.latest_of_application(session, application.id, "self")
        assert first is not None
        results = (await criteria.results_of(session, [first.id]))[first.id]
    assert not first.met
    assert {row.criterion for row in results if row.outcome == "not_met"} >= {"T-3.1a", "T-3.2L", "T-3.3i"}
    await town.appoint(await town.open())
    assert ErrorCode.SCORE_TOO_LOW in await codes(submit(responsible, application))
    await register_today(responsible, village)
    await log_week(responsible, village)
    solved = await assess(responsible, await town.application(application), village)
    async with responsible.read() as session:
        second = await criteria.latest_of_application(session, application.id, "self")
    assert second is not None
    assert (second.met, second.points) == (True, 100)
    assert await codes(submit(responsible, solved)) == set()


async def test_t_p9_a_named_village_keeps_to_the_standard(town: Town) -> None:
    """T-P9: a zone suspends the name, its lifting gives it back; a case suspends by the other route's clause."""
    await town.appoint(await town.open())
    for code in ("V1", "V2"):
        await town.named(code)
    zone = await report(town.commission, (await town.district.unit("V1")).id, "temporary_control_zone")
    suspended = await name_of(town.district, "V1")
    assert suspended is not None
    assert suspended.status == "suspended"
    await close(town.commission, zone)
    restored = await name_of(town.district, "V1")
    assert restored is not None
    assert restored.status == "active"
    await report(town.commission, (await town.district.unit("V2")).id, "case")
    fallen = await name_of(town.district, "V2")
    assert fallen is not None
    assert fallen.status == "suspended"
    async with town.clerk.read() as session:
        held = (await session.scalars(select(Application.status))).all()
    assert set(held) == {"under_review"}, "the name is another machine than the application"
