"""Taking applications into batches: parts of an application's operations, run in their transaction."""

import uuid
from collections.abc import Sequence
from datetime import date

from schema.batches import repository
from schema.batches.loading import Intake
from schema.batches.rules import barred_through, intake_refusal, unfinished
from schema.batches.tables import Rectification
from schema.frame.errors import DomainError
from schema.frame.refusals import listed
from schema.guidelines.rules.format import Process
from tenants.database import Session


def intake_refusals(intake: Intake, process: Process, today: date) -> list[DomainError]:
    """List why no batch takes an application in today.

    Items are not yet put right, or were too late; no batch is open, or only the one the unit was in.
    """
    undone = unfinished(intake.items, today)
    refusal = intake_refusal(intake.of(process), today, intake.latest, barred_by(intake.items, process))
    return [*listed(undone), *listed(refusal)]


def barred_by(items: Sequence[Rectification], process: Process) -> date | None:
    """Tell through which day what a unit put right too late keeps it out of batches."""
    return barred_through(items, process.batches) if process.batches is not None else None


async def batch_kind_of(session: Session, application_id: uuid.UUID) -> str | None:
    """Tell the kind of the batch an application is in; None if it is in none."""
    entry = (await repository.latest_entries(session, [application_id])).get(application_id)
    if entry is None:
        return None
    return (await repository.by_ids(session, [entry.batch_id]))[entry.batch_id].kind
