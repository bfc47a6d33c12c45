"""Noting routine work; the number due of a test round comes from the roster of its day."""

import uuid
from dataclasses import dataclass, replace
from datetime import date

from authz.actions import Action
from schema.frame.operation import Command, Transaction, operation
from schema.guidelines.repository import current_edition
from schema.guidelines.rules import log_kinds
from schema.residents.repository.rosters import count_present
from schema.unit_logs.rules import TEST_ROUND, LogEntry, check_log, people_due
from schema.units import repository as units
from schema.units.tables import UnitLog


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordUnitLog(Command):
    """Note a piece of routine work in a unit; of a test round, how many were tested.

    `people_due` is for those due beside who lives there: it counts where it is more than the roster of the day.
    """

    unit_id: uuid.UUID
    kind: str
    performed_on: date
    people_due: int | None = None
    people_tested: int | None = None
    note: str | None = None


@operation("unit.record_log", UnitLog)
async def record_unit_log(tx: Transaction, command: RecordUnitLog) -> UnitLog:
    """Note routine work in a unit (B-i, B-m, B-n)."""
    unit = await units.lock(tx.session, command.unit_id)
    tx.authorize(Action.LOG_RECORD, unit.path)
    guideline = (await current_edition(tx.session, tx.today)).guideline
    entry = LogEntry(
        command.kind, command.performed_on, command.people_due, command.people_tested, command.note
    )
    if entry.kind == TEST_ROUND:
        present = await count_present(tx.session, unit.path, entry.performed_on)
        entry = replace(entry, people_due=people_due(entry.people_due, present))
    check_log(entry, tx.today, log_kinds(guideline))
    row = UnitLog(
        unit_id=unit.id,
        kind=entry.kind,
        performed_on=entry.performed_on,
        people_due=entry.people_due,
        people_tested=entry.people_tested,
        note=entry.note,
        recorded_by=tx.actor_id,
        recorded_at=tx.now,
    )
    tx.session.add(row)
    return row
