"""Health events as a test wants them to happen and to end."""

import uuid
from datetime import timedelta

from authz.context import OperationContext
from schema.consequences.operations import (
    CloseHealthEvent,
    ReportHealthEvent,
    close_health_event,
    report_health_event,
)
from schema.events.rules import Report
from schema.events.tables import HealthEvent
from tests.builders.district import key


async def report(
    actor: OperationContext,
    unit_id: uuid.UUID,
    kind: str,
    *,
    days_ago: int = 0,
    external_id: str | None = None,
) -> HealthEvent:
    """Report an event that happened and became known so many days ago."""
    day = actor.today() - timedelta(days=days_ago)
    told = Report(kind=kind, occurred_on=day, reported_on=day, external_id=external_id)
    command = ReportHealthEvent(idempotency_key=key(), unit_id=unit_id, report=told)
    return await report_health_event(actor, command)


async def close(actor: OperationContext, event: HealthEvent) -> HealthEvent:
    """End an event's state today."""
    command = CloseHealthEvent(
        idempotency_key=key(), event_id=event.id, expected_revision=event.revision, ended_on=actor.today()
    )
    return await close_health_event(actor, command)
