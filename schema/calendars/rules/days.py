"""A day of the calendar, and who says how it stands."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DaySource(StrEnum):
    """Who says whether a day is worked."""

    STATUTORY = "statutory"
    TENANT = "tenant"
    WEEKDAY = "weekday"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A local day: whether it is worked, who says so and why, in zh-CN.

    It is `provisional` where a notice nobody has read yet may still say otherwise.
    """

    day: date
    working: bool
    source: DaySource
    reason: str
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class DayOverride:
    """What a district says of one of its days."""

    working: bool
    note: str
