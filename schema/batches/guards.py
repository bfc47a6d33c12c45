"""Taking applications into batches: parts of an application's operations, run in their transaction."""

import uuid
from collections.abc import Sequence
from datetime import date

from schema.batches import repository
from schema.batches.rules import barred_through, intake_refusal, unfinished
from schema.batches.tables import Rectification
from schema.frame.errors import DomainError
from schema.guidelines.rules.format import Process
from schema.units.tables import Unit
from tenants.database import Session


async def intake_refusals(session: Session, unit: Unit, process: Process, today: date) -> list[DomainError]:
    """List why no batch takes an application in today.

    Items are not yet put right, or were too late; no batch is open, or only the one the unit was in.
    """
    found = []
    items = (await repository.rectifications_of(session, [unit.id])).get(unit.id, ())
    undone = unfinished(items, today)
    if undone is not None:
        found.append(undone)
    batches = await repository.open_over(session, unit.path, process.id)
    latest = await repository.latest_of_unit(session, unit.id)
    refusal = intake_refusal(batches, today, latest, _barred(items, process))
    return [*found, refusal] if refusal is not None else found


def _barred(items: Sequence[Rectification], process: Process) -> date | None:
    return barred_through(items, process.batches) if process.batches is not None else None


async def batch_kind_of(session: Session, application_id: uuid.UUID) -> str | None:
    """Tell the kind of the batch an application is in; None if it is in none."""
    entry = (await repository.latest_entries(session, [application_id])).get(application_id)
    if entry is None:
        return None
    return (await repository.by_ids(session, [entry.batch_id]))[entry.batch_id].kind


async def is_inspector(session: Session, application_id: uuid.UUID, official_id: uuid.UUID | None) -> bool:
    """Tell whether an official is in the acceptance team of the batch an application is in."""
    entry = (await repository.latest_entries(session, [application_id])).get(application_id)
    if entry is None:
        return False
    team = (await repository.team_of(session, [entry.batch_id])).get(entry.batch_id, ())
    return any(member.official_id == official_id for member in team)
