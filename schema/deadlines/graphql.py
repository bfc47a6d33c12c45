"""Deadlines in the API: how much of one is used up, until when it runs, and which days counted."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import islice
from uuid import UUID

import strawberry

from authz.actions import DRAFT, Role
from schema.calendars import repository as calendars
from schema.calendars.graphql import CalendarDay
from schema.calendars.rules import WorkingCalendar
from schema.deadlines import repository
from schema.deadlines.rules import RUNGS
from schema.deadlines.tables import Escalation as EscalationTable
from schema.deadlines.tables import StepDeadline
from schema.frame.context import Info, RequestContext
from schema.guidelines.graphql import by_role

SHOWN_DAYS = 400


@strawberry.type
class Escalation:
    """A rung that was climbed because work did not proceed."""

    office: strawberry.Private[str | None]
    action: str = strawberry.field(description="`remind` or `take_over`.")
    action_label: str = strawberry.field(description="The action in zh-CN.")
    role: Role = strawberry.field(description="Who was reminded, or may act at the step since then.")
    at: datetime = strawberry.field(description="When it was climbed.")

    @classmethod
    def of(cls, row: EscalationTable) -> "Escalation":
        """Render a row."""
        return cls(
            action=row.action,
            action_label=RUNGS[row.action],
            role=Role(row.role),
            office=row.office,
            at=row.at,
        )

    @strawberry.field
    def role_name(self, info: Info) -> str:
        """The role in zh-CN, or its office, as the district's guideline calls it."""
        return by_role(info.context, self.role, office=self.office)


@strawberry.type
class Deadline:
    """How many working days a step may take, and how many it took; time with the applicant does not count."""

    row: strawberry.Private[StepDeadline]
    calendar: strawberry.Private[WorkingCalendar]
    today: strawberry.Private[date]
    step: str = strawberry.field(description="The step it is of.")
    step_name: str = strawberry.field(description="The step in zh-CN.")
    budget: int = strawberry.field(description="Working days the step may take.")
    carried: int = strawberry.field(description="Working days used up before it last went on.")
    running_since: date | None = strawberry.field(description="Local day it last went on; null while paused.")
    due_on: date | None = strawberry.field(description="Last local day in time; null while paused.")
    next_escalation_on: date | None = strawberry.field(description="When the next rung is climbed, if any.")

    @classmethod
    def of(cls, row: StepDeadline, step_name: str, calendar: WorkingCalendar, today: date) -> "Deadline":
        """Render a row."""
        return cls(
            row=row,
            calendar=calendar,
            today=today,
            step=row.step,
            step_name=step_name,
            budget=row.budget,
            carried=row.consumed,
            running_since=row.running_since,
            due_on=row.due_on,
            next_escalation_on=row.next_rung_on,
        )

    @strawberry.field
    def paused(self) -> bool:
        """True while the application is with its applicant."""
        return self.row.status == "paused"

    @strawberry.field
    def overdue(self) -> bool:
        """True from the day after the last one in time."""
        return self.row.due_on is not None and self.today > self.row.due_on

    @strawberry.field
    def consumed(self) -> int:
        """Working days used up by today."""
        return used_up(self.calendar, self.row.consumed, self.row.running_since, self.today)

    @strawberry.field
    def provisional(self) -> bool:
        """True while a day it counts to `dueOn` or `nextEscalationOn` is provisional: both may still move."""
        return may_move(self.calendar, self.row.running_since, self.row.due_on, self.row.next_rung_on)

    @strawberry.field
    def explanation(self) -> list[CalendarDay]:
        """Each day since it last went on, through today or the last in time: counted if worked, and why."""
        return explained(self.calendar, self.row.running_since, self.row.due_on, self.today)

    @strawberry.field
    async def escalations(self, info: Info) -> list[Escalation]:
        """The rungs that were climbed at this step, oldest first."""
        rows = await info.context.load(repository.escalations_of, self.row.id)
        return [Escalation.of(row) for row in rows or ()]


def used_up(calendar: WorkingCalendar, consumed: int, since: date | None, today: date) -> int:
    """Tell how many working days are used up by today of a step that last went on on a day."""
    return consumed + (calendar.count(since, today) if since is not None else 0)


def may_move(calendar: WorkingCalendar, since: date | None, until: date | None, rung: date | None) -> bool:
    """Tell whether a day that counts to the last in time, or to the next rung, is provisional."""
    if since is None or until is None:
        return False
    return any(day.provisional for day in calendar.days(since, max(until, rung or until)))


def explained(
    calendar: WorkingCalendar, since: date | None, until: date | None, today: date
) -> list[CalendarDay]:
    """Render the days that count, or do not, since a step last went on."""
    if since is None or until is None:
        return []
    days = islice(calendar.days(since, max(until, today)), SHOWN_DAYS)
    return [CalendarDay.of(day) for day in days]


async def deadline_of(
    context: RequestContext, application_id: UUID, standing_at: str | None, name_of: Callable[[str], str]
) -> Deadline | None:
    """Read the deadline that runs, or is paused while the application is with its applicant.

    `name_of` names a step in zh-CN.
    """
    row = await context.load(repository.deadlines_of, application_id)
    if row is None or (row.status == "paused" and standing_at != DRAFT):
        return None
    calendar = await context.load(calendars.by_tenants, context.operations.tenant.id) or WorkingCalendar()
    return Deadline.of(row, name_of(row.step), calendar, context.operations.today())
