"""Reporting what was put right after an inspection that was not passed (T-P8)."""

import uuid
from dataclasses import dataclass

from schema.applications.guards import require_open
from schema.applications.operations import lock_dossier
from schema.applications.repository import touch
from schema.applications.tables import Application
from schema.batches import repository as batches
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.operation import Command, Transaction, operation
from schema.frame.text import text_fault
from schema.notifications.operations.delivery import settle
from schema.notifications.rules import OF_RECTIFICATIONS

MEASURE_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Measure:
    """What was done about one item; no personal data."""

    item: str
    measure: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportRectification(Command):
    """Items of a returned application that were put right."""

    application_id: uuid.UUID
    expected_revision: int
    measures: tuple[Measure, ...]


@operation("inspection.rectify", Application)
async def report_rectification(tx: Transaction, command: ReportRectification) -> Application:
    """Report items as put right, by who applies; all of them are done before the unit is handed in again."""
    dossier = await lock_dossier(tx, command.application_id, command.expected_revision)
    await require_open(tx.session, tx.context, dossier, "assess")
    items = (await batches.rectifications_of(tx.session, [dossier.unit.id])).get(dossier.unit.id, ())
    undone = {item.item: item for item in items if item.done_on is None}
    faults = []
    for index, given in enumerate(command.measures):
        field = ("measures", str(index))
        if undone.pop(given.item, None) is None:
            faults.append(
                DomainError(
                    ErrorCode.UNKNOWN_ITEM, f"{given.item[:20]} 不在待整改之列。", field=(*field, "item")
                )
            )
        fault = text_fault(given.measure, field=(*field, "measure"), label="整改措施", maximum=MEASURE_LIMIT)
        faults += [fault] if fault is not None else []
    if faults:
        raise DomainErrors(faults)
    measures = {given.item: given.measure for given in command.measures}
    for item in items:
        if item.done_on is None and item.item in measures:
            item.done_on, item.measure, item.reported_by = tx.today, measures[item.item], tx.actor_id
    if not undone:
        settle(tx, OF_RECTIFICATIONS, dossier.application.id)
    touch(dossier.application)
    tx.note(unit=dossier.unit.code, items=len(measures), open=len(undone))
    return dossier.application
