"""Who is told what of an application's way."""

from schema.applications.loading import Dossier
from schema.applications.rules import State
from schema.frame.operation import Transaction
from schema.guidelines.rules.lookup import find_step
from schema.guidelines.rules.offices import holders_of, post_of
from schema.notifications.operations.delivery import settle, tell
from schema.notifications.rules import OF_APPLICATIONS, Happening, Kind


def tell_move(tx: Transaction, dossier: Dossier, entered: State) -> None:
    """Tell who decides at the step that was entered, or the applicants what came of it; what waited before is over."""
    settle(tx, OF_APPLICATIONS, dossier.application.id)
    step = find_step(dossier.process, entered.step)
    roles: tuple[str, ...] = tuple(dossier.process.applicants)
    if step is not None:
        kind, roles = Kind.APPLICATION_ARRIVED, holders_of(dossier.edition.guideline, post_of(step))
    elif entered.status == "returned":
        kind = Kind.APPLICATION_RETURNED
    elif entered.status in ("approved", "rejected"):
        kind = Kind.APPLICATION_DECIDED
    else:
        return
    unit = dossier.unit
    tell(tx, Happening(kind, unit.id, unit.path, roles, "Application", dossier.application.id))
