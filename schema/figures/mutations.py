"""Recording figures through the API."""

from datetime import date
from typing import Annotated

import strawberry

from schema.figures import operations
from schema.figures.graphql import UnitFigure
from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf
from schema.frame.payloads import OperationError, carry_out


@strawberry.input
class RecordFigureInput(CommandInput[operations.RecordFigure], gathering="entry"):
    """A share to record for a period."""

    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(description="The unit it is about.")
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

        row, errors = await carry_out(info, operations.record_figure, input)
        return RecordFigurePayload(figure=UnitFigure.of(row) if row else None, errors=errors)
