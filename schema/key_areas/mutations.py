"""Changing the list of key areas through the API."""

from datetime import date
from typing import Annotated

import strawberry

from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf, To
from schema.frame.payloads import OperationError, carry_out
from schema.key_areas import operations
from schema.key_areas.graphql import KeyArea
from schema.key_areas.tables import KeyArea as KeyAreaTable


@strawberry.input
class ListKeyAreaInput(CommandInput[operations.ListKeyArea], gathering="entry"):
    """An area to put on the list."""

    name: str = strawberry.field(description="What it is called, at most 60 characters.")
    code: str | None = strawberry.field(
        default=None, description="Its division code of 6, 9 or 12 digits; null for a place that has none."
    )
    level: str | None = strawberry.field(
        default=None, description="Its risk level, an id of the guideline's `riskLevels` in force that day."
    )
    valid_from: Annotated[date, To("listed_from")] = strawberry.field(
        description="First local day it is listed."
    )
    valid_until: Annotated[date | None, To("listed_until")] = strawberry.field(
        default=None, description="Last local day it is listed; null while no end is known."
    )
    source: str = strawberry.field(description="Who announced it, at most 200 characters; no personal data.")


@strawberry.input
class EndKeyAreaInput(CommandInput[operations.EndKeyArea]):
    """The last day an area is listed."""

    area: Annotated[strawberry.ID, IdOf("KeyArea")] = strawberry.field(
        description="An area whose end is open, or later than this."
    )
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    valid_until: Annotated[date, To("listed_until")] = strawberry.field(
        description="Last local day it is listed."
    )


@strawberry.type
class KeyAreaPayload:
    """The area as it stands after the mutation."""

    area: KeyArea | None = strawberry.field(description="The area; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class AreaMutation:
    """Writing the list of key areas."""

    @strawberry.mutation
    async def list_key_area(self, info: Info, input: ListKeyAreaInput) -> KeyAreaPayload:
        """Put an area on the list, from a day on. The same area is listed once on each day."""

        return _payload(*await carry_out(info, operations.list_key_area, input))

    @strawberry.mutation
    async def end_key_area(self, info: Info, input: EndKeyAreaInput) -> KeyAreaPayload:
        """Say the last day an area is listed; returnees told of before keep the area they were told with."""

        return _payload(*await carry_out(info, operations.end_key_area, input))


def _payload(row: KeyAreaTable | None, errors: list[OperationError]) -> KeyAreaPayload:
    return KeyAreaPayload(area=KeyArea.of(row) if row else None, errors=errors)
