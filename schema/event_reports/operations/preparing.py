"""What is to become known of an event, examined before anything is written: the same for a preview and for the deed."""

import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from authz.actions import Action
from schema.consequences.rules import Occasion
from schema.event_reports.guards import changed_fault
from schema.event_reports.loading import known_records, told_of
from schema.events import repository as events
from schema.events.operations import (
    correct,
    reported_event,
    require_standing,
)
from schema.events.operations.origins import settle_origin
from schema.events.rules import (
    Correction,
    Report,
    reason_fault,
    report_faults,
    require_correction,
    require_declared,
    require_end,
    require_report,
    upgrade_faults,
    upgrading_refusal,
)
from schema.events.tables import HealthEvent
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.operation import Command, Transaction, require_revision
from schema.guidelines.repository import current_edition
from schema.key_areas import repository as areas
from schema.units import repository as units
from schema.units.rules import existence_fault
from schema.units.tables import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class EventCommand(Command):
    """Base of what may become known of events; `preview` is the token of the preview it was confirmed by."""

    preview: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportHealthEvent(EventCommand):
    """Report what happened in a unit; names no person. `responsible_unit_id` answers for it, else the unit itself."""

    unit_id: uuid.UUID
    report: Report
    responsible_unit_id: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseHealthEvent(EventCommand):
    """End a state: contact released, quarantine over, zone lifted."""

    event_id: uuid.UUID
    expected_revision: int
    ended_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectHealthEvent(EventCommand):
    """Tell an event as it should have been told; `unit_id` is where it lies."""

    event_id: uuid.UUID
    expected_revision: int
    unit_id: uuid.UUID
    correction: Correction


@dataclass(frozen=True, kw_only=True, slots=True)
class ExcludeHealthEvent(EventCommand):
    """Exclude an event that proved false, e.g. a false positive; `reason` says how, without naming a person."""

    event_id: uuid.UUID
    expected_revision: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UpgradeHealthEvent(EventCommand):
    """Tell that whoever was a contact, in quarantine or suspected is infected: an event of its own, from a day on."""

    event_id: uuid.UUID
    expected_revision: int
    report: Report


@dataclass(frozen=True, slots=True)
class Prepared:
    """An event as it is to be known, where it lies and lay, and why; `before` is what it arose from, and ends."""

    event: HealthEvent
    unit: Unit
    change: str
    occasion: Occasion
    paths: frozenset[str]
    reason: str | None = None
    before: HealthEvent | None = None


async def prepare_report(tx: Transaction, command: ReportHealthEvent) -> Prepared:
    """Examine a report; the area a returnee came from stays on the list as it is meanwhile."""
    unit = await _unit(tx, command.unit_id)
    tx.authorize(Action.EVENT_REPORT, unit.path)
    _require_existed(unit, command.report.occurred_on)
    responsible = await _responsible(tx, command.responsible_unit_id, unit)
    require_report(command.report, tx.today)
    guideline = (await current_edition(tx.session, tx.today)).guideline
    require_declared(command.report, guideline)
    await _require_unknown(tx, unit, command.report)
    report = await settle_origin(tx, command.report, guideline.event_classes)
    event = reported_event(tx, unit, responsible, report)
    return Prepared(event, unit, "reported", Occasion.REPORTED, frozenset({unit.path}))


async def prepare_closing(tx: Transaction, command: CloseHealthEvent) -> Prepared:
    """Examine the end of a state."""
    event, unit = await _known(tx, command.event_id, Action.EVENT_CLOSE)
    require_revision(event.revision, command.expected_revision)
    require_standing(event)
    require_end(event.kind, event.occurred_on, event.ended_on, end=command.ended_on, today=tx.today)
    event.ended_on = command.ended_on
    return Prepared(event, unit, "ended", Occasion.CLOSED, frozenset({unit.path}))


async def prepare_correction(tx: Transaction, command: CorrectHealthEvent) -> Prepared:
    """Examine a correction; an excluded event cannot be corrected, a corrected one can."""
    event, before = await _known(tx, command.event_id, Action.EVENT_CORRECT)
    require_revision(event.revision, command.expected_revision)
    require_standing(event)
    unit = await _unit(tx, command.unit_id)
    tx.authorize(Action.EVENT_CORRECT, unit.path)
    told = command.correction.with_area(event.area_id, event.left_area_on)
    require_correction(told, tx.today)
    _require_existed(unit, told.report.occurred_on)
    guideline = (await current_edition(tx.session, tx.today)).guideline
    if (told.risk_level, told.event_class, told.kind) != (event.risk_level, event.event_class, event.kind):
        require_declared(told.report, guideline)
    settled = await settle_origin(tx, told.report, guideline.event_classes, before=event)
    correct(event, unit, replace(told, event_class=settled.event_class))
    paths = frozenset({before.path, unit.path})
    return Prepared(event, unit, "corrected", Occasion.CORRECTED, paths, told.reason)


async def prepare_exclusion(tx: Transaction, command: ExcludeHealthEvent) -> Prepared:
    """Examine an exclusion."""
    event, unit = await _known(tx, command.event_id, Action.EVENT_EXCLUDE)
    require_revision(event.revision, command.expected_revision)
    require_standing(event)
    fault = reason_fault(command.reason)
    if fault is not None:
        raise DomainErrors([fault])
    event.excluded = True
    return Prepared(event, unit, "excluded", Occasion.EXCLUDED, frozenset({unit.path}), command.reason)


async def prepare_upgrade(tx: Transaction, command: UpgradeHealthEvent) -> Prepared:
    """Examine that somebody who was a contact, or in quarantine, is infected; it lies where that one lies."""
    before, unit = await _known(tx, command.event_id, Action.EVENT_REPORT)
    require_revision(before.revision, command.expected_revision)
    require_standing(before)
    arisen = (await events.arisen_from(tx.session, [before.id])).get(before.id, ())
    became = any(not each.excluded for each in arisen)
    refusal = upgrading_refusal(before.kind, before.ended_on, became=became)
    if refusal is not None:
        raise refusal
    _require_existed(unit, command.report.occurred_on)
    guideline = (await current_edition(tx.session, tx.today)).guideline
    faults = [
        *upgrade_faults(before.kind, before.occurred_on, command.report),
        *report_faults(command.report, tx.today),
    ]
    if faults:
        raise DomainErrors(faults)
    require_declared(command.report, guideline)
    await _require_unknown(tx, unit, command.report)
    responsible = await _responsible(tx, before.responsible_unit_id, unit)
    event = reported_event(tx, unit, responsible, command.report, arose_from=before.id)
    paths = frozenset({unit.path})
    return Prepared(event, unit, "reported", Occasion.REPORTED, paths, before=before)


PREPARE: Mapping[type[EventCommand], Callable[..., Awaitable[Prepared]]] = {
    CloseHealthEvent: prepare_closing,
    CorrectHealthEvent: prepare_correction,
    ExcludeHealthEvent: prepare_exclusion,
    ReportHealthEvent: prepare_report,
    UpgradeHealthEvent: prepare_upgrade,
}


async def prepare(tx: Transaction, command: EventCommand) -> Prepared:
    """Examine a command, with what it concerns locked."""
    examine: Callable[..., Awaitable[Any]] = PREPARE[type(command)]
    prepared: Prepared = await examine(tx, command)
    return prepared


async def _unit(tx: Transaction, unit_id: uuid.UUID) -> Unit:
    unit = await units.get(tx.session, unit_id)
    if unit is None:
        raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=("unit",))
    return unit


async def _require_unknown(tx: Transaction, unit: Unit, report: Report) -> None:
    """Refuse a record that was taken over already: told the same (DUPLICATE_EVENT), or otherwise (RECORD_CHANGED)."""
    if not report.external_id:
        return
    known = await known_records(tx.session, report.source, [report.external_id])
    record = known.get(report.external_id)
    if record is None:
        return
    area = (await areas.by_ids(tx.session, [report.area_id])).get(report.area_id) if report.area_id else None
    sent = told_of(
        unit.code, report, area.code if area is not None else None, from_area=report.area_id is not None
    )
    fault = changed_fault(tx.context, sent, record)
    raise fault or DomainError(ErrorCode.DUPLICATE_EVENT, "该外部编号已登记。", field=("externalId",))


def _require_existed(unit: Unit, day: date) -> None:
    fault = existence_fault(unit.code, unit.opened_on, unit.closed_on, day)
    if fault is not None:
        raise fault


async def _responsible(tx: Transaction, unit_id: uuid.UUID | None, unit: Unit) -> Unit:
    if unit_id is None:
        return unit
    responsible = await units.get(tx.session, unit_id)
    if responsible is None:
        raise DomainError(ErrorCode.NOT_FOUND, "责任单元不存在。", field=("responsibleUnit",))
    return responsible


async def _known(tx: Transaction, event_id: uuid.UUID, action: Action) -> tuple[HealthEvent, Unit]:
    """Read an event the caller may know of, and refuse one who may not do this with it."""
    event = await events.lock(tx.session, event_id)
    unit = await units.get(tx.session, event.unit_id)
    responsible = await units.get(tx.session, event.responsible_unit_id)
    if unit is None or not any(
        place and tx.context.decide(Action.EVENT_READ, place.path).allowed for place in (unit, responsible)
    ):
        raise events.unknown()
    tx.authorize(action, unit.path)
    return event, unit
