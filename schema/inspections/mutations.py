"""Scoring, concluding and rectifying through the API."""

from typing import Annotated

import strawberry

from schema.applications import repository as applications
from schema.applications.graphql import Application
from schema.applications.mutations import ApplicationPayload, answer
from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.inputs import CommandInput, IdOf, Input
from schema.frame.payloads import OperationError, carry_out
from schema.inspections import operations
from schema.inspections.graphql import Inspection, inspections_of
from schema.inspections.operations import rectifications
from schema.inspections.rules import Score


@strawberry.input
class ItemScoreInput(Input[Score]):
    """Points on a line of the score sheet."""

    item: str = strawberry.field(description="Id of a line.")
    points: int = strawberry.field(description="From 0 to the line's maximum.")
    reason: str | None = strawberry.field(
        default=None, description="Needed below the maximum; at most 300 characters, no personal data."
    )


@strawberry.input
class RecordScoreSheetInput(CommandInput[operations.RecordScoreSheet]):
    """What the caller, a member of the acceptance team, found."""

    application: Annotated[strawberry.ID, IdOf("Application")] = strawberry.field(
        description="An application at its inspection."
    )
    scores: list[ItemScoreInput] = strawberry.field(description="Lines to fill in or correct.")
    submit: bool = strawberry.field(
        default=False, description="Hand the sheet in; it must be complete and cannot be changed after that."
    )


@strawberry.input
class ConcludeInspectionInput(CommandInput[operations.ConcludeInspection]):
    """The conclusion of the team's leader."""

    application: Annotated[strawberry.ID, IdOf("Application")] = strawberry.field(
        description="An application at its inspection."
    )
    expected_revision: int = strawberry.field(description="The application's revision it rests on.")
    opinion: str | None = strawberry.field(
        default=None, description="Signed opinion, at most 1,000 characters."
    )
    settlement: list[ItemScoreInput] = strawberry.field(
        default_factory=list,
        description="Sheets that part too far: each disputed line, between the points given, with a reason.",
    )


@strawberry.input
class MeasureInput(Input[rectifications.Measure]):
    """What was done about an item."""

    item: str = strawberry.field(description="An item that is to be put right.")
    measure: str = strawberry.field(description="What was done; at most 500 characters, no personal data.")


@strawberry.input
class ReportRectificationInput(CommandInput[rectifications.ReportRectification]):
    """Items that were put right."""

    application: Annotated[strawberry.ID, IdOf("Application")] = strawberry.field(
        description="A returned application."
    )
    expected_revision: int = strawberry.field(description="The revision the report rests on.")
    measures: list[MeasureInput] = strawberry.field(description="One row an item.")


@strawberry.type
class InspectionPayload:
    """The inspection as it stands after the mutation."""

    inspection: Inspection | None = strawberry.field(description="The inspection; null on errors.")
    application: Application | None = strawberry.field(description="Its application; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class InspectionMutation:
    """What acceptance teams do, and the units they return."""

    @strawberry.mutation
    async def record_score_sheet(self, info: Info, input: RecordScoreSheetInput) -> InspectionPayload:
        """Give points on the spot; totals come from the server (T-P5)."""

        sheet, errors = await carry_out(info, operations.record_score_sheet, input)
        return await _payload(info, input.application if sheet is not None else None, errors)

    @strawberry.mutation
    async def conclude_inspection(self, info: Info, input: ConcludeInspectionInput) -> InspectionPayload:
        """Conclude by the points: pass on, or return with what to rectify until when (T-P5, T-P8)."""

        inspection, errors = await carry_out(info, operations.conclude_inspection, input)
        return await _payload(info, input.application if inspection is not None else None, errors)

    @strawberry.mutation
    async def report_rectification(self, info: Info, input: ReportRectificationInput) -> ApplicationPayload:
        """Report items as put right; the next batch inspects them again (T-P8)."""

        return answer(*await carry_out(info, rectifications.report_rectification, input))


async def _payload(
    info: Info, application: strawberry.ID | None, errors: list[OperationError]
) -> InspectionPayload:
    if application is None:
        return InspectionPayload(inspection=None, application=None, errors=errors)
    application_id = decode_id("Application", application, "application")
    row = await info.context.load(applications.by_ids, application_id)
    found = await inspections_of(info.context, application_id)
    return InspectionPayload(
        inspection=found[-1] if found else None,
        application=Application.of(row) if row is not None else None,
        errors=errors,
    )
