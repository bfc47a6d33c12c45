"""What each row of an import came to: taken over, known already, told otherwise than it is known, or refused."""

from datetime import date, datetime
from enum import StrEnum

import strawberry

from schema.event_reports.graphql.records import ImportedEventInput, ImportHealthEventsInput
from schema.event_reports.guards import may_read
from schema.event_reports.loading import KnownRecord, known_records, sent_by
from schema.events.graphql import HealthEvent
from schema.events.rules.records import Told, differences
from schema.frame.context import RequestContext
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.payloads import OperationError


@strawberry.enum
class ImportOutcome(StrEnum):
    """NEW: taken over, or would be without the others' faults; KNOWN; CHANGED: known otherwise; REFUSED."""

    CHANGED = "changed"
    KNOWN = "known"
    NEW = "new"
    REFUSED = "refused"


@strawberry.type
class RecordDifference:
    """One thing a record tells otherwise than it is known."""

    field: str = strawberry.field(description="Field of the row, e.g. `unitCode`.")
    known: str = strawberry.field(description="As it is known; empty if nothing is.")
    sent: str = strawberry.field(description="As it was sent; empty if nothing was.")


@strawberry.type
class ImportedRow:
    """A row of an import, and what it came to."""

    external_id: str = strawberry.field(description="The record's id.")
    outcome: ImportOutcome = strawberry.field(description="What it came to.")
    health_event: HealthEvent | None = strawberry.field(
        description="Its event, or the infection that arose from it; null if there is none the viewer may see."
    )
    differences: list[RecordDifference] = strawberry.field(
        description="What it tells otherwise than it is known, both shown; empty for whoever may not see the event."
    )


async def rows_of(
    context: RequestContext, given: ImportHealthEventsInput, errors: list[OperationError], begun: datetime
) -> list[ImportedRow]:
    """Tell what became of the rows of an import that was begun at an instant, with the errors it met.

    Where it was refused as a whole nothing was looked at, and nobody who may not import learns what is known.
    """
    if any(not _is_of_a_row(error) and error.code is not ErrorCode.CONFIRMATION_REQUIRED for error in errors):
        return []
    records = [each.external_id for each in given.events]
    async with context.read() as session:
        known = await known_records(session, given.source, records)
    told = [_told(row, context.operations.today()) for row in given.events]
    faulty = {int(error.field[1]): error.code for error in errors if _is_of_a_row(error)}
    rows = []
    for index, (record, sent) in enumerate(zip(records, told, strict=True)):
        found = known.get(record)
        seen = found if found is not None and may_read(context.operations, found) else None
        outcome = _outcome(context, found, faulty.get(index), begun)
        apart = differences(sent, seen.told) if sent and seen and outcome is ImportOutcome.CHANGED else []
        rows.append(
            ImportedRow(
                external_id=record,
                outcome=outcome,
                health_event=HealthEvent.of(seen.event) if seen else None,
                differences=[
                    RecordDifference(field=each.field, known=each.known, sent=each.sent) for each in apart
                ],
            )
        )
    return rows


def _told(row: ImportedEventInput, today: date) -> Told | None:
    """Read a row; None of one that cannot be, which is among the errors."""
    try:
        return sent_by(row.read(today))
    except (DomainError, DomainErrors):
        return None


def _is_of_a_row(error: OperationError) -> bool:
    return len(error.field) > 1 and error.field[0] == "events"


def _outcome(
    context: RequestContext, found: KnownRecord | None, fault: ErrorCode | None, begun: datetime
) -> ImportOutcome:
    """Say what a row came to; what this caller made known since the import was begun is new."""
    if fault is not None:
        changed = fault is ErrorCode.RECORD_CHANGED
        return ImportOutcome.CHANGED if changed else ImportOutcome.REFUSED
    own = found is not None and found.event.reported_by == context.operations.actor.id
    made = found is not None and own and found.event.known_at >= begun
    return ImportOutcome.NEW if found is None or made else ImportOutcome.KNOWN
