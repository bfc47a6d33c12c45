"""What happens to applications by itself, as days go by."""

from datetime import date

from schema.applications import repository
from schema.applications.loading import dossiers_of
from schema.applications.operations import move
from schema.applications.rules import elapse
from schema.calendars import repository as calendars
from schema.escalations.operations import escalate
from schema.frame.operation import Transaction
from schema.units import repository as units


async def sweep_deadlines(tx: Transaction, today: date) -> int:
    """Climb the rungs of deadlines that were reached by today, each once; tell how many."""
    await calendars.lock_calendar(tx.session)
    calendar = await calendars.calendar_of(tx.session)
    climbed = 0
    for application in await repository.lock_escalating(tx.session, today):
        dossier = (await dossiers_of(tx.session, [application]))[application]
        deadline = await repository.running_deadline(tx.session, application.id)
        if deadline is not None:
            climbed += await escalate(tx, dossier, deadline, calendar)
    return climbed


async def sweep_notices(tx: Transaction, today: date) -> int:
    """Let every application go on whose public notice ended before today; tell how many.

    The end of a notice is no decision: the step that follows checks the criteria again, if it rechecks.
    """
    waiting = list(await repository.lock_noticed(tx.session, today))
    for application in waiting:
        await units.lock(tx.session, application.unit_id)
        dossier = (await dossiers_of(tx.session, [application]))[application]
        await move(tx, dossier, "elapse", elapse(dossier.process, dossier.state))
    return len(waiting)
