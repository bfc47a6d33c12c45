"""The calendar of a district in the API."""

from datetime import date

import strawberry

from schema.calendars import repository
from schema.calendars.rules import CalendarDay as Day
from schema.calendars.rules import DaySource
from schema.frame.context import RequestContext

strawberry.enum(
    DaySource,
    description="Who says whether a day is worked: the State Council, by the regulation on holidays or its notice "
    "of the year, the district, or the day of the week.",
)


@strawberry.type
class CalendarDay:
    """A local day of the district."""

    day: date = strawberry.field(description="The day.")
    working: bool = strawberry.field(description="Whether it is worked.")
    source: DaySource = strawberry.field(description="Who says so.")
    reason: str = strawberry.field(description="Why, in zh-CN, e.g. 国庆节调休上班.")
    provisional: bool = strawberry.field(
        description="Whether a notice of the State Council that is not known yet may still say otherwise: days of rest "
        "that are shifted and days made up, in a year that was not arranged and in the last days of the one before."
    )

    @classmethod
    def of(cls, found: Day) -> "CalendarDay":
        """Render a day."""
        return cls(
            day=found.day,
            working=found.working,
            source=found.source,
            reason=found.reason,
            provisional=found.provisional,
        )


async def day_of(context: RequestContext, day: date) -> CalendarDay:
    """Read how a day stands."""
    async with context.read() as session:
        return CalendarDay.of((await repository.calendar_of(session)).look_up(day))
