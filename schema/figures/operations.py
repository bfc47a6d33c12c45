"""Recording a figure."""

import uuid
from dataclasses import dataclass

from authz.actions import Action
from schema.figures.rules import FigureEntry, check_figure, counts_residents
from schema.figures.tables import UnitFigure
from schema.frame.operation import Command, Transaction, operation
from schema.guidelines.repository import current_edition
from schema.residents.repository.rosters import count_present
from schema.units import repository as units
from tenants.base import new_id


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordFigure(Command):
    """Record the value of a figure for a period."""

    unit_id: uuid.UUID
    entry: FigureEntry


@operation("figure.record", UnitFigure)
async def record_figure(tx: Transaction, command: RecordFigure) -> UnitFigure:
    """Record a share with its denominator and its period (open questions 18 and 19)."""
    unit = await units.lock(tx.session, command.unit_id)
    tx.authorize(Action.FIGURE_RECORD, unit.path)
    entry, known = command.entry, (await current_edition(tx.session, tx.today)).guideline.figures
    residents = 0
    if counts_residents(entry, known):
        residents = await count_present(tx.session, unit.path, entry.period_until)
    check_figure(entry, known, tx.today, residents)
    row = UnitFigure(
        id=new_id(),
        unit_id=unit.id,
        figure=entry.figure,
        numerator=entry.numerator,
        denominator=entry.denominator,
        excluded=entry.excluded,
        period_from=entry.period_from,
        period_until=entry.period_until,
        source=entry.source,
        recorded_by=tx.actor_id,
        recorded_at=tx.now,
    )
    tx.session.add(row)
    tx.note(unit=unit.code, figure=entry.figure)
    return row
