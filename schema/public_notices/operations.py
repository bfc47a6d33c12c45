"""Public notices: an application is shown to everybody for some days and then goes on by itself."""

from datetime import timedelta

from schema.applications import repository
from schema.applications.rules import find_step
from schema.applications.tables import Application, PublicNotice
from schema.batches.guards import batch_kind_of
from schema.batches.rules import BatchKind
from schema.frame.operation import Transaction
from schema.guidelines.rules import unit_kind
from schema.guidelines.rules.format import Guideline, Process
from schema.units.tables import Unit


async def settle_notice(
    tx: Transaction, application: Application, unit: Unit, guideline: Guideline, process: Process
) -> None:
    """End the notice of the step an application left, and begin that of the step it stands at, if it has one.

    The day it begins on is not counted; it lasts through the last of the days after it.
    """
    running = await repository.running_notice(tx.session, application.id)
    if running is not None:
        running.ended_at = tx.now
        await tx.session.flush()
    step = find_step(process, application.step)
    if step is None or step.notice_days is None:
        return
    kind = unit_kind(guideline, unit.kind)
    pilot = await batch_kind_of(tx.session, application.id) == BatchKind.PILOT
    tx.session.add(
        PublicNotice(
            application_id=application.id,
            unit_id=unit.id,
            step=step.id,
            title=(kind.pilot_title if pilot else None) or kind.title or unit.name,
            starts_on=tx.today,
            ends_on=tx.today + timedelta(days=step.notice_days),
        )
    )
