"""What Python tells of deadlines in plans: how much is used up, and which days counted, by the calendar."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from schema.calendars.graphql import CalendarDay
from schema.calendars.ports import COUNTRY
from schema.calendars.rules import DayOverride, WorkingCalendar
from schema.calendars.tables import CalendarEntry
from schema.deadlines.graphql import explained, may_move, used_up
from schema.plans.calls import Reading, Row, Source
from schema.plans.declarations import Readable, Told

Entries = Sequence[tuple[str, bool | None, str | None]]


def _consumed(reading: Reading, entries: Entries, consumed: int, since: str | None) -> int:
    return used_up(_calendar(entries), consumed, _day(since), reading.context.operations.today())


def _explanation(
    reading: Reading, entries: Entries, since: str | None, until: str | None
) -> list[CalendarDay]:
    return explained(_calendar(entries), _day(since), _day(until), reading.context.operations.today())


def _provisional(
    _: Reading, entries: Entries, since: str | None, until: str | None, rung: str | None
) -> bool:
    return may_move(_calendar(entries), _day(since), _day(until), _day(rung))


def _calendar(entries: Entries) -> WorkingCalendar:
    """Make the calendar of what was said of days, the latest word on each last, as this process counts the others."""
    said = {date.fromisoformat(day): (working, note) for day, working, note in entries}
    return WorkingCalendar(
        {
            day: DayOverride(working, note or "")
            for day, (working, note) in said.items()
            if working is not None
        },
        COUNTRY.calendar,
    )


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text is not None else None


def _entries(row: Row) -> str:
    entry = row.alias("c")
    built = f"json_build_array({entry}.day, {entry}.working, {entry}.note)"
    listed = f"coalesce(json_agg({built} order by {entry}.day, {entry}.id), '[]')"
    return row.scalar(listed, Source(((CalendarEntry.__tablename__, entry),)))


READABLE = (
    Readable(
        "Deadline",
        {
            "consumed": Told(_consumed, lambda row: (_entries(row), row("consumed"), row("running_since"))),
            "provisional": Told(
                _provisional,
                lambda row: (_entries(row), row("running_since"), row("due_on"), row("next_rung_on")),
            ),
            "explanation": Told(
                _explanation, lambda row: (_entries(row), row("running_since"), row("due_on"))
            ),
        },
    ),
)
