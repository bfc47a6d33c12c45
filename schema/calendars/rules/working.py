"""The working days of a district: the national calendar, under what the district says of its own days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from schema.calendars.rules.days import CalendarDay, DayOverride, DaySource
from schema.calendars.rules.national import INSTALLED, NationalCalendar

FARTHEST = 3_660
"""Days a search goes forward at most: a calendar without any working day still gives an answer."""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days of one district."""

    overrides: Mapping[date, DayOverride] = field(default_factory=dict)
    national: NationalCalendar = INSTALLED

    def look_up(self, day: date) -> CalendarDay:
        """Tell whether a day is worked, and why."""
        override = self.overrides.get(day)
        if override is not None:
            return CalendarDay(day, override.working, DaySource.TENANT, override.note)
        return self.national.look_up(day)

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
