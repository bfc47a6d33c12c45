"""Takes records of a reporting system over: all or nothing, each once, with what follows worked out in one run."""

from collections.abc import Mapping
from dataclasses import dataclass

from authz.actions import Action
from schema.consequences.operations import fact_of
from schema.consequences.planning import EventChange, plan_changes, read_line
from schema.consequences.preparing import EventCommand
from schema.consequences.rules import LiveEvent, Occasion, require_confirmed
from schema.consequences.settlement import carry_out
from schema.errors import DomainError, DomainErrors, ErrorCode
from schema.events import repository as events
from schema.events.operations import keep_revision, reported_event
from schema.events.rules import ImportedEvent, report_faults, require_declared, require_import
from schema.events.tables import HealthEvent
from schema.guidelines.format import Guideline
from schema.guidelines.repository import current_edition
from schema.operation import Transaction, operation
from schema.units import repository as units
from schema.units.rules import existence_fault
from schema.units.tables import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportHealthEvents(EventCommand):
    """Records of one source. Those taken over already are left as they are: what changed is a correction."""

    source: str
    events: tuple[ImportedEvent, ...]


@operation("event.import", HealthEvent)
async def import_health_events(tx: Transaction, command: ImportHealthEvents) -> HealthEvent:
    """Take records over that are not known yet, and let the names fall they break; give the first row's event.

    Refuses every fault of the rows at once, with fields `("events", index, column)`.
    """
    require_import(command.events)
    guideline = (await current_edition(tx.session, tx.today)).guideline
    codes = {row.unit_code for row in command.events}
    places = await units.by_codes(tx.session, codes)
    _require_rows(tx, command, places, guideline)
    records = [row.report.external_id or "" for row in command.events]
    known = await events.by_records(tx.session, command.source, records)
    fresh = [row for row in command.events if row.report.external_id not in known]
    made = {
        row.report.external_id: reported_event(tx, places[row.unit_code], places[row.unit_code], row.report)
        for row in fresh
    }
    paths = {row.report.external_id: places[row.unit_code].path for row in fresh}
    if made:
        line = await read_line(tx.session, set(paths.values()), lock=True)
        changes = [
            EventChange(LiveEvent(event.id, paths[record], fact_of(event))) for record, event in made.items()
        ]
        plan = plan_changes(line, changes, Occasion.REPORTED, tx.today)
        require_confirmed(plan, line.codes, command.preview, guideline.confirm_above)
        for event in made.values():
            await keep_revision(tx, event, "reported")
        await carry_out(tx, plan, line)
        tx.note(fallen=plan.losses)
    tx.note(imported=len(made), known=len(command.events) - len(made))
    return {**known, **{record or "": event for record, event in made.items()}}[records[0]]


def _require_rows(
    tx: Transaction, command: ImportHealthEvents, places: Mapping[str, Unit], guideline: Guideline
) -> None:
    faults: list[DomainError] = []
    for index, row in enumerate(command.events):
        found = report_faults(row.report, tx.today)
        unit = places.get(row.unit_code)
        if unit is None:
            found.append(DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=("unitCode",)))
        else:
            tx.authorize(Action.EVENT_REPORT, unit.path)
            fault = existence_fault(unit.code, unit.opened_on, unit.closed_on, row.report.occurred_on)
            found += [fault] if fault else []
        try:
            require_declared(row.report, guideline)
        except DomainErrors as refusals:
            found += refusals.errors
        faults += [
            DomainError(
                each.code, each.message, field=("events", str(index), *each.field), details=each.details
            )
            for each in found
        ]
    if faults:
        raise DomainErrors(faults)
