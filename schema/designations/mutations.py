"""What officials do to names through the API: hand plaques out and take them back."""

from datetime import date
from enum import StrEnum

import strawberry

from schema.designations import operations
from schema.designations.graphql import Designation
from schema.designations.rules import Plaque
from schema.designations.tables import Designation as DesignationTable
from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, settle


@strawberry.enum
class PlaqueEvent(StrEnum):
    """What happened to a plaque."""

    ISSUED = "issued"
    RETURNED = "returned"


@strawberry.input
class RecordPlaqueInput:
    """A plaque was handed out, or came back."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    designation: strawberry.ID = strawberry.field(description="The name on the plaque.")
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    event: PlaqueEvent = strawberry.field(description="What happened.")
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

        async def run() -> DesignationTable:
            command = operations.RecordPlaque(
                idempotency_key=input.idempotency_key,
                designation_id=decode_id("Designation", input.designation, "designation"),
                expected_revision=input.expected_revision,
                what=Plaque(input.event.value),
                on=input.on,
            )
            return await operations.record_plaque(info.context.operations, command)

        row, errors = await settle(run())
        return DesignationPayload(designation=Designation.of(row) if row else None, errors=errors)
