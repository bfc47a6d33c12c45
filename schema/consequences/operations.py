"""What becomes known of events: reports, ends, corrections, exclusions, each with its consequences."""

import uuid
from dataclasses import dataclass
from datetime import date

from authz.actions import Action
from schema.consequences.planning import EventChange, plan_changes, read_line
from schema.consequences.rules import LiveEvent, Occasion, Plan
from schema.consequences.settlement import carry_out
from schema.criteria.facts import EventFact
from schema.errors import DomainError, DomainErrors, ErrorCode
from schema.events import repository as events
from schema.events.operations import (
    correct,
    keep_revision,
    reported_event,
    require_standing,
    require_unknown,
)
from schema.events.rules import (
    Correction,
    Report,
    reason_fault,
    require_correction,
    require_declared,
    require_end,
    require_report,
)
from schema.events.tables import HealthEvent
from schema.guidelines.repository import current_edition
from schema.operation import Command, Transaction, operation, require_revision
from schema.units import repository as units
from schema.units.tables import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportHealthEvent(Command):
    """Report what happened in a unit; names no person. `responsible_unit_id` answers for it, else the unit itself."""

    unit_id: uuid.UUID
    report: Report
    responsible_unit_id: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseHealthEvent(Command):
    """End a state: contact released, quarantine over, zone lifted."""

    event_id: uuid.UUID
    expected_revision: int
    ended_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectHealthEvent(Command):
    """Tell an event as it should have been told; `unit_id` is where it lies."""

    event_id: uuid.UUID
    expected_revision: int
    unit_id: uuid.UUID
    correction: Correction


@dataclass(frozen=True, kw_only=True, slots=True)
class ExcludeHealthEvent(Command):
    """Exclude an event that proved false, e.g. a false positive; `reason` says how, without naming a person."""

    event_id: uuid.UUID
    expected_revision: int
    reason: str


@operation("event.report", HealthEvent)
async def report_health_event(tx: Transaction, command: ReportHealthEvent) -> HealthEvent:
    """Keep an event and let the names fall that it breaks, here, above and, for zones, below (B-a … B-e, B-M4).

    Whoever names a unit on this line waits, and then sees the event. One that became known late takes what it
    would have taken in time, from the day it would have.
    """
    unit = await _unit(tx, command.unit_id)
    tx.authorize(Action.EVENT_REPORT, unit.path)
    responsible = await _responsible(tx, command.responsible_unit_id, unit)
    require_report(command.report, tx.today)
    require_declared(command.report, (await current_edition(tx.session)).guideline)
    await require_unknown(tx, command.report)
    event = reported_event(tx, unit, responsible, command.report)
    plan = await _settle(tx, event, "reported", Occasion.REPORTED, {unit.path}, unit.path)
    tx.note(unit=unit.code, kind=event.kind, fallen=plan.losses)
    return event


@operation("event.close", HealthEvent)
async def close_health_event(tx: Transaction, command: CloseHealthEvent) -> HealthEvent:
    """End a state and give back the names that nothing else holds down (open question 21)."""
    event, unit = await _locked(tx, command.event_id, Action.EVENT_CLOSE)
    require_revision(event.revision, command.expected_revision)
    require_standing(event)
    require_end(event.kind, event.occurred_on, event.ended_on, end=command.ended_on, today=tx.today)
    event.ended_on = command.ended_on
    plan = await _settle(tx, event, "ended", Occasion.CLOSED, {unit.path}, unit.path)
    tx.note(unit=unit.code, kind=event.kind, restored=len(plan.transitions) - plan.losses)
    return event


@operation("event.correct", HealthEvent)
async def correct_health_event(tx: Transaction, command: CorrectHealthEvent) -> HealthEvent:
    """Keep what the event should have been told as; names fall and come back as if it had been told so at once.

    What was known before stays on record. A correction may itself be corrected; an excluded event may not.
    """
    event, before = await _locked(tx, command.event_id, Action.EVENT_CORRECT)
    require_revision(event.revision, command.expected_revision)
    require_standing(event)
    unit = await _unit(tx, command.unit_id)
    tx.authorize(Action.EVENT_CORRECT, unit.path)
    require_correction(command.correction, tx.today)
    told = command.correction
    if (told.risk_level, told.event_class, told.kind) != (event.risk_level, event.event_class, event.kind):
        require_declared(told.report, (await current_edition(tx.session)).guideline)
    correct(event, unit, command.correction)
    paths = {before.path, unit.path}
    reason = command.correction.reason
    plan = await _settle(tx, event, "corrected", Occasion.CORRECTED, paths, unit.path, reason)
    restored = len(plan.transitions) - plan.losses
    tx.note(unit=unit.code, kind=event.kind, fallen=plan.losses, restored=restored)
    return event


@operation("event.exclude", HealthEvent)
async def exclude_health_event(tx: Transaction, command: ExcludeHealthEvent) -> HealthEvent:
    """Take back an event that proved false, and all it did: names come back unless something else holds them down.

    A name lost to it whose unit was named anew since stays lost: the newer name goes on.
    """
    event, unit = await _locked(tx, command.event_id, Action.EVENT_EXCLUDE)
    require_revision(event.revision, command.expected_revision)
    require_standing(event)
    fault = reason_fault(command.reason)
    if fault is not None:
        raise DomainErrors([fault])
    event.excluded = True
    plan = await _settle(tx, event, "excluded", Occasion.EXCLUDED, {unit.path}, unit.path, command.reason)
    tx.note(unit=unit.code, kind=event.kind, restored=len(plan.transitions), kept_down=len(plan.kept_down))
    return event


async def _settle(
    tx: Transaction,
    event: HealthEvent,
    change: str,
    occasion: Occasion,
    paths: set[str],
    path: str,
    reason: str | None = None,
) -> Plan:
    """Keep what became known of an event and do what follows from it, with its line locked."""
    with tx.session.no_autoflush:
        line = await read_line(tx.session, paths, lock=True)
    if all(place.path != path for place in line.places):
        raise DomainError(ErrorCode.STALE_REVISION, "单元刚被移动。", field=("expectedRevision",))
    change_of_event = EventChange(LiveEvent(event.id, path, fact_of(event)))
    plan = plan_changes(line, [change_of_event], occasion, tx.today)
    await keep_revision(tx, event, change, reason)
    await carry_out(tx, plan, line)
    return plan


def fact_of(event: HealthEvent) -> EventFact | None:
    """Tell what criteria see of an event; nothing of an excluded one."""
    if event.excluded:
        return None
    return EventFact(
        kind=event.kind,
        occurred_on=event.occurred_on,
        reported_on=event.reported_on,
        ended_on=event.ended_on,
        in_central_quarantine=event.in_central_quarantine,
        risk_level=event.risk_level,
        event_class=event.event_class,
    )


async def _unit(tx: Transaction, unit_id: uuid.UUID) -> Unit:
    unit = await units.get(tx.session, unit_id)
    if unit is None:
        raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=("unit",))
    return unit


async def _responsible(tx: Transaction, unit_id: uuid.UUID | None, unit: Unit) -> Unit:
    if unit_id is None:
        return unit
    responsible = await units.get(tx.session, unit_id)
    if responsible is None:
        raise DomainError(ErrorCode.NOT_FOUND, "责任单元不存在。", field=("responsibleUnit",))
    return responsible


async def _locked(tx: Transaction, event_id: uuid.UUID, action: Action) -> tuple[HealthEvent, Unit]:
    """Lock an event the caller may know of, and refuse one who may not do this with it."""
    event = await events.lock(tx.session, event_id)
    unit = await units.get(tx.session, event.unit_id)
    responsible = await units.get(tx.session, event.responsible_unit_id)
    seen = (unit, responsible)
    if unit is None or not any(
        place and tx.context.decide(Action.EVENT_READ, place.path).allowed for place in seen
    ):
        raise events.unknown()
    tx.authorize(action, unit.path)
    return event, unit
