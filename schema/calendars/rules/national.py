"""The national calendar: the week, the days fixed for good, and what each year's notice arranges.

The notice of a year is announced late in the year before. It alone shifts days of rest and makes others up, and may
do so in the last days of the December before, too: until it is known, such days are provisional.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import chinese_calendar
from chinese_calendar.constants import holidays, workdays

from schema.calendars.rules.days import CalendarDay, DaySource
from schema.calendars.rules.standing import IN_FORCE_SINCE, fixed_days

SATURDAY = 5
DECEMBER, LAST_WEEK = 12, 25
"""From here on a December has been arranged by the notice of the year after, some years."""
YEARS_AHEAD = 11
"""Years past those arranged that a running clock may reach, and whose fixed days the fingerprint covers."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """What the notice of a year says of a day: off or worked, for which feast."""

    off: bool
    feast: str

    @property
    def reason(self) -> str:
        """Say it in zh-CN."""
        return f"{self.feast}放假" if self.off else f"{self.feast}调休上班"


@dataclass(frozen=True)
class NationalCalendar:
    """The days of the country, as far as the notices of `years` arranged them."""

    years: frozenset[int]
    arranged: Mapping[date, Arranged]

    def look_up(self, day: date) -> CalendarDay:
        """Tell what the country says of a day."""
        said = self.arranged.get(day) if day.year in self.years else None
        if said is not None:
            return CalendarDay(day, not said.off, DaySource.STATUTORY, said.reason)
        if day.year not in self.years and day in fixed_days(day.year):
            reason = f"{fixed_days(day.year)[day]}放假（法定节假日；该年调休安排尚未公布）"
            return CalendarDay(day, working=False, source=DaySource.STATUTORY, reason=reason)
        return self._by_the_week(day)

    def learn(self, year: int, days: Mapping[date, Arranged]) -> "NationalCalendar":
        """Give the calendar that knows the notice of one more year."""
        return NationalCalendar(self.years | {year}, {**self.arranged, **days})

    def before(self, year: int) -> "NationalCalendar":
        """Give the calendar as it was when the notices of a year and those after it were not known."""
        known = frozenset(each for each in self.years if each < year)
        tail = date(year - 1, DECEMBER, LAST_WEEK)
        return NationalCalendar(known, {day: said for day, said in self.arranged.items() if day < tail})

    @property
    def known_through(self) -> int:
        """Tell the last year whose notice is known."""
        return max(self.years, default=0)

    @cached_property
    def fingerprint(self) -> str:
        """Tell calendars apart by what is worked on them and what not, as far as clocks may run."""
        ahead = range(self.known_through + 1, self.known_through + 1 + YEARS_AHEAD)
        parts = [
            *(str(year) for year in sorted(self.years)),
            *(f"{day}{'-' if said.off else '+'}" for day, said in sorted(self.arranged.items(), key=_day)),
            *(str(day) for year in ahead for day in sorted(fixed_days(year))),
        ]
        return hashlib.sha256(",".join(parts).encode()).hexdigest()[:16]

    def _by_the_week(self, day: date) -> CalendarDay:
        weekend = day.weekday() >= SATURDAY
        if day.year in self.years:
            words = "周末" if weekend else "工作日"
            open_ended = (day.month, day.day) >= (DECEMBER, LAST_WEEK) and day.year + 1 not in self.years
            still = "（次年放假安排尚未公布，岁末可能调休）" if open_ended else ""
            return CalendarDay(day, not weekend, DaySource.WEEKDAY, words + still, open_ended)
        words = "周末" if weekend else "周一至周五"
        why = "尚未公布" if day.year >= IN_FORCE_SINCE else "未收录"
        reason = f"{words}（该年放假安排{why}，按星期计）"
        return CalendarDay(day, not weekend, DaySource.WEEKDAY, reason, provisional=True)


def _day(each: tuple[date, Arranged]) -> date:
    return each[0]


def _packaged() -> Iterator[tuple[date, Arranged]]:
    for off, days in ((True, holidays), (False, workdays)):
        for day, name in days.items():
            yield day, Arranged(off, chinese_calendar.Holiday(name).chinese)


def _years_packaged() -> frozenset[int]:
    """List the years the package knows: a notice that reaches into the December before makes that no year known."""
    return frozenset(day.year for day in holidays if day.timetuple().tm_yday == 1)


INSTALLED = NationalCalendar(_years_packaged(), dict(_packaged()))
"""The national calendar as the installed package of it has it."""
