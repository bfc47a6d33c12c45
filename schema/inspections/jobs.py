"""What becomes of items nobody put right, as days go by."""

from datetime import date

from schema.applications import repository as applications
from schema.applications.loading import dossiers_of
from schema.batches import repository as batches
from schema.frame.operation import Transaction
from schema.notifications.operations.delivery import tell
from schema.notifications.rules import Happening, Kind


async def sweep_rectifications(tx: Transaction, today: date) -> int:
    """Tell those who have to put items right, each once, that these are overdue (T-P8); tell how many."""
    overdue = await batches.lock_newly_overdue(tx.session, today)
    for item, _ in overdue:
        item.overdue_told_at = tx.now
    rows = await applications.by_ids(tx.session, list({application_id for _, application_id in overdue}))
    for application, dossier in (await dossiers_of(tx.session, list(rows.values()))).items():
        unit, roles = dossier.unit, tuple(dossier.process.applicants)
        tell(
            tx,
            Happening(Kind.RECTIFICATION_OVERDUE, unit.id, unit.path, roles, "Application", application.id),
        )
    return len(overdue)
