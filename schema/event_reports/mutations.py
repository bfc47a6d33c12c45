"""Reporting and closing health events through the API."""

import strawberry

from schema.consequences.graphql import Consequence
from schema.designations.repository import history
from schema.event_reports.graphql.inputs import (
    CloseHealthEventInput,
    CorrectHealthEventInput,
    ExcludeHealthEventInput,
    ReportHealthEventInput,
    UpgradeHealthEventInput,
)
from schema.event_reports.graphql.records import ImportHealthEventsInput
from schema.event_reports.graphql.rows import ImportedRow, rows_of
from schema.event_reports.operations import reports
from schema.event_reports.operations.importing import import_health_events
from schema.events.graphql import HealthEvent
from schema.events.tables import HealthEvent as HealthEventTable
from schema.frame.context import Info, RequestContext
from schema.frame.payloads import OperationError, carry_out


@strawberry.type
class ReportHealthEventPayload:
    """What a report did."""

    health_event: HealthEvent | None = strawberry.field(description="The event; null on errors.")
    consequences: list[Consequence] = strawberry.field(
        description="The names it touched, from the bottom up."
    )
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class CloseHealthEventPayload:
    """What the end of a state did."""

    health_event: HealthEvent | None = strawberry.field(description="The event; null on errors.")
    consequences: list[Consequence] = strawberry.field(description="Everything the event did to names.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class CorrectHealthEventPayload:
    """What a correction did."""

    health_event: HealthEvent | None = strawberry.field(description="The event; null on errors.")
    consequences: list[Consequence] = strawberry.field(description="Everything the event did to names.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class ExcludeHealthEventPayload:
    """What an exclusion did."""

    health_event: HealthEvent | None = strawberry.field(description="The event; null on errors.")
    consequences: list[Consequence] = strawberry.field(description="Everything the event did to names.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class UpgradeHealthEventPayload:
    """What an infection did."""

    health_event: HealthEvent | None = strawberry.field(description="The infection; null on errors.")
    consequences: list[Consequence] = strawberry.field(
        description="The names it touched, from the bottom up."
    )
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class ImportHealthEventsPayload:
    """What an import did."""

    health_event: HealthEvent | None = strawberry.field(description="The first row's event; null on errors.")
    health_events: list[HealthEvent] = strawberry.field(
        description="The event of each row, in their order, new or known; empty on errors."
    )
    rows: list[ImportedRow] = strawberry.field(
        description="What each row came to, in their order, on errors of rows too; empty if it was refused as a whole."
    )
    errors: list[OperationError] = strawberry.field(description="Every fault of every row; empty on success.")


@strawberry.type
class ConsequenceMutation:
    """Events and what they do to names."""

    @strawberry.mutation
    async def report_health_event(
        self, info: Info, input: ReportHealthEventInput
    ) -> ReportHealthEventPayload:
        """Report an event; names it breaks fall in the same transaction."""
        row, errors = await carry_out(info, reports.report_health_event, input)
        return ReportHealthEventPayload(
            health_event=HealthEvent.of(row) if row else None,
            consequences=await _consequences(info.context, row),
            errors=errors,
        )

    @strawberry.mutation
    async def close_health_event(self, info: Info, input: CloseHealthEventInput) -> CloseHealthEventPayload:
        """End a state; names suspended for it that hold again come back in the same transaction."""
        row, errors = await carry_out(info, reports.close_health_event, input)
        return CloseHealthEventPayload(
            health_event=HealthEvent.of(row) if row else None,
            consequences=await _consequences(info.context, row),
            errors=errors,
        )

    @strawberry.mutation
    async def correct_health_event(
        self, info: Info, input: CorrectHealthEventInput
    ) -> CorrectHealthEventPayload:
        """Tell an event as it should have been told; names fall and come back as if it had been at once."""
        row, errors = await carry_out(info, reports.correct_health_event, input)
        return CorrectHealthEventPayload(
            health_event=HealthEvent.of(row) if row else None,
            consequences=await _consequences(info.context, row),
            errors=errors,
        )

    @strawberry.mutation
    async def exclude_health_event(
        self, info: Info, input: ExcludeHealthEventInput
    ) -> ExcludeHealthEventPayload:
        """Take back an event that proved false, and everything it did to names that nothing else did too."""
        row, errors = await carry_out(info, reports.exclude_health_event, input)
        return ExcludeHealthEventPayload(
            health_event=HealthEvent.of(row) if row else None,
            consequences=await _consequences(info.context, row),
            errors=errors,
        )

    @strawberry.mutation
    async def upgrade_health_event(
        self, info: Info, input: UpgradeHealthEventInput
    ) -> UpgradeHealthEventPayload:
        """Tell that a contact, or whoever was in quarantine, is infected: what they were ends, and both are kept."""
        row, errors = await carry_out(info, reports.upgrade_health_event, input)
        return UpgradeHealthEventPayload(
            health_event=HealthEvent.of(row) if row else None,
            consequences=await _consequences(info.context, row),
            errors=errors,
        )

    @strawberry.mutation
    async def import_health_events(
        self, info: Info, input: ImportHealthEventsInput
    ) -> ImportHealthEventsPayload:
        """Take records of a reporting system over, each once; names they break fall in the same transaction.

        All or nothing: a record that was taken over before and says otherwise now is refused with RECORD_CHANGED.
        What lets more names fall than `confirmAbove` is refused: report those events one by one, with a preview.
        """
        begun = info.context.operations.clock()
        row, errors = await carry_out(info, import_health_events, input)
        rows = await rows_of(info.context, input, errors, begun)
        return ImportHealthEventsPayload(
            health_event=HealthEvent.of(row) if row is not None else None,
            health_events=[each.health_event for each in rows if each.health_event]
            if row is not None
            else [],
            rows=rows,
            errors=errors,
        )


async def _consequences(context: RequestContext, event: HealthEventTable | None) -> list[Consequence]:
    if event is None:
        return []
    async with context.read() as session:
        return [Consequence.of(change) for change in await history.changes_by_event(session, event.id)]
