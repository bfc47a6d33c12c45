"""What is known of an event, kept: its report and every later change; parts of larger operations."""

import uuid

from schema.events.rules import Correction, Report, controlled
from schema.events.tables import HealthEvent, HealthEventRevision
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Transaction
from schema.units.tables import Unit
from tenants.base import new_id


def reported_event(
    tx: Transaction, unit: Unit, responsible: Unit, report: Report, *, arose_from: uuid.UUID | None = None
) -> HealthEvent:
    """Make the row of an event that is reported now; keep_revision writes it."""
    central, control = controlled(in_central_quarantine=report.in_central_quarantine, control=report.control)
    return HealthEvent(
        id=new_id(),
        unit_id=unit.id,
        responsible_unit_id=responsible.id,
        kind=report.kind,
        occurred_on=report.occurred_on,
        reported_on=report.reported_on,
        ended_on=None,
        in_central_quarantine=central,
        risk_level=report.risk_level,
        event_class=report.event_class,
        area_id=report.area_id,
        left_area_on=report.left_area_on,
        control=control,
        source=report.source,
        external_id=report.external_id,
        excluded=False,
        arose_from_id=arose_from,
        reported_by=tx.actor_id,
        known_at=tx.now,
    )


def standing_refusal(event: HealthEvent) -> DomainError | None:
    """Tell why an event cannot be changed: it was excluded, so it never happened; None if it can."""
    if event.excluded:
        return DomainError(ErrorCode.EVENT_EXCLUDED, "该事件已排除。", field=("healthEvent",))
    return None


def require_standing(event: HealthEvent) -> None:
    """Refuse to change an event that was excluded."""
    refusal = standing_refusal(event)
    if refusal is not None:
        raise refusal


def correct(event: HealthEvent, unit: Unit, correction: Correction) -> None:
    """Let an event be what a correction says; refuse one that changes nothing."""
    central, control = controlled(
        in_central_quarantine=correction.in_central_quarantine, control=correction.control
    )
    if event.control is None and central and event.in_central_quarantine:
        control = None
    told = {
        "unit_id": unit.id,
        "kind": correction.kind,
        "occurred_on": correction.occurred_on,
        "reported_on": correction.reported_on,
        "ended_on": correction.ended_on,
        "in_central_quarantine": central,
        "control": control,
        "risk_level": correction.risk_level,
        "event_class": correction.event_class,
        "area_id": correction.area_id,
        "left_area_on": correction.left_area_on,
    }
    if all(getattr(event, column) == value for column, value in told.items()):
        raise DomainError(ErrorCode.EVENT_UNCHANGED, "更正前后内容相同。", field=("healthEvent",))
    for column, value in told.items():
        setattr(event, column, value)


async def keep_revision(tx: Transaction, event: HealthEvent, change: str, reason: str | None = None) -> None:
    """Write an event as it is known from now on, and append what was learnt: nothing known before is lost."""
    tx.session.add(event)
    await tx.session.flush()
    revision = HealthEventRevision(
        event_id=event.id,
        number=event.revision,
        change=change,
        unit_id=event.unit_id,
        responsible_unit_id=event.responsible_unit_id,
        kind=event.kind,
        occurred_on=event.occurred_on,
        reported_on=event.reported_on,
        ended_on=event.ended_on,
        in_central_quarantine=event.in_central_quarantine,
        risk_level=event.risk_level,
        event_class=event.event_class,
        area_id=event.area_id,
        left_area_on=event.left_area_on,
        control=event.control,
        reason=reason,
        recorded_by=tx.actor_id,
        recorded_at=tx.now,
    )
    tx.records.append(revision)
