"""Working days: the national calendar of holidays and make-up days, under what a district says of its own days.

Pure. The national arrangement of a year is announced late in the year before. Where it is not known, Monday to
Friday are worked, and each day says that this is why.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

import chinese_calendar
from chinese_calendar.constants import holidays as _statutory

FARTHEST = 3_660
"""Days a search goes forward at most: a calendar without any working day still gives an answer."""
SATURDAY = 5


class DaySource(StrEnum):
    """Who says whether a day is worked."""

    STATUTORY = "statutory"
    TENANT = "tenant"
    WEEKDAY = "weekday"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A local day: whether it is worked, who says so and why, in zh-CN."""

    day: date
    working: bool
    source: DaySource
    reason: str


@dataclass(frozen=True, slots=True)
class DayOverride:
    """What a district says of one of its days."""

    working: bool
    note: str


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days of one district."""

    overrides: Mapping[date, DayOverride] = field(default_factory=dict)

    def look_up(self, day: date) -> CalendarDay:
        """Tell whether a day is worked, and why."""
        override = self.overrides.get(day)
        if override is not None:
            return CalendarDay(day, override.working, DaySource.TENANT, override.note)
        return national_day(day)

    def count(self, after: date, through: date) -> int:
        """Count the working days after a day, through another."""
        return sum(each.working for each in self.days(after, through))

    def days(self, after: date, through: date) -> Iterator[CalendarDay]:
        """List the days after a day, through another."""
        for ahead in range(1, (through - after).days + 1):
            yield self.look_up(after + timedelta(days=ahead))

    def add(self, after: date, working_days: int) -> date:
        """Find the `working_days`-th working day after a day; for none or less, the day itself."""
        day, left = after, working_days
        while left > 0 and (day - after).days < FARTHEST:
            day += timedelta(days=1)
            left -= self.look_up(day).working
        return day


def national_day(day: date) -> CalendarDay:
    """Tell what the national calendar says of a day."""
    weekend = day.weekday() >= SATURDAY
    if day.year not in _KNOWN:
        words = "周末" if weekend else "周一至周五"
        reason = f"{words}（该年放假安排尚未公布，按星期计）"
        return CalendarDay(day, not weekend, DaySource.WEEKDAY, reason)
    off, name = chinese_calendar.get_holiday_detail(day)
    if name is None:
        return CalendarDay(day, not off, DaySource.WEEKDAY, "周末" if off else "工作日")
    holiday = chinese_calendar.Holiday(name).chinese
    return CalendarDay(day, not off, DaySource.STATUTORY, f"{holiday}放假" if off else f"{holiday}调休上班")


_KNOWN = frozenset(day.year for day in _statutory)
