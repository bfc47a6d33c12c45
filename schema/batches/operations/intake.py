"""Taking an application into the batch that is open, and noting what came of it."""

import uuid

from schema.batches import repository
from schema.batches.guards import barred_by
from schema.batches.loading import intakes_of
from schema.batches.rules import OUTCOMES, taking_in
from schema.batches.tables import BatchEntry
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Transaction
from schema.guidelines.rules.format import Process
from schema.units.tables import Unit
from tenants.base import new_id


async def enter_batch(tx: Transaction, unit: Unit, process: Process, application_id: uuid.UUID) -> None:
    """Put an application into the batch that takes it in today; refuse where it closed meanwhile."""
    intake = (await intakes_of(tx.session, {unit.id: unit.path}))[unit.id]
    found = taking_in(intake.of(process), tx.today, intake.latest, barred_by(intake.items, process))
    batch = await repository.lock(tx.session, found.id) if found is not None else None
    if batch is None or batch.status != "open":
        raise DomainError(ErrorCode.INTAKE_CLOSED, "当前没有开放受理的批次。")
    tx.session.add(
        BatchEntry(
            id=new_id(), batch_id=batch.id, application_id=application_id, unit_id=unit.id, entered_at=tx.now
        )
    )
    tx.note(batch=batch.number)


async def settle_entry(tx: Transaction, application_id: uuid.UUID, action: str) -> None:
    """Keep what a move of an application makes of its place in a batch."""
    outcome = OUTCOMES.get(action)
    if outcome is not None:
        await repository.conclude(tx.session, application_id, outcome, tx.now)
