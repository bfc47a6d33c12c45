"""Reporting a health event, and its end: the event and what it does to names are one transaction."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from authz.actions import Action
from schema.consequences.rules import (
    AffectedUnit,
    Consequence,
    Position,
    consequences_of,
    losing_criteria,
)
from schema.criteria.facts import EventFact
from schema.criteria.loading import load_facts
from schema.criteria.rules import evaluate
from schema.designations import repository as designations
from schema.designations.operations import Change, change_designation, state_of
from schema.designations.rules import EVALUATION, Cause, watched
from schema.designations.tables import Designation
from schema.errors import DomainError, ErrorCode
from schema.events import repository as events
from schema.events.rules import Report, require_declared, require_end, require_report
from schema.events.tables import HealthEvent
from schema.guidelines.repository import current_edition, get_edition
from schema.guidelines.rules.vocabulary import Vocabulary
from schema.operation import Command, Transaction, operation, require_revision
from schema.units import repository as units
from schema.units.tables import Unit
from tenants.base import new_id


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportHealthEvent(Command):
    """Report what happened in a unit; names no person."""

    unit_id: uuid.UUID
    report: Report


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseHealthEvent(Command):
    """End a state: contact released, quarantine over, zone lifted."""

    event_id: uuid.UUID
    expected_revision: int
    ended_on: date


@operation("event.report", HealthEvent)
async def report_health_event(tx: Transaction, command: ReportHealthEvent) -> HealthEvent:
    """Keep an event and let the names fall that it breaks, here, above and, for zones, below (B-a … B-e, B-M4).

    Whoever names a unit on this line waits, and then sees the event.
    """
    unit = await units.get(tx.session, command.unit_id)
    if unit is None:
        raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=("unit",))
    tx.authorize(Action.EVENT_REPORT, unit.path)
    report = command.report
    require_report(report, tx.today)
    require_declared(report, (await current_edition(tx.session)).guideline)
    if report.external_id and await events.is_known(tx.session, report.source, report.external_id):
        raise DomainError(ErrorCode.DUPLICATE_EVENT, "该外部编号已登记。", field=("externalId",))
    event = HealthEvent(
        id=new_id(),
        unit_id=unit.id,
        kind=report.kind,
        occurred_on=report.occurred_on,
        reported_on=report.reported_on,
        in_central_quarantine=report.in_central_quarantine,
        risk_level=report.risk_level,
        event_class=report.event_class,
        source=report.source,
        external_id=report.external_id,
        reported_by=tx.actor_id,
        known_at=tx.now,
    )
    line = [*await units.lock_line(tx.session, unit), *await units.lock_below(tx.session, unit.path)]
    tx.session.add(event)
    await tx.session.flush()
    fallen = await _let_fall(tx, event, unit, line)
    tx.note(unit=unit.code, kind=event.kind, fallen=fallen)
    return event


@operation("event.close", HealthEvent)
async def close_health_event(tx: Transaction, command: CloseHealthEvent) -> HealthEvent:
    """End a state and give back the names that were suspended for it and now hold again (open question 21)."""
    event = await events.lock(tx.session, command.event_id)
    unit = await units.get(tx.session, event.unit_id)
    if unit is None or not tx.context.decide(Action.EVENT_READ, unit.path).allowed:
        raise events.unknown()
    tx.authorize(Action.EVENT_CLOSE, unit.path)
    require_revision(event.revision, command.expected_revision)
    require_end(event.kind, event.occurred_on, event.ended_on, end=command.ended_on, today=tx.today)
    line = [*await units.lock_line(tx.session, unit), *await units.lock_below(tx.session, unit.path)]
    event.ended_on = command.ended_on
    await tx.session.flush()
    restored = await _give_back(tx, event, line)
    tx.note(unit=unit.code, kind=event.kind, restored=restored)
    return event


async def _let_fall(tx: Transaction, event: HealthEvent, unit: Unit, line: Sequence[Unit]) -> int:
    """Apply the consequences; each name falls by the guideline version it was given under."""
    held = await designations.lock_held_by_units(tx.session, [place.id for place in line])
    affected = [
        AffectedUnit(
            id=place.id,
            parent_id=place.parent_id,
            kind=place.kind,
            position=_position(place, unit),
            standing=watched(state_of(held[place.id])) if place.id in held else None,
        )
        for place in line
    ]
    fact = EventFact(
        kind=event.kind,
        occurred_on=event.occurred_on,
        reported_on=event.reported_on,
        in_central_quarantine=event.in_central_quarantine,
        risk_level=event.risk_level,
        event_class=event.event_class,
    )
    places = {place.id: place for place in line}
    fallen = 0
    for version in {designation.guideline_version_id for designation in held.values()}:
        edition = await get_edition(tx.session, version)
        for loss in consequences_of(edition.guideline, fact, affected, tx.today):
            designation = held[loss.unit.id]
            if designation.guideline_version_id == version:
                fallen += await _apply(tx, loss, designation, places[loss.unit.id], event.id)
    return fallen


async def _apply(
    tx: Transaction, loss: Consequence, designation: Designation, unit: Unit, event_id: uuid.UUID
) -> int:
    change = {"revoke": "revoked", "suspend": "suspended", "recompute": "suspended"}[loss.change]
    if loss.change == "recompute" and await _holds(tx, designation, unit):
        return 0
    await change_designation(tx, designation, unit, Change(change, loss.cause, loss.clause, event_id))
    return 1


async def _give_back(tx: Transaction, event: HealthEvent, line: Sequence[Unit]) -> int:
    """Restore suspended names that hold again, from the bottom up, since a parent counts its children."""
    held = await designations.lock_held_by_units(tx.session, [place.id for place in line])
    restored = 0
    for place in sorted(line, key=lambda place: place.path.count("."), reverse=True):
        designation = held.get(place.id)
        if designation is None or EVALUATION not in designation.suspended_for:
            continue
        if await _holds(tx, designation, place):
            change = Change("restored", Cause.RE_EVALUATED, event_id=event.id)
            await change_designation(tx, designation, place, change)
            await tx.session.flush()
            restored += 1
    return restored


async def _holds(tx: Transaction, designation: Designation, unit: Unit) -> bool:
    """Tell whether the criteria by which the name can be lost are met now."""
    edition = await get_edition(tx.session, designation.guideline_version_id)
    watched = losing_criteria(edition.guideline, unit.kind)
    vocabulary = Vocabulary.of(edition.guideline)
    evaluation = evaluate(watched, await load_facts(tx.session, unit, tx.today), vocabulary)
    return not evaluation.machine_failures


def _position(place: Unit, unit: Unit) -> Position:
    if place.id == unit.id:
        return "own"
    return "above" if unit.path.startswith(place.path + ".") else "below"
