"""Working days: what is fixed for good, what each year's notice arranges, and what a district says. Pure."""

from schema.calendars.rules.days import CalendarDay, DayOverride, DaySource
from schema.calendars.rules.national import INSTALLED, Arranged, NationalCalendar
from schema.calendars.rules.standing import fixed_days
from schema.calendars.rules.working import FARTHEST, WorkingCalendar

__all__ = [
    "FARTHEST",
    "INSTALLED",
    "Arranged",
    "CalendarDay",
    "DayOverride",
    "DaySource",
    "NationalCalendar",
    "WorkingCalendar",
    "fixed_days",
]
