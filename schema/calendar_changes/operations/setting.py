"""A day of the calendar is said anew, and every deadline that is open is counted again."""

from dataclasses import dataclass
from datetime import date, timedelta

from authz.actions import Action
from authz.context import WHOLE_DISTRICT
from schema.calendar_changes.operations.recounting import recount
from schema.calendars import repository as calendars
from schema.calendars.tables import CalendarEntry
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Command, Transaction, operation
from schema.frame.text import text_fault
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


@operation("calendar.set_day", CalendarEntry)
async def set_calendar_day(tx: Transaction, command: SetCalendarDay) -> CalendarEntry:
    """Keep the district's word on a day, and count every open deadline anew."""
    entry = await keep_day(tx, command)
    tx.note(moved=await recount(tx, await calendars.calendar_of(tx.session)))
    return entry
