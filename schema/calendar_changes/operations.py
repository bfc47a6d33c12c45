"""A day of the calendar is said anew, and every deadline that runs is counted again."""

from dataclasses import dataclass
from datetime import date, timedelta

from authz.actions import Action
from authz.context import WHOLE_DISTRICT
from schema.applications import repository as applications
from schema.calendars import repository as calendars
from schema.calendars.rules import WorkingCalendar
from schema.calendars.tables import CalendarEntry
from schema.deadlines import repository as deadlines
from schema.deadlines.rules import due_on, next_rung_on
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Command, Transaction, operation
from schema.frame.text import text_fault
from schema.guidelines.repository import get_edition
from schema.guidelines.rules.lookup import find_step
from tenants.base import new_id

NOTE_LIMIT = 60
HORIZON = timedelta(days=1_100)
"""How far from today, either way, a day may be set."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SetCalendarDay(Command):
    """Say that a day is worked or not, and why; `working` None gives it back to the national calendar."""

    day: date
    working: bool | None
    note: str | None = None


async def keep_day(tx: Transaction, command: SetCalendarDay) -> CalendarEntry:
    """Write the district's word on a day, alone with the calendar until the transaction ends."""
    tx.authorize(Action.CALENDAR_SET, WHOLE_DISTRICT)
    if abs(command.day - tx.today) > HORIZON:
        raise DomainError(ErrorCode.INVALID_INPUT, "只能设置前后三年以内的日期。", field=("day",))
    required = command.working is not None
    fault = text_fault(command.note, field=("note",), label="原因", maximum=NOTE_LIMIT, required=required)
    if fault is not None:
        raise fault
    await calendars.lock_calendar(tx.session, changing=True)
    entry = CalendarEntry(
        id=new_id(),
        day=command.day,
        working=command.working,
        note=command.note if required else None,
        set_by=tx.actor_id,
        set_at=tx.now,
    )
    tx.session.add(entry)
    await tx.session.flush()
    tx.note(day=command.day.isoformat(), working="" if command.working is None else str(command.working))
    return entry


async def recount(tx: Transaction, calendar: WorkingCalendar) -> int:
    """Count every running deadline again on a calendar that changed; tell how many moved."""
    moved = 0
    running = await deadlines.lock_running(tx.session)
    known = await applications.by_ids(tx.session, [deadline.application_id for deadline in running])
    for deadline in running:
        application = known[deadline.application_id]
        edition = await get_edition(tx.session, application.guideline_version_id)
        process = next(each for each in edition.guideline.processes if each.id == application.process)
        step = find_step(process, deadline.step)
        if step is None or step.deadline is None or deadline.running_since is None:
            continue
        climbed = (await deadlines.escalations_of(tx.session, [deadline.id])).get(deadline.id, ())
        due = due_on(calendar, deadline.running_since, deadline.budget, deadline.consumed)
        moved += due != deadline.due_on
        deadline.due_on = due
        deadline.next_rung_on = next_rung_on(
            calendar,
            deadline.running_since,
            deadline.consumed,
            step.deadline.escalate,
            {each.rung for each in climbed},
        )
    return moved


@operation("calendar.set_day", CalendarEntry)
async def set_calendar_day(tx: Transaction, command: SetCalendarDay) -> CalendarEntry:
    """Keep the district's word on a day, and count every running deadline anew."""
    entry = await keep_day(tx, command)
    tx.note(moved=await recount(tx, await calendars.calendar_of(tx.session)))
    return entry
