"""What officials do to names through the API: hand plaques out and take them back."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import strawberry

from schema.designations import operations
from schema.designations.graphql import Designation
from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf, To
from schema.frame.payloads import OperationError, carry_out


@strawberry.enum
class PlaqueEvent(StrEnum):
    """What happened to a plaque."""

    ISSUED = "issued"
    RETURNED = "returned"


@strawberry.input
class RecordPlaqueInput(CommandInput[operations.RecordPlaque]):
    """A plaque was handed out, or came back."""

    designation: Annotated[strawberry.ID, IdOf("Designation")] = strawberry.field(
        description="The name on the plaque."
    )
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    event: Annotated[PlaqueEvent, To("what")] = strawberry.field(description="What happened.")
    on: date = strawberry.field(
        description="Local day; not in the future, not before the naming or the issue."
    )


@strawberry.type
class DesignationPayload:
    """The name as it stands after the mutation."""

    designation: Designation | None = strawberry.field(description="The name; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class DesignationMutation:
    """What officials do to names."""

    @strawberry.mutation
    async def record_plaque(self, info: Info, input: RecordPlaqueInput) -> DesignationPayload:
        """Note that the plaque of a name was handed out, or came back 摘牌 (B-M4)."""

        row, errors = await carry_out(info, operations.record_plaque, input)
        return DesignationPayload(designation=Designation.of(row) if row else None, errors=errors)
