"""The clocks of steps: started when a step with a deadline is entered, stopped when it is left."""

import uuid
from datetime import date

from authz.actions import DRAFT
from schema.calendars import repository as calendars
from schema.calendars.rules import WorkingCalendar
from schema.deadlines import repository
from schema.deadlines.rules import due_on, next_rung_on
from schema.deadlines.tables import StepDeadline
from schema.frame.operation import Transaction
from schema.guidelines.rules.format import Process
from schema.guidelines.rules.lookup import find_step


async def settle_deadline(
    tx: Transaction, application_id: uuid.UUID, standing_at: str | None, process: Process
) -> None:
    """Stop the clock of the step an application left, and start that of the step it stands at, if it has one.

    Returned to its applicant, or taken along to another version, a step's clock pauses: it goes on where it stopped.
    """
    clocks = await repository.clocks_of(tx.session, application_id)
    running = next((clock for clock in clocks if clock.status == "running"), None)
    step = find_step(process, standing_at)
    deadline = step.deadline if step is not None else None
    if running is None and deadline is None:
        return
    await calendars.lock_calendar(tx.session)
    calendar = await calendars.calendar_of(tx.session)
    if running is not None:
        paused = standing_at in {DRAFT, running.step}
        _stop(running, calendar, tx.today, "paused" if paused else "done")
    if step is None or deadline is None:
        return
    earlier = next((clock for clock in reversed(clocks) if clock.step == step.id), None)
    consumed = earlier.consumed if earlier is not None and earlier.status == "paused" else 0
    tx.records.append(
        StepDeadline(
            application_id=application_id,
            step=step.id,
            budget=deadline.working_days,
            consumed=consumed,
            running_since=tx.today,
            ran_from=tx.today,
            counted_by=calendar.national.fingerprint,
            due_on=due_on(calendar, tx.today, deadline.working_days, consumed),
            next_rung_on=next_rung_on(calendar, tx.today, consumed, deadline.escalate),
        )
    )


def _stop(running: StepDeadline, calendar: WorkingCalendar, today: date, status: str) -> None:
    if running.running_since is not None:
        running.consumed += calendar.count(running.running_since, today)
        running.ran_through, running.counted_by = today, calendar.national.fingerprint
    running.status = status
    running.running_since = running.due_on = running.next_rung_on = None
