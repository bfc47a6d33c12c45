"""Counting working days against a deadline. Pure.

The day a step is entered does not count. A step is in time through the day its budget is used up; a rung is reached
on the first working day after so many lie behind.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from schema.calendars.rules import WorkingCalendar
from schema.guidelines.rules.format import Rung

RUNGS: Mapping[str, str] = MappingProxyType({"remind": "催办", "take_over": "逾期接手"})
"""What a rung does, in zh-CN."""


def due_on(calendar: WorkingCalendar, since: date, budget: int, consumed: int) -> date:
    """Find the last day in time; `consumed` days of the budget were used up before `since`."""
    return calendar.add(since, budget - consumed)


def reached_on(calendar: WorkingCalendar, since: date, consumed: int, rung: Rung) -> date:
    """Find the day on which a rung is reached."""
    return calendar.add(since, max(rung.after_working_days - consumed, 0) + 1)


def next_rung_on(
    calendar: WorkingCalendar, since: date, consumed: int, rungs: Sequence[Rung], done: Collection[int] = ()
) -> date | None:
    """Find the day the next rung is reached that was not yet; None if there is none left."""
    left = [rung for at, rung in enumerate(rungs) if at not in done]
    return min((reached_on(calendar, since, consumed, rung) for rung in left), default=None)
