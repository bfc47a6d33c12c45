"""What becomes known of events: reports, ends, corrections, exclusions, each with its consequences."""

from dataclasses import replace

from schema.consequences.loading.lines import EventChange, Line, plan_changes, read_line
from schema.consequences.operations.settling import carry_out
from schema.consequences.rules import Occasion, Plan
from schema.criteria.loading import fact_of
from schema.event_reports.operations.courses import Course
from schema.event_reports.operations.preparing import (
    CloseHealthEvent,
    CorrectHealthEvent,
    EventCommand,
    ExcludeHealthEvent,
    Prepared,
    ReportHealthEvent,
    UpgradeHealthEvent,
    prepare,
)
from schema.events.operations import keep_revision
from schema.events.rules import has_end
from schema.events.tables import HealthEvent
from schema.frame.operation import Transaction, operation
from schema.guidelines.repository import current_edition


@operation("event.report", HealthEvent)
async def report_health_event(tx: Transaction, command: ReportHealthEvent) -> HealthEvent:
    """Keep an event and let the names fall that it breaks, here, above and, for zones, below (B-a … B-e, B-M4).

    Whoever names a unit on this line waits, and then sees the event. One that became known late takes what it
    would have taken in time, from the day it would have.
    """
    prepared, plan = await _settle(tx, command)
    tx.note(unit=prepared.unit.code, kind=prepared.event.kind, fallen=plan.losses)
    return prepared.event


@operation("event.close", HealthEvent)
async def close_health_event(tx: Transaction, command: CloseHealthEvent) -> HealthEvent:
    """End a state and give back the names that nothing else holds down (open question 21)."""
    prepared, plan = await _settle(tx, command)
    tx.note(unit=prepared.unit.code, kind=prepared.event.kind, restored=plan.gains)
    return prepared.event


@operation("event.correct", HealthEvent)
async def correct_health_event(tx: Transaction, command: CorrectHealthEvent) -> HealthEvent:
    """Keep what the event should have been told as; names fall and come back as if it had been told so at once.

    What was known before stays on record. A correction may itself be corrected; an excluded event may not.
    """
    prepared, plan = await _settle(tx, command)
    unit = prepared.unit.code
    tx.note(unit=unit, kind=prepared.event.kind, fallen=plan.losses, restored=plan.gains)
    return prepared.event


@operation("event.exclude", HealthEvent)
async def exclude_health_event(tx: Transaction, command: ExcludeHealthEvent) -> HealthEvent:
    """Take back an event that proved false, and all it did: names come back unless something else holds them down.

    A name lost to it whose unit was named anew since stays lost: the newer name goes on.
    """
    prepared, plan = await _settle(tx, command)
    unit, kept_down = prepared.unit.code, len(plan.kept_down)
    tx.note(unit=unit, kind=prepared.event.kind, restored=plan.gains, kept_down=kept_down)
    return prepared.event


@operation("event.upgrade", HealthEvent)
async def upgrade_health_event(tx: Transaction, command: UpgradeHealthEvent) -> HealthEvent:
    """Keep the infection of somebody who was a contact or in quarantine, and end what they were on that day.

    Neither is a correction of the other: both happened, and each did to names what it did (B-a, B-b). The infection
    is settled first, so that no name comes back for a moment.
    """
    prepared, plan = await _settle(tx, command)
    tx.note(unit=prepared.unit.code, kind=prepared.event.kind, fallen=plan.losses)
    return prepared.event


async def plan_for(tx: Transaction, prepared: Prepared) -> tuple[Line, Plan]:
    """Work out what follows from what is to become known; nobody else changes the line meanwhile."""
    event = prepared.event
    with tx.session.no_autoflush:
        line = await read_line(
            tx.session,
            prepared.paths,
            tx.today,
            lock=True,
            happened_on=event.occurred_on,
            events=[event.id],
        )
    change = EventChange(line.live(event.id, prepared.unit.id, fact_of(event)))
    return line, plan_changes(line, [change], prepared.occasion, tx.today)


async def _settle(tx: Transaction, command: EventCommand) -> tuple[Prepared, Plan]:
    """Keep what became known of an event and do what follows from it, with its line locked."""
    prepared = await prepare(tx, command)
    line, plan = await plan_for(tx, prepared)
    tx.turn_has_come()
    with tx.session.no_autoflush:
        guideline = (await current_edition(tx.session, tx.today)).guideline
    course = Course(line, plan, guideline.confirm_above)
    course.require_confirmable(command.preview)
    await carry_out_event(tx, prepared, course)
    tx.checks.append(lambda: course.require_seen(tx, command.preview))
    return prepared, plan


async def carry_out_event(tx: Transaction, prepared: Prepared, course: Course) -> None:
    """Keep what became known of an event and do what follows from it; its line is locked."""
    await keep_revision(tx, prepared.event, prepared.change, prepared.reason)
    await carry_out(tx, course.plan, course.line)
    if prepared.before is not None and has_end(prepared.before.kind):
        await _end(tx, prepared, prepared.before)


async def _end(tx: Transaction, prepared: Prepared, before: HealthEvent) -> None:
    """End what an event arose from on the day it happened; both are planned one after the other, from what then is."""
    await tx.records.write()
    before.ended_on = prepared.event.occurred_on
    ending = replace(prepared, event=before, change="ended", occasion=Occasion.CLOSED)
    line, lifted = await plan_for(tx, ending)
    await keep_revision(tx, before, "ended")
    await carry_out(tx, lifted, line)
