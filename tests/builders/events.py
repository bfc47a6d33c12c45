"""Health events as a test wants them to happen and to end."""

import uuid
from datetime import timedelta

from authz.context import OperationContext
from schema.event_reports.operations.preparing import (
    CloseHealthEvent,
    CorrectHealthEvent,
    ExcludeHealthEvent,
    ReportHealthEvent,
)
from schema.event_reports.operations.reports import (
    close_health_event,
    correct_health_event,
    exclude_health_event,
    report_health_event,
)
from schema.events.rules import Correction, Report
from schema.events.tables import HealthEvent
from schema.key_areas.tables import KeyArea
from tests.builders.district import key


async def report(
    actor: OperationContext,
    unit_id: uuid.UUID,
    kind: str,
    *,
    days_ago: int = 0,
    external_id: str | None = None,
    event_class: str | None = None,
    area: KeyArea | None = None,
    left: int | None = None,
) -> HealthEvent:
    """Report an event that happened and became known so many days ago; a returnee left the area `left` days ago."""
    day = actor.today() - timedelta(days=days_ago)
    told = Report(
        kind=kind,
        occurred_on=day,
        reported_on=day,
        external_id=external_id,
        event_class=event_class,
        area_id=area.id if area else None,
        left_area_on=actor.today() - timedelta(days=left) if left is not None else None,
    )
    command = ReportHealthEvent(idempotency_key=key(), unit_id=unit_id, report=told)
    return await report_health_event(actor, command)


async def close(actor: OperationContext, event: HealthEvent, *, days_ago: int = 0) -> HealthEvent:
    """End an event's state so many days ago."""
    command = CloseHealthEvent(
        idempotency_key=key(),
        event_id=event.id,
        expected_revision=event.revision,
        ended_on=actor.today() - timedelta(days=days_ago),
    )
    return await close_health_event(actor, command)


async def correct(
    actor: OperationContext,
    event: HealthEvent,
    *,
    unit_id: uuid.UUID | None = None,
    kind: str | None = None,
    days_ago: int | None = None,
) -> HealthEvent:
    """Correct where, what or when an event was; the rest stays as it was told."""
    day = actor.today() - timedelta(days=days_ago) if days_ago is not None else None
    correction = Correction(
        kind=kind or event.kind,
        occurred_on=day or event.occurred_on,
        reported_on=day or event.reported_on,
        ended_on=event.ended_on,
        in_central_quarantine=event.in_central_quarantine,
        control=event.control,
        risk_level=event.risk_level,
        event_class=event.event_class,
        reason="登记有误",
    )
    command = CorrectHealthEvent(
        idempotency_key=key(),
        event_id=event.id,
        expected_revision=event.revision,
        unit_id=unit_id or event.unit_id,
        correction=correction,
    )
    return await correct_health_event(actor, command)


async def exclude(actor: OperationContext, event: HealthEvent) -> HealthEvent:
    """Take an event back as false."""
    command = ExcludeHealthEvent(
        idempotency_key=key(), event_id=event.id, expected_revision=event.revision, reason="复核为假阳性"
    )
    return await exclude_health_event(actor, command)
