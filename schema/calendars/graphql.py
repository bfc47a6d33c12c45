"""The calendar of a district in the API."""

import calendar
from datetime import date, timedelta
from typing import Annotated

import strawberry

from authz.actions import Action
from schema.calendars import repository
from schema.calendars.rules import CalendarDay as Day
from schema.calendars.rules import DaySource
from schema.frame.context import Info, RequestContext
from schema.frame.errors import DomainError, ErrorCode

strawberry.enum(
    DaySource,
    description="Who says whether a day is worked: the State Council, the district, or the day of the week.",
)
EARLIEST, LATEST, MONTHS = 2000, 2100, 12


@strawberry.type
class CalendarDay:
    """A local day of the district."""

    day: date = strawberry.field(description="The day.")
    working: bool = strawberry.field(description="Whether it is worked.")
    source: DaySource = strawberry.field(description="Who says so.")
    reason: str = strawberry.field(description="Why, in zh-CN, e.g. 国庆节调休上班.")

    @classmethod
    def of(cls, found: Day) -> "CalendarDay":
        """Render a day."""
        return cls(day=found.day, working=found.working, source=found.source, reason=found.reason)


@strawberry.type
class CalendarQuery:
    """Reading the calendar."""

    @strawberry.field
    async def calendar(
        self,
        info: Info,
        year: Annotated[int, strawberry.argument(description="2000 to 2100.")],
        month: Annotated[int, strawberry.argument(description="1 to 12.")],
    ) -> list[CalendarDay]:
        """The days of a month: which are worked in this district, and why."""
        info.context.scopes(Action.CALENDAR_READ)
        if not (EARLIEST <= year <= LATEST and 1 <= month <= MONTHS):
            raise DomainError(ErrorCode.INVALID_INPUT, "没有这个月份。", field=("month",))
        before = date(year, month, 1) - timedelta(days=1)
        through = date(year, month, calendar.monthrange(year, month)[1])
        async with info.context.read() as session:
            days = (await repository.calendar_of(session)).days(before, through)
            return [CalendarDay.of(day) for day in days]


async def day_of(context: RequestContext, day: date) -> CalendarDay:
    """Read how a day stands."""
    async with context.read() as session:
        return CalendarDay.of((await repository.calendar_of(session)).look_up(day))
