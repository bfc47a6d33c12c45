"""Plans follow what resolvers were taught of late: words of a district, days that may move, names that are void."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from api.execution import PlanUse
from authz.actions import Role
from schema.calendars.ports import COUNTRY
from schema.calendars.rules import INSTALLED, Arranged
from schema.designations.rules import Standing
from schema.frame.identifiers import split_id
from tenants.database import Database
from tests.builders.applications import appoint_all, review, submitted
from tests.builders.district import STREETS, make_district
from tests.builders.schemes import publish_own
from tests.builders.stage import Stage
from tests.deadlines.test_deadlines import LIMITED, VERIFY
from tests.designations.over_time import SCHEME, make_place
from tests.plans.both import OFFICIAL, PUBLIC

NAMES = "role_names:\n  - {role: street, name: 区镇}\n  - {role: headquarters, name: 市指挥部}\n"
TERMS = "supervision: {reapply_after_days: 30}\n"
GRANTS = "{ viewer { grants { role roleName } } }"
REVIEWS = "{ applications { edges { node { reviews { role roleName } transitions { role roleName } } } } }"
CLOCKS = """{ applications(first: 100) { edges { node { deadline {
  step provisional consumed dueOn nextEscalationOn explanation { day working source reason provisional }
  escalations { role roleName } } } } } }"""
CONTROLS = """{ healthEvents(first: 100) { edges { node {
  kind control inCentralQuarantine revisions { number control inCentralQuarantine } } } } }"""
LOST = """query($code: String!) { unit(code: $code) {
  eligibility { from conditions { clause text from } } actions { name allowed reasons { code message } } } }"""
PUBLIC_LOST = "query($code: String!) { unitStatus(code: $code) { voided eligibility { from } } }"
FALLEN = """update designations set status = '{0}', ended_on = {1}, public_from = :today
  where tenant_id = :tenant and unit_id = :unit and status = '{2}'"""
Write = Callable[..., Awaitable[None]]


@pytest.fixture
async def write(owner: AsyncEngine) -> Write:
    """Give the way to write what nobody did."""

    async def run(statement: str, **values: Any) -> None:
        async with owner.begin() as connection:
            done = await connection.execute(text(statement), values)
            assert done.rowcount > 0, statement

    return run


def nodes(data: Any, name: str) -> Sequence[Any]:
    return [edge["node"] for edge in data[name]["edges"]]


async def test_every_role_is_called_what_the_resolvers_call_it(stage: Stage) -> None:
    """Those of the platform, too, who are in no guideline."""
    found = {}
    for who in ("administrator", "headquarters", "street", "community", "bystander", "outsider"):
        data = await OFFICIAL.same(stage.callers[who], GRANTS)
        found |= {each["role"]: each["roleName"] for each in data["viewer"]["grants"]}
    assert found["TENANT_ADMINISTRATOR"] == "区县管理员"
    assert found["HEADQUARTERS"] == "疫情防控指挥部"
    assert found["BUILDING_LEADER"] == "楼栋长（社长）"
    assert found.keys() >= {role.name for role in (Role.STREET, Role.COMMUNITY)}


async def test_roles_are_called_what_the_district_calls_them(database: Database) -> None:
    place = await make_place(database, SCHEME.replace("criteria:\n", NAMES + "criteria:\n", 1))
    await review(place.intake, await place.apply("C1"), "forward")
    held = await OFFICIAL.same(place.headquarters, GRANTS)
    assert held["viewer"]["grants"] == [{"role": "HEADQUARTERS", "roleName": "市指挥部"}]
    [application] = nodes(await OFFICIAL.same(place.headquarters, REVIEWS), "applications")
    assert application["reviews"] == [{"role": "street", "roleName": "区镇"}]
    assert [each["roleName"] for each in application["transitions"]] == ["村（社区）", "区镇"]


async def test_clocks_count_by_the_calendar_of_the_process(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the notice of a year is not known its days are provisional; once it is learnt it counts at once."""
    district = await make_district(database)
    await district.import_units(*STREETS)
    await publish_own(district, (VERIFY, LIMITED))
    officials = await appoint_all(district, Role.BUILDING_LEADER, "C1")
    await submitted(district, officials, "B1")
    unknown, told = INSTALLED.before(2022), []
    learnt = unknown.learn(2022, {date(2022, 11, 21): Arranged(off=True, feast="演练节")})
    for calendar in (INSTALLED, unknown, learnt):
        monkeypatch.setattr(COUNTRY, "calendar", calendar)
        [found] = nodes(await OFFICIAL.same(officials.headquarters, CLOCKS), "applications")
        told.append(found["deadline"])
    assert [each["provisional"] for each in told] == [False, True, False]
    assert [each["explanation"][0]["source"] for each in told] == ["WEEKDAY", "WEEKDAY", "STATUTORY"]


@pytest.mark.parametrize("status", list(Standing))
async def test_lists_of_names_by_how_they_stand(stage: Stage, status: Standing) -> None:
    """What hangs on no day names none: a statement with a value too many would fail."""
    listed = f"{{ designations(status: {status.name}, first: 5) {{ edges {{ node {{ number }} }} }} }}"
    for who in ("administrator", "street"):
        await OFFICIAL.same(stage.callers[who], listed)


async def test_who_is_controlled_how(stage: Stage, write: Write) -> None:
    tenant = stage.district.tenant.id
    for table in ("health_events", "health_event_revisions"):
        await write(
            f"update {table} set control = 'home' where tenant_id = :tenant and kind = 'close_contact'",
            tenant=tenant,
        )
        await write(
            f"update {table} set in_central_quarantine = true where tenant_id = :tenant and kind = 'case'",
            tenant=tenant,
        )
    found = nodes(await OFFICIAL.same(stage.callers["headquarters"], CONTROLS), "healthEvents")
    assert {each["control"] for each in found} >= {"HOME", "CENTRAL"}
    assert {each["control"] for event in found for each in event["revisions"]} >= {"HOME", "CENTRAL"}


async def test_a_void_name_lets_the_one_before_it_count(database: Database, write: Write) -> None:
    """The delay before applying again runs from the loss of the last name that was one."""
    place = await make_place(database, SCHEME + TERMS)
    today, unit_id = place.headquarters.today(), (await place.district.unit("C1")).id
    named = {"tenant": place.district.tenant.id, "unit": unit_id, "today": today}
    await place.name("C1")
    await write(FALLEN.format("revoked", "cast(:today as date) - 60", "active"), **named)
    await place.name("C1")
    await write(FALLEN.format("voided", "cast(:today as date)", "active"), **named)
    await write(FALLEN.format("revoked", "cast(:today as date)", "revoked"), **named)
    applicant = await place.applicant("C1")
    unit = (await OFFICIAL.same(applicant, LOST, code="C1"))["unit"]
    assert unit["eligibility"]["from"] is not None
    assert [each["clause"] for each in unit["eligibility"]["conditions"]] == [None]
    [create] = [each for each in unit["actions"] if each["name"] == "CREATE_APPLICATION"]
    assert [each["code"] for each in create["reasons"]] == ["REAPPLICATION_TOO_EARLY"]
    told = (await PUBLIC.same(place.headquarters, PUBLIC_LOST, code="C1"))["unitStatus"]
    assert told == {"voided": True, "eligibility": {"from": unit["eligibility"]["from"]}}


async def test_a_name_whose_last_day_has_passed_rests_on_its_petition_till_that_is_recorded(
    stage: Stage, write: Write
) -> None:
    document = "query($code: String!) { unit(code: $code) { code petition { id } } }"
    unit_id = split_id(stage.ids["B1"])[1]
    caller = stage.callers["headquarters"]
    for until in (1, -1):
        await write(
            "update designations set named_on = named_on - 30, valid_until = :until"
            " where tenant_id = :tenant and unit_id = :unit and status in ('active', 'warned')",
            until=caller.today() + timedelta(days=until),
            tenant=stage.district.tenant.id,
            unit=unit_id,
        )
        planned, resolved = await OFFICIAL.ask(caller, document, code="B1")
        assert (planned.plan, planned.encoded) == (PlanUse.PARTLY, resolved.encoded)
