"""Takes records of a reporting system over: all or nothing, each once, with what follows worked out in one run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from authz.actions import Action
from schema.consequences.loading.lines import EventChange, plan_changes, read_line
from schema.consequences.operations.settling import carry_out
from schema.consequences.rules import Occasion, require_few
from schema.criteria.loading import fact_of
from schema.designations.operations.shifts import befallen, numbers_lost
from schema.event_reports.guards import changed_fault
from schema.event_reports.loading import KnownRecord, known_records, sent_by
from schema.event_reports.operations.preparing import EventCommand
from schema.events.operations import keep_revision, reported_event
from schema.events.operations.origins import origin_of
from schema.events.rules import Report, report_faults, require_declared
from schema.events.rules.imports import ImportedEvent, require_import
from schema.events.tables import HealthEvent
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.operation import Transaction, operation
from schema.frame.refusals import listed as as_list
from schema.guidelines.repository import current_edition
from schema.guidelines.rules.format import Guideline
from schema.key_areas import repository as areas
from schema.key_areas.tables import KeyArea
from schema.units import repository as units
from schema.units.repository.placements import ever_changed
from schema.units.rules import existence_fault
from schema.units.tables import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportHealthEvents(EventCommand):
    """Records of one source. One that was taken over already and says the same is left as it is."""

    source: str
    events: tuple[ImportedEvent, ...]


@operation("event.import", HealthEvent)
async def import_health_events(tx: Transaction, command: ImportHealthEvents) -> HealthEvent:
    """Take records over that are not known yet, and let the names fall they break; give the first row's event.

    Refuses every fault of the rows at once, with fields `("events", index, column)`: also one that was taken over and
    now says otherwise (RECORD_CHANGED), which is a correction, or an infection, and nobody else's to guess.
    """
    require_import(command.source, command.events)
    guideline = (await current_edition(tx.session, tx.today)).guideline
    codes = {row.unit_code for row in command.events}
    places = await units.by_codes(tx.session, codes)
    records = [row.report.external_id or "" for row in command.events]
    known = await known_records(tx.session, command.source, records)
    listed = await areas.along(tx.session, {row.area_code for row in command.events if row.area_code})
    reports = _settled_rows(tx, command, known, places, guideline, listed)
    made = {
        row.report.external_id: reported_event(tx, places[row.unit_code], places[row.unit_code], report)
        for row, report in zip(command.events, reports, strict=True)
        if row.report.external_id not in known
    }
    if made:
        paths = {place.id: place.path for place in places.values()}
        tx.note(fallen=await _settle(tx, list(made.values()), paths, guideline.confirm_above))
        tx.checks.append(lambda: require_few(len(numbers_lost(befallen(tx))), guideline.confirm_above))
    tx.note(imported=len(made), known=len(command.events) - len(made))
    first = known.get(records[0])
    return first.event if first is not None else made[records[0]]


async def _settle(
    tx: Transaction,
    made: Sequence[HealthEvent],
    paths: Mapping[UUID, str],
    confirm_above: int,
) -> int:
    """Keep events and do what follows from them; tell how many names fell. `paths` are those of units, by id.

    All at once while the tree was never changed, otherwise day by day: each day had a tree of its own.
    """
    changed, fallen = await ever_changed(tx.session), 0
    by_day: dict[date | None, list[HealthEvent]] = {}
    for event in made:
        by_day.setdefault(event.occurred_on if changed else None, []).append(event)
    for day, happened in by_day.items():
        here = {paths[event.unit_id] for event in happened}
        await tx.records.write()
        line = await read_line(tx.session, here, tx.today, lock=True, happened_on=day)
        tx.turn_has_come()
        changes = [EventChange(line.live(event.id, event.unit_id, fact_of(event))) for event in happened]
        plan = plan_changes(line, changes, Occasion.REPORTED, tx.today)
        fallen += plan.losses
        require_few(fallen, confirm_above)
        for event in happened:
            await keep_revision(tx, event, "reported")
        await carry_out(tx, plan, line)
    return fallen


def _settled_rows(
    tx: Transaction,
    command: ImportHealthEvents,
    known: Mapping[str, KnownRecord],
    places: Mapping[str, Unit],
    guideline: Guideline,
    listed: Mapping[str, Sequence[KeyArea]],
) -> Sequence[Report]:
    """Tell what each row reports, with the area it is from unless it is `known`; refuse every fault at once."""
    faults: list[DomainError] = []
    reports: list[Report] = []
    for index, row in enumerate(command.events):
        unit, record = places.get(row.unit_code), known.get(row.report.external_id or "")
        if unit is not None:
            tx.authorize(Action.EVENT_REPORT, unit.path)
        if record is not None:
            report, found = row.report, as_list(changed_fault(tx.context, sent_by(row), record))
        else:
            report, found = _examined(tx, row, unit, guideline, listed)
        reports.append(report)
        faults += [
            DomainError(
                each.code, each.message, field=("events", str(index), *each.field), details=each.details
            )
            for each in found
        ]
    if faults:
        raise DomainErrors(faults)
    return reports


def _examined(
    tx: Transaction,
    row: ImportedEvent,
    unit: Unit | None,
    guideline: Guideline,
    listed: Mapping[str, Sequence[KeyArea]],
) -> tuple[Report, list[DomainError]]:
    """Tell what a record not known yet reports, with the area it is from, and everything that is wrong with it."""
    report, found = row.report, list[DomainError]()
    try:
        report = origin_of(row, listed, guideline.event_classes)
    except DomainError as refusal:
        found.append(refusal)
    told = report if report.area_id is not None or row.area_code is None else _without_area(report)
    found += [each for each in report_faults(told, tx.today) if each.field != ("source",)]
    if unit is None:
        found.append(DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=("unitCode",)))
    else:
        fault = existence_fault(unit.code, unit.opened_on, unit.closed_on, row.report.occurred_on)
        found += as_list(fault)
    try:
        require_declared(report, guideline)
    except DomainErrors as refusals:
        found += refusals.errors
    return report, found


def _without_area(report: Report) -> Report:
    """Leave out what cannot be judged without the area."""
    return replace(report, left_area_on=None)
