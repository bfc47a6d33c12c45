"""The country's calendar becomes known while deadlines run: they, their rungs and their explanations follow at once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from api.embedded import EmbeddedPostgres
from api.jobs import HOUR
from api.worker import Worker
from authz.actions import Role
from authz.context import OperationContext
from schema.calendar_changes.jobs import sweep_calendar, sweep_deadlines
from schema.calendar_changes.operations import SetCalendarDay, set_calendar_day
from schema.calendars.ports import COUNTRY
from schema.calendars.rules import INSTALLED, Arranged
from schema.deadlines.repository import clocks_of
from schema.deadlines.tables import StepDeadline
from schema.frame.background import SYSTEM, Sweep
from schema.frame.operation import Transaction, close
from tenants.audit import AuditEntry
from tenants.database import Database
from tests.api.conftest import make_settings
from tests.builders.applications import appoint_all, assess, log_routine, review, submit, submitted
from tests.builders.databases import create_database, open_database, urls_of
from tests.builders.district import STREETS, key, make_district
from tests.builders.looks import application_now
from tests.builders.schemes import publish_own
from tests.deadlines.test_deadlines import LIMITED, VERIFY, Desk
from tests.jobs.desk import work

UNKNOWN = INSTALLED.before(2022)
"""As in November 2021: nobody knows yet what 2022 brings."""
NOTICE = {date(2022, 11, 22): Arranged(True, "演练节"), date(2022, 11, 26): Arranged(False, "演练节")}
KNOWN = UNKNOWN.learn(2022, NOTICE)


@pytest.fixture(autouse=True)
def country() -> Iterator[None]:
    COUNTRY.calendar = UNKNOWN
    yield
    COUNTRY.calendar = INSTALLED


async def seat(database: Database) -> Desk:
    district = await make_district(database)
    await district.import_units(*STREETS)
    await publish_own(district, (VERIFY, LIMITED))
    officials = await appoint_all(district, Role.BUILDING_LEADER, "C1")
    return Desk(district, officials, await submitted(district, officials, "B1"))


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await seat(database)


@pytest.fixture
async def only_desk(server: EmbeddedPostgres) -> AsyncIterator[Desk]:
    """Seat one where there is no other district: a worker visits them all."""
    await asyncio.to_thread(create_database, server, "learning")
    database = open_database(urls_of(server, "learning"))
    yield await seat(database)
    await database.dispose()


async def learn(desk: Desk) -> int:
    """Have the sweep come round, as the worker of a new release has it at once."""
    context = desk.district.context(SYSTEM)
    async with context.begin() as session:
        tx = Transaction(session, context, context.clock(), context.today())
        counted = await sweep_calendar(tx, tx.today)
        await close(tx)
        return counted


async def seen(desk: Desk) -> tuple[Any, ...]:
    found = await desk.deadline()
    worked = [day["day"][-2:] for day in found["explanation"] if day["working"]]
    return found["dueOn"], found["nextEscalationOn"], worked


async def test_due_day_rung_and_explanation_agree_when_a_year_is_learnt(desk: Desk) -> None:
    """Nobody touches the calendar: the Tuesday became a day off, so all moves by one."""
    assert await seen(desk) == ("2022-11-23", "2022-11-22", ["21", "22", "23"])
    COUNTRY.calendar = KNOWN
    assert await learn(desk) == 1
    assert await seen(desk) == ("2022-11-24", "2022-11-23", ["21", "23", "24"])
    assert await learn(desk) == 0


async def test_a_made_up_saturday_brings_the_rung_forward(desk: Desk) -> None:
    """Wednesday was off, Saturday is worked: who takes over does so on it, not on Monday."""
    COUNTRY.calendar = UNKNOWN.learn(2022, {date(2022, 11, 23): Arranged(True, "演练节")})
    await learn(desk)
    assert (await desk.deadline())["dueOn"] == "2022-11-24"
    desk.district.clock.forward(5)
    assert await desk.sweep() == 2
    assert (await desk.deadline())["nextEscalationOn"] == "2022-11-28"
    COUNTRY.calendar = COUNTRY.calendar.learn(2022, {date(2022, 11, 26): Arranged(False, "演练节")})
    desk.district.clock.forward(1)
    assert await desk.sweep() == 0, "by what is kept it is Monday"
    context = desk.district.context(SYSTEM)
    async with context.begin() as session:
        tx = Transaction(session, context, context.clock(), context.today())
        assert await sweep_deadlines(tx, tx.today) == 1
        await close(tx)
    assert [rung["role"] for rung in (await desk.deadline())["escalations"]] == [
        "COMMUNITY",
        "STREET",
        "COMMISSION",
    ]


async def test_it_says_what_is_provisional(desk: Desk) -> None:
    found = await desk.deadline()
    assert (found["provisional"], [day["provisional"] for day in found["explanation"]]) == (True, [True] * 3)
    COUNTRY.calendar = KNOWN
    await learn(desk)
    found = await desk.deadline()
    assert (found["provisional"], [day["provisional"] for day in found["explanation"]]) == (
        False,
        [False] * 4,
    )


async def test_what_was_used_up_before_a_pause_is_counted_anew_too(desk: Desk) -> None:
    """Two days counted, then returned; a day off is learnt meanwhile: one was used up, and two are left."""
    desk.district.clock.forward(2)
    await review(desk.officials.community, desk.application, "return", "请补正")
    assert (await desk.deadline())["consumed"] == 2
    COUNTRY.calendar = KNOWN
    assert await learn(desk) == 1
    assert (await desk.deadline())["consumed"] == 1
    desk.district.clock.forward(5)
    unit = await desk.district.unit("B1")
    await log_routine(desk.officials.applicant, unit)
    now = await application_now(desk.district, desk.application)
    await submit(desk.officials.applicant, await assess(desk.officials.applicant, now, unit))
    found = await desk.deadline()
    assert (found["carried"], found["runningSince"], found["dueOn"]) == (1, "2022-11-27", "2022-11-29")
    COUNTRY.calendar = UNKNOWN
    assert await learn(desk) == 2
    found = await desk.deadline()
    assert (found["carried"], found["dueOn"]) == (2, "2022-11-28")


async def test_a_district_that_sets_a_past_day_changes_what_was_used_up(desk: Desk) -> None:
    desk.district.clock.forward(2)
    await review(desk.officials.community, desk.application, "return", "请补正")
    administrator = await desk.district.official(Role.TENANT_ADMINISTRATOR, "500110")
    await set_day(administrator, date(2022, 11, 21), working=False)
    assert (await desk.deadline())["consumed"] == 1


async def set_day(actor: OperationContext, day: date, *, working: bool) -> None:
    command = SetCalendarDay(idempotency_key=key(), day=day, working=working, note="停工")
    await set_calendar_day(actor, command)


async def test_what_a_clock_of_the_release_before_used_up_stands(desk: Desk) -> None:
    """It does not tell when it ran: it is due on another day, but its earlier turn keeps what it has."""
    desk.district.clock.forward(2)
    await review(desk.officials.community, desk.application, "return", "请补正")
    async with desk.district.database.of(desk.district.tenant).begin() as session:
        await session.execute(
            update(StepDeadline)
            .where(StepDeadline.tenant_id == session.info["tenant_id"])
            .values(ran_from=None, ran_through=None, counted_by="")
        )
    COUNTRY.calendar = KNOWN
    assert await learn(desk) == 1
    assert (await desk.deadline())["consumed"] == 2


async def test_a_clock_that_ended_is_left_as_it_was(desk: Desk) -> None:
    desk.district.clock.forward(2)
    await review(desk.officials.community, desk.application, "forward")
    COUNTRY.calendar = KNOWN
    assert await learn(desk) == 0
    async with desk.officials.community.read() as session:
        (clock,) = await clocks_of(session, desk.application.id)
        assert (clock.status, clock.consumed, clock.counted_by) == ("done", 2, UNKNOWN.fingerprint)


async def test_what_an_older_process_counted_meanwhile_is_found_again(desk: Desk) -> None:
    """During a roll-out a server of the release before starts a clock after the recount: the next round finds it."""
    COUNTRY.calendar = KNOWN
    assert await learn(desk) == 1
    async with desk.district.database.of(desk.district.tenant).begin() as session:
        await session.execute(
            update(StepDeadline)
            .where(StepDeadline.tenant_id == session.info["tenant_id"])
            .values(due_on=date(2022, 11, 23), counted_by="")
        )
    assert await learn(desk) == 1
    assert (await desk.deadline())["dueOn"] == "2022-11-24"


async def test_the_worker_counts_at_once_when_the_calendar_is_another(
    only_desk: Desk, server: EmbeddedPostgres
) -> None:
    """Within the same hour, since it counts by another calendar; the audit log tells of it, and only then."""
    sweep = Sweep("calendar", sweep_calendar, every=HOUR, of=COUNTRY.fingerprint)
    settings = make_settings(urls_of(server, "learning"))
    worker = Worker(only_desk.district.database, settings, only_desk.district.clock, kinds=(), sweeps=[sweep])
    await work(worker)
    assert await told_in_audit(only_desk) == []
    COUNTRY.calendar = KNOWN
    await work(worker)
    assert await seen(only_desk) == ("2022-11-24", "2022-11-23", ["21", "23", "24"])
    detail = {"calendar": KNOWN.fingerprint, "knownThrough": 2022, "clocks": 1, "moved": 1, "count": 1}
    assert await told_in_audit(only_desk) == [detail]
    await work(worker)
    assert len(await told_in_audit(only_desk)) == 1


async def told_in_audit(desk: Desk) -> list[dict[str, Any]]:
    async with desk.officials.community.read() as session:
        entries = await session.scalars(
            select(AuditEntry).where(
                AuditEntry.tenant_id == session.info["tenant_id"], AuditEntry.action == "sweep.calendar"
            )
        )
        return [entry.detail for entry in entries]
