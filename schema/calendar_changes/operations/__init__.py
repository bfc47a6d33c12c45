"""The calendar is said anew, by the district or by the country, and every open deadline follows."""

from schema.calendar_changes.operations.recounting import recount, recount_outdated
from schema.calendar_changes.operations.setting import SetCalendarDay, set_calendar_day

__all__ = ["SetCalendarDay", "recount", "recount_outdated", "set_calendar_day"]
