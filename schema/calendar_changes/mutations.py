"""Saying which days are worked in a district."""

from datetime import date

import strawberry

from schema.calendar_changes.operations import SetCalendarDay, set_calendar_day
from schema.calendars.graphql import CalendarDay, day_of
from schema.frame.context import Info
from schema.frame.inputs import CommandInput
from schema.frame.payloads import OperationError, carry_out


@strawberry.input
class SetCalendarDayInput(CommandInput[SetCalendarDay]):
    """What the district says of one of its days."""

    day: date = strawberry.field(description="A day at most three years away.")
    working: bool | None = strawberry.field(
        description="Whether it is worked; null gives it back to the national calendar."
    )
    note: str | None = strawberry.field(
        default=None, description="Why, at most 60 characters; required unless given back."
    )


@strawberry.type
class SetCalendarDayPayload:
    """The day as it stands now."""

    day: CalendarDay | None = strawberry.field(description="The day; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class CalendarMutation:
    """Saying which days are worked."""

    @strawberry.mutation
    async def set_calendar_day(self, info: Info, input: SetCalendarDayInput) -> SetCalendarDayPayload:
        """Say that a day is worked in this district or not; running deadlines are counted anew."""

        entry, errors = await carry_out(info, set_calendar_day, input)
        if entry is None:
            return SetCalendarDayPayload(day=None, errors=errors)
        return SetCalendarDayPayload(day=await day_of(info.context, entry.day), errors=[])
