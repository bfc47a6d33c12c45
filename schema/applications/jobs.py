"""What happens to applications by itself, as days go by."""

from datetime import date

from schema.applications import repository
from schema.applications.loading import dossiers_of
from schema.applications.operations import move
from schema.applications.rules import elapse
from schema.frame.operation import Transaction
from schema.public_notices import repository as notices
from schema.units import repository as units


async def sweep_notices(tx: Transaction, today: date) -> int:
    """Let every application go on whose public notice ended before today; tell how many.

    The end of a notice is no decision: the step that follows checks the criteria again, if it rechecks.
    """
    free = await repository.lock_free(tx.session, await notices.over_before(tx.session, today))
    over = set(
        await notices.over_before(tx.session, today)
    )  # somebody may have acted before the lock was held
    waiting = [application for application in free if application.id in over]
    for application in waiting:
        await units.lock(tx.session, application.unit_id)
        dossier = (await dossiers_of(tx.session, [application]))[application]
        await move(tx, dossier, "elapse", elapse(dossier.process, dossier.state), grant=None)
    return len(waiting)
