"""Reporting and closing health events through the API."""

from datetime import date

import strawberry

from schema.consequences import operations
from schema.context import Info, RequestContext
from schema.designations import repository as designations
from schema.designations.graphql import Designation, DesignationChange
from schema.events.graphql import HealthEvent, HealthEventKind
from schema.events.rules import Correction, Report
from schema.events.tables import HealthEvent as HealthEventTable
from schema.identifiers import decode_id
from schema.payloads import OperationError, settle


@strawberry.input
class ReportHealthEventInput:
    """What happened in a unit. Name no person: give the reporting system's record instead."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    unit: strawberry.ID = strawberry.field(description="The lowest unit known.")
    kind: HealthEventKind = strawberry.field(description="What happened.")
    occurred_on: date = strawberry.field(description="Local day it happened or began; not in the future.")
    reported_on: date | None = strawberry.field(
        default=None, description="Local day it was reported; today unless told."
    )
    in_central_quarantine: bool = strawberry.field(
        default=False,
        description="Whether the person is in central quarantine: an infection, contact or returnee.",
    )
    risk_level: str | None = strawberry.field(
        default=None, description="Of a risk zone: its level, an id of the guideline's `riskLevels`."
    )
    event_class: str | None = strawberry.field(
        default=None, description="A class of the guideline's `eventClasses` that counts as the kind."
    )
    responsible_unit: strawberry.ID | None = strawberry.field(
        default=None,
        description="The unit that answers for it, wherever it comes to lie; `unit` unless told.",
    )
    source: str = strawberry.field(default="manual", description="Where the report comes from.")
    external_id: str | None = strawberry.field(
        default=None, description="The record's id there, once a source."
    )


@strawberry.type
class Consequence:
    """What an event did to a name."""

    designation: Designation = strawberry.field(description="The name as it stands now.")
    change: DesignationChange = strawberry.field(description="What befell it and why.")


@strawberry.type
class ReportHealthEventPayload:
    """What a report did."""

    health_event: HealthEvent | None = strawberry.field(description="The event; null on errors.")
    consequences: list[Consequence] = strawberry.field(
        description="The names it touched, from the bottom up."
    )
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.input
class CloseHealthEventInput:
    """The end of a state: contact released, quarantine over, zone lifted."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    health_event: strawberry.ID = strawberry.field(description="An event whose state goes on.")
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    ended_on: date = strawberry.field(description="Local day it ended; not in the future.")


@strawberry.type
class CloseHealthEventPayload:
    """What the end of a state did."""

    health_event: HealthEvent | None = strawberry.field(description="The event; null on errors.")
    consequences: list[Consequence] = strawberry.field(description="Everything the event did to names.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.input
class CorrectHealthEventInput:
    """An event as it should have been told, whole. What was known before stays on record."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    health_event: strawberry.ID = strawberry.field(description="The event.")
    expected_revision: int = strawberry.field(description="The revision the correction rests on.")
    unit: strawberry.ID = strawberry.field(description="The lowest unit known.")
    kind: HealthEventKind = strawberry.field(description="What happened.")
    occurred_on: date = strawberry.field(description="Local day it happened or began.")
    reported_on: date = strawberry.field(description="Local day it was reported.")
    ended_on: date | None = strawberry.field(default=None, description="Local day a state ended.")
    in_central_quarantine: bool = strawberry.field(
        default=False, description="Whether the person is in central quarantine."
    )
    risk_level: str | None = strawberry.field(default=None, description="Of a risk zone: its level.")
    event_class: str | None = strawberry.field(
        default=None, description="A class of the guideline's `eventClasses` that counts as the kind."
    )
    reason: str = strawberry.field(description="What was wrong; at most 200 characters, no personal data.")


@strawberry.type
class CorrectHealthEventPayload:
    """What a correction did."""

    health_event: HealthEvent | None = strawberry.field(description="The event; null on errors.")
    consequences: list[Consequence] = strawberry.field(description="Everything the event did to names.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.input
class ExcludeHealthEventInput:
    """An event that proved false, e.g. a false positive."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    health_event: strawberry.ID = strawberry.field(description="The event.")
    expected_revision: int = strawberry.field(description="The revision the exclusion rests on.")
    reason: str = strawberry.field(
        description="How it proved false; at most 200 characters, no personal data."
    )


@strawberry.type
class ExcludeHealthEventPayload:
    """What an exclusion did."""

    health_event: HealthEvent | None = strawberry.field(description="The event; null on errors.")
    consequences: list[Consequence] = strawberry.field(description="Everything the event did to names.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class ConsequenceMutation:
    """Events and what they do to names."""

    @strawberry.mutation
    async def report_health_event(
        self, info: Info, input: ReportHealthEventInput
    ) -> ReportHealthEventPayload:
        """Report an event; names it breaks fall in the same transaction."""

        async def run() -> HealthEventTable:
            context = info.context.operations
            report = Report(
                kind=input.kind.value,
                occurred_on=input.occurred_on,
                reported_on=input.reported_on or context.today(),
                in_central_quarantine=input.in_central_quarantine,
                risk_level=input.risk_level,
                event_class=input.event_class,
                source=input.source,
                external_id=input.external_id,
            )
            unit_id = decode_id("Unit", input.unit, "unit")
            answers = input.responsible_unit
            command = operations.ReportHealthEvent(
                idempotency_key=input.idempotency_key,
                unit_id=unit_id,
                report=report,
                responsible_unit_id=decode_id("Unit", answers, "responsibleUnit")
                if answers is not None
                else None,
            )
            return await operations.report_health_event(context, command)

        row, errors = await settle(run())
        return ReportHealthEventPayload(
            health_event=HealthEvent.of(row) if row else None,
            consequences=await _consequences(info.context, row),
            errors=errors,
        )

    @strawberry.mutation
    async def close_health_event(self, info: Info, input: CloseHealthEventInput) -> CloseHealthEventPayload:
        """End a state; names suspended for it that hold again come back in the same transaction."""

        async def run() -> HealthEventTable:
            command = operations.CloseHealthEvent(
                idempotency_key=input.idempotency_key,
                event_id=decode_id("HealthEvent", input.health_event, "healthEvent"),
                expected_revision=input.expected_revision,
                ended_on=input.ended_on,
            )
            return await operations.close_health_event(info.context.operations, command)

        row, errors = await settle(run())
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

        async def run() -> HealthEventTable:
            command = operations.CorrectHealthEvent(
                idempotency_key=input.idempotency_key,
                event_id=decode_id("HealthEvent", input.health_event, "healthEvent"),
                expected_revision=input.expected_revision,
                unit_id=decode_id("Unit", input.unit, "unit"),
                correction=Correction(
                    kind=input.kind.value,
                    occurred_on=input.occurred_on,
                    reported_on=input.reported_on,
                    ended_on=input.ended_on,
                    in_central_quarantine=input.in_central_quarantine,
                    risk_level=input.risk_level,
                    event_class=input.event_class,
                    reason=input.reason,
                ),
            )
            return await operations.correct_health_event(info.context.operations, command)

        row, errors = await settle(run())
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

        async def run() -> HealthEventTable:
            command = operations.ExcludeHealthEvent(
                idempotency_key=input.idempotency_key,
                event_id=decode_id("HealthEvent", input.health_event, "healthEvent"),
                expected_revision=input.expected_revision,
                reason=input.reason,
            )
            return await operations.exclude_health_event(info.context.operations, command)

        row, errors = await settle(run())
        return ExcludeHealthEventPayload(
            health_event=HealthEvent.of(row) if row else None,
            consequences=await _consequences(info.context, row),
            errors=errors,
        )


async def _consequences(context: RequestContext, event: HealthEventTable | None) -> list[Consequence]:
    if event is None:
        return []
    async with context.read() as session:
        changes = await designations.changes_by_event(session, event.id)
        touched = await designations.by_ids(session, [change.designation_id for change in changes])
    return [
        Consequence(
            designation=Designation.of(touched[change.designation_id]), change=DesignationChange.of(change)
        )
        for change in changes
    ]
