"""Counting working days against a deadline. Pure.

The day a step is entered does not count. A step is in time through the day its budget is used up; a rung is reached
on the first working day after so many lie behind.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Protocol

from schema.calendars.rules import WorkingCalendar
from schema.guidelines.rules.format import Rung

RUNGS: Mapping[str, str] = MappingProxyType({"remind": "催办", "take_over": "逾期接手"})
"""What a rung does, in zh-CN."""


class Turn(Protocol):
    """A time a step's clock ran without a pause: after `ran_from`, through `ran_through` once it stopped."""

    status: str
    consumed: int
    ran_from: date | None
    ran_through: date | None


def consumed_in_turn(calendar: WorkingCalendar, turns: Sequence[Turn]) -> Iterator[int]:
    """Count anew what is used up, turn by turn of a step: before the turn while it runs, after it once it stopped.

    A turn that does not tell from when to when it ran keeps what it has. After one that ended for good the next
    begins with nothing.
    """
    carried = 0
    for turn in turns:
        if turn.ran_from is None or (turn.ran_through is None and turn.status != "running"):
            consumed = turn.consumed
        elif turn.ran_through is None:
            consumed = carried
        else:
            consumed = carried + calendar.count(turn.ran_from, turn.ran_through)
        carried = consumed if turn.status == "paused" else 0
        yield consumed


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
