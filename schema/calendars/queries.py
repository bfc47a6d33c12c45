"""What is asked of the calendar."""

import calendar
from datetime import date, timedelta
from typing import Annotated

import strawberry

from authz.actions import Action
from schema.calendars import repository
from schema.calendars.graphql import CalendarDay
from schema.frame.context import Info
from schema.frame.errors import DomainError, ErrorCode

EARLIEST, LATEST, MONTHS = 2000, 2100, 12


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
