"""Deadlines: counted in working days, paused with the applicant, escalated once, explained day by day."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from authz.actions import Role
from authz.context import OperationContext
from authz.tables import Membership
from schema.application_migrations.operations import MigrateApplications, migrate_applications
from schema.applications.tables import Application
from schema.calendar_changes.operations import SetCalendarDay, set_calendar_day
from schema.escalations.jobs import sweep_deadlines
from schema.frame.background import SYSTEM
from schema.frame.errors import DomainError, DomainErrors
from schema.frame.identifiers import encode_id
from schema.frame.operation import Transaction, close
from schema.frame.pagination import Page
from schema.worklists.repository import Narrowing, Tab, count_tab, open_editions, read_tab
from tenants.audit import AuditEntry
from tenants.database import Database
from tests.builders.applications import Officials, appoint_all, assess, log_routine, review, submit, submitted
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.looks import application_now, moves_of, told
from tests.builders.schemes import publish_own
from tests.clients import ask

VERIFY = "role: community, actions: [forward, return]}"
LADDER = (
    "{after_working_days: 1, to: community, action: remind}, "
    "{after_working_days: 3, to: street, action: take_over}, "
    "{after_working_days: 4, to: commission, action: take_over}"
)
LIMITED = f"{VERIFY[:-1]}, deadline: {{working_days: 3, escalate: [{LADDER}]}}}}"
DEADLINE = """
    query($id: ID!) { node(id: $id) { ... on Application { deadline {
        step budget carried consumed runningSince dueOn overdue paused nextEscalationOn provisional
        explanation { day working reason provisional } escalations { action role }
    } } } }
"""


class Desk:
    """A unit that waits for its community under a deadline of three days, since Sunday 20 November 2022."""

    def __init__(self, district: District, officials: Officials, application: Application) -> None:
        self.district = district
        self.officials = officials
        self.application = application

    async def sweep(self) -> int:
        context = self.district.context(SYSTEM)
        async with context.begin() as session:
            tx = Transaction(session, context, context.clock(), context.today())
            climbed = await sweep_deadlines(tx, tx.today)
            await close(tx)
            return climbed

    async def deadline(self, viewer: OperationContext | None = None) -> Any:
        result = await ask(
            viewer or self.officials.community, DEADLINE, id=encode_id("Application", self.application.id)
        )
        assert result.errors is None, result.errors
        assert result.data is not None
        return result.data["node"]["deadline"]

    async def days(self) -> list[tuple[str, str | None]]:
        return [(move.action, move.note) for move in await moves_of(self.district, self.application)]


@pytest.fixture
async def desk(database: Database) -> Desk:
    district = await make_district(database)
    await district.import_units(*STREETS)
    await publish_own(district, (VERIFY, LIMITED))
    officials = await appoint_all(district, Role.BUILDING_LEADER, "C1")
    return Desk(district, officials, await submitted(district, officials, "B1"))


async def test_it_tells_what_is_used_up_until_when_and_why(desk: Desk) -> None:
    desk.district.clock.forward(2)
    found = await desk.deadline()
    assert (found["budget"], found["consumed"], found["carried"]) == (3, 2, 0)
    assert (found["runningSince"], found["dueOn"]) == ("2022-11-20", "2022-11-23")
    assert (found["overdue"], found["paused"]) == (False, False)
    assert found["explanation"] == [
        {"day": f"2022-11-{day}", "working": True, "reason": "工作日", "provisional": False}
        for day in (21, 22, 23)
    ]


async def test_weekends_do_not_count(desk: Desk) -> None:
    await review(desk.officials.community, desk.application, "return", "请补正")
    desk.district.clock.forward(5)
    again = await assess(
        desk.officials.applicant,
        await application_now(desk.district, desk.application),
        await desk.district.unit("B1"),
    )
    await log_routine(desk.officials.applicant, await desk.district.unit("B1"))
    await submit(desk.officials.applicant, again)
    desk.district.clock.forward(3)
    found = await desk.deadline()
    assert (found["runningSince"], found["consumed"], found["dueOn"]) == ("2022-11-25", 1, "2022-11-30")
    assert [day["working"] for day in found["explanation"]] == [False, False, True, True, True]


async def test_the_clock_stands_while_the_applicant_has_it_and_goes_on_where_it_stopped(desk: Desk) -> None:
    """Returning an application gains nobody time."""
    desk.district.clock.forward(2)
    await review(desk.officials.community, desk.application, "return", "请补正")
    paused = await desk.deadline()
    assert (paused["paused"], paused["consumed"], paused["dueOn"], paused["explanation"]) == (
        True,
        2,
        None,
        [],
    )
    desk.district.clock.forward(20)
    assert await desk.sweep() == 0
    assert (await desk.deadline())["consumed"] == 2
    unit = await desk.district.unit("B1")
    await log_routine(desk.officials.applicant, unit)
    again = await assess(
        desk.officials.applicant, await application_now(desk.district, desk.application), unit
    )
    await submit(desk.officials.applicant, again)
    found = await desk.deadline()
    assert (found["carried"], found["consumed"], found["runningSince"]) == (2, 2, "2022-12-12")
    assert found["dueOn"] == "2022-12-13"


async def test_passing_on_stops_it_for_good(desk: Desk) -> None:
    desk.district.clock.forward(1)
    await review(desk.officials.community, desk.application, "forward")
    assert await desk.deadline() is None
    desk.district.clock.forward(30)
    assert await desk.sweep() == 0


async def test_each_rung_is_climbed_once(desk: Desk) -> None:
    """Reminded on the day after the first, taken over on the day after the third: then the street may act."""
    street, community = desk.officials.street, desk.officials.community
    with pytest.raises(DomainErrors) as refused:
        await review(street, desk.application, "forward")
    assert [error.code for error in refused.value.errors] == ["ROLE_NOT_ALLOWED"]
    desk.district.clock.forward(1)
    assert await desk.sweep() == 0
    desk.district.clock.forward(1)
    assert [await desk.sweep(), await desk.sweep()] == [1, 0]
    desk.district.clock.forward(2)
    assert (await desk.deadline())["overdue"]
    assert [await desk.sweep(), await desk.sweep()] == [1, 0]
    assert [each for each in await desk.days() if each[0] != "submit"] == [
        ("remind", "已满 1 个工作日，提醒村（社区）"),
        ("take_over", "已满 3 个工作日，可接手办理：街道（镇）"),
    ]
    found = await desk.deadline(street)
    assert found["escalations"] == [
        {"action": "remind", "role": "COMMUNITY"},
        {"action": "take_over", "role": "STREET"},
    ]
    assert [await told(who) for who in (community, street)] == [
        ["application.reminded", "application.arrived"],
        ["application.take_over"],
    ]
    assert (await review(street, desk.application, "forward")).role == "street"
    with pytest.raises(DomainErrors):
        await review(community, desk.application, "forward")


async def test_after_an_outage_all_rungs_are_climbed_at_once(desk: Desk) -> None:
    desk.district.clock.forward(60)
    assert [await desk.sweep(), await desk.sweep()] == [3, 0]
    assert [move.ordinal for move in await moves_of(desk.district, desk.application)] == [1, 2, 3, 4]
    assert (await desk.deadline())["nextEscalationOn"] is None


async def test_whoever_submitted_does_not_take_over(desk: Desk) -> None:
    """Separation of duties holds for those who take over, too."""
    desk.district.clock.forward(4)
    await desk.sweep()
    street = desk.officials.street
    assert street.actor.id is not None
    await review(street, desk.application, "forward")
    await review(desk.officials.intake, desk.application, "forward")
    with pytest.raises(DomainErrors) as refused:
        await review(street, desk.application, "endorse")
    assert [error.code for error in refused.value.errors] == ["ALREADY_ACTED"]


async def test_an_escalation_disturbs_nobody_who_is_deciding(desk: Desk) -> None:
    """The revision stays: a page opened before the night still sends."""
    before = (await application_now(desk.district, desk.application)).revision
    desk.district.clock.forward(60)
    await desk.sweep()
    assert (await application_now(desk.district, desk.application)).revision == before


async def test_where_nobody_holds_the_role_the_next_above_takes_over(database: Database) -> None:
    district = await make_district(database)
    await district.import_units(*STREETS)
    await publish_own(district, (VERIFY, LIMITED))
    officials = await appoint_all(district, Role.BUILDING_LEADER, "C1")
    lone = Desk(district, officials, await submitted(district, officials, "B1"))
    await dismiss(district, Role.STREET)
    district.clock.forward(4)
    await lone.sweep()
    assert [note for action, note in await lone.days() if action == "take_over"] == [
        "已满 3 个工作日，可接手办理：卫生健康委（街道（镇）无人，顺延）"
    ]
    assert await told(officials.commission) == ["application.take_over"]
    await dismiss(district, Role.COMMUNITY)
    district.clock.forward(1)
    await lone.sweep()
    assert await told(officials.commission) == ["application.unassigned", "application.take_over"]
    assert (await review(officials.commission, lone.application, "forward")).role == "commission"


async def dismiss(district: District, role: Role) -> None:
    """End the terms of all who hold a role."""
    from_now = district.clock.now
    async with district.database.of(district.tenant).begin() as session:
        for row in await session.scalars(select(Membership).where(Membership.role == role)):
            row.valid_until = from_now


async def test_a_day_off_moves_what_is_due(desk: Desk) -> None:
    administrator = await desk.district.official(Role.TENANT_ADMINISTRATOR, "500110")
    await set_day(administrator, date(2022, 11, 22), working=False, note="全员核酸检测")
    found = await desk.deadline()
    assert (found["dueOn"], found["nextEscalationOn"]) == ("2022-11-24", "2022-11-23")
    assert found["explanation"][1] == {
        "day": "2022-11-22",
        "working": False,
        "reason": "全员核酸检测",
        "provisional": False,
    }
    await set_day(administrator, date(2022, 11, 22), working=None)
    assert (await desk.deadline())["dueOn"] == "2022-11-23"
    async with administrator.read() as session:
        entries = await session.scalars(select(AuditEntry).where(AuditEntry.action == "calendar.set_day"))
        assert [entry.detail["moved"] for entry in entries] == [1, 1]


async def test_who_may_set_a_day_and_which(desk: Desk) -> None:
    headquarters = desk.officials.headquarters
    with pytest.raises(DomainError) as refused:
        await set_day(desk.officials.street, date(2022, 11, 22), working=False, note="停工")
    assert refused.value.code == "ROLE_NOT_ALLOWED"
    for day, note, field in ((date(2032, 1, 1), "停工", "day"), (date(2022, 11, 22), " ", "note")):
        with pytest.raises(DomainError) as refused:
            await set_day(headquarters, day, working=False, note=note)
        assert (refused.value.code, refused.value.field) == ("INVALID_INPUT", (field,))
    assert (await desk.deadline())["dueOn"] == "2022-11-23"
    await set_day(headquarters, date(2022, 11, 22), working=False, note="停工")
    assert (await desk.deadline())["dueOn"] == "2022-11-24"


async def set_day(
    actor: OperationContext, day: date, *, working: bool | None, note: str | None = None
) -> None:
    command = SetCalendarDay(idempotency_key=key(), day=day, working=working, note=note)
    await set_calendar_day(actor, command)


async def test_taken_along_to_a_version_the_clock_goes_on(desk: Desk) -> None:
    """Two days are used up; the new version gives ten."""
    longer = LIMITED.replace("working_days: 3, escalate", "working_days: 10, escalate")
    await publish_own(desk.district, (VERIFY, longer))
    desk.district.clock.forward(2)
    command = MigrateApplications(idempotency_key=key(), from_version=2, to_version=3)
    await migrate_applications(desk.officials.commission, command)
    found = await desk.deadline()
    assert (found["budget"], found["carried"], found["runningSince"]) == (10, 2, "2022-11-22")


async def waiting(actor: OperationContext, tab: Tab, **narrowed: bool) -> int:
    """Count a tab, and hold the count against the list."""
    narrowing = Narrowing(**narrowed)
    async with actor.read() as session:
        editions = await open_editions(session)
        rows = (await read_tab(session, actor, editions, tab, Page(limit=50), narrowing)).rows
        assert await count_tab(session, actor, editions, tab, narrowing) == len(rows)
    return len(rows)


async def test_worklists_tell_what_is_overdue_and_what_was_escalated(desk: Desk) -> None:
    """Overdue from the day after the last in time, whether or not the sweep ran; the street's once it took over."""
    community, street = desk.officials.community, desk.officials.street
    assert await waiting(community, "pending") == 1
    assert await waiting(community, "pending", overdue=True) == 0
    assert await waiting(street, "pending") == 0
    desk.district.clock.forward(4)
    assert await waiting(community, "pending", overdue=True) == 1
    assert await waiting(community, "pending", escalated=True) == 0
    await desk.sweep()
    assert await waiting(community, "pending", escalated=True, overdue=True) == 1
    assert await waiting(street, "pending", escalated=True) == 1
    assert await waiting(desk.officials.commission, "area", overdue=True) == 1
    assert await waiting(desk.officials.commission, "pending") == 0


async def test_unassigned_until_somebody_above_takes_over(desk: Desk) -> None:
    """Deadlines run where nobody holds the role, too."""
    await dismiss(desk.district, Role.COMMUNITY)
    commission = desk.officials.commission
    assert await waiting(commission, "unassigned") == 1
    desk.district.clock.forward(4)
    assert await waiting(commission, "unassigned", overdue=True) == 1
    await desk.sweep()
    assert await waiting(commission, "unassigned") == 0
    assert await waiting(desk.officials.street, "pending") == 1
    result = await ask(commission, "{ worklistCounts { pending unassigned overdue escalated } }")
    assert result.data == {"worklistCounts": {"pending": 0, "unassigned": 0, "overdue": 0, "escalated": 0}}
    result = await ask(desk.officials.street, "{ worklistCounts { pending unassigned overdue escalated } }")
    assert result.data == {"worklistCounts": {"pending": 1, "unassigned": 0, "overdue": 1, "escalated": 1}}
