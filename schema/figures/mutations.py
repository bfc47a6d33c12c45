"""Recording figures through the API."""

from datetime import date

import strawberry

from schema.figures import operations
from schema.figures.graphql import UnitFigure
from schema.figures.rules import FigureEntry
from schema.figures.tables import UnitFigure as UnitFigureTable
from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, settle


@strawberry.input
class RecordFigureInput:
    """A share to record for a period."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    unit: strawberry.ID = strawberry.field(description="The unit it is about.")
    figure: str = strawberry.field(description="An id of the guideline's `figures`.")
    numerator: int = strawberry.field(description="How many it holds for; at most those that count.")
    denominator: int = strawberry.field(description="How many there are in all.")
    excluded: int = strawberry.field(
        default=0, description="How many of them do not count; only where the figure `excludes` somebody."
    )
    period_from: date = strawberry.field(description="First local day of the period.")
    period_until: date = strawberry.field(description="Last local day of the period; not in the future.")
    source: str = strawberry.field(
        description="How and by whom it was counted, at most 200 characters; no personal data."
    )


@strawberry.type
class RecordFigurePayload:
    """What was recorded."""

    figure: UnitFigure | None = strawberry.field(description="The figure; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class FigureMutation:
    """Writing figures."""

    @strawberry.mutation
    async def record_figure(self, info: Info, input: RecordFigureInput) -> RecordFigurePayload:
        """Record a share the guideline names; a later record of the same period corrects an earlier one."""

        async def run() -> UnitFigureTable:
            command = operations.RecordFigure(
                idempotency_key=input.idempotency_key,
                unit_id=decode_id("Unit", input.unit, "unit"),
                entry=FigureEntry(
                    figure=input.figure,
                    numerator=input.numerator,
                    denominator=input.denominator,
                    excluded=input.excluded,
                    period_from=input.period_from,
                    period_until=input.period_until,
                    source=input.source,
                ),
            )
            return await operations.record_figure(info.context.operations, command)

        row, errors = await settle(run())
        return RecordFigurePayload(figure=UnitFigure.of(row) if row else None, errors=errors)
