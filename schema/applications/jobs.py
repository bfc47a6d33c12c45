"""What happens to applications by itself, as days go by."""

from datetime import date

from schema.applications import repository
from schema.applications.dossier import dossiers_of
from schema.applications.operations import move
from schema.applications.rules import elapse
from schema.operation import Transaction
from schema.units import repository as units


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
