"""Public notices: an application is shown to everybody for some days and then goes on by itself."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from schema.batches.guards import batch_kind_of
from schema.batches.rules import BatchKind
from schema.frame.operation import Transaction
from schema.guidelines.rules import unit_kind
from schema.guidelines.rules.format import Guideline, Process
from schema.guidelines.rules.lookup import find_step
from schema.public_notices import repository
from schema.public_notices.tables import PublicNotice
from schema.units.tables import Unit


@dataclass(frozen=True, slots=True)
class Standing:
    """An application, the step it stands at, None once closed, and the unit it is for."""

    application_id: uuid.UUID
    step: str | None
    unit: Unit


async def settle_notice(tx: Transaction, standing: Standing, guideline: Guideline, process: Process) -> None:
    """End the notice of the step an application left, and begin that of the step it stands at, if it has one.

    The day it begins on is not counted; it lasts through the last of the days after it.
    """
    running = await repository.running_notice(tx.session, standing.application_id)
    if running is not None:
        running.ended_at = tx.now
        await tx.session.flush()
    step = find_step(process, standing.step)
    if step is None or step.notice_days is None:
        return
    kind = unit_kind(guideline, standing.unit.kind)
    pilot = await batch_kind_of(tx.session, standing.application_id) == BatchKind.PILOT
    tx.session.add(
        PublicNotice(
            application_id=standing.application_id,
            unit_id=standing.unit.id,
            step=step.id,
            title=(kind.pilot_title if pilot else None) or kind.title or standing.unit.name,
            starts_on=tx.today,
            ends_on=tx.today + timedelta(days=step.notice_days),
        )
    )
