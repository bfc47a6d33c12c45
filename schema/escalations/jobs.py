"""What happens when days go by at a step."""

from datetime import date

from schema.applications import repository as applications
from schema.applications.loading import dossiers_of
from schema.calendars import repository as calendars
from schema.deadlines import repository as deadlines
from schema.escalations.operations import escalate
from schema.frame.operation import Transaction


async def sweep_deadlines(tx: Transaction, today: date) -> int:
    """Climb the rungs of deadlines that were reached by today, each once; tell how many."""
    await calendars.lock_calendar(tx.session)
    calendar = await calendars.calendar_of(tx.session)
    reached = await deadlines.reaching_a_rung(tx.session, today)
    climbed = 0
    for application in await applications.lock_free(tx.session, reached):
        dossier = (await dossiers_of(tx.session, [application]))[application]
        deadline = await deadlines.running_deadline(tx.session, application.id)
        if deadline is not None:
            climbed += await escalate(tx, dossier, deadline, calendar)
    return climbed
