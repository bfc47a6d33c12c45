"""Opening and closing batches and appointing their teams through the API."""

from datetime import date
from typing import Annotated

import strawberry

from schema.batches import operations
from schema.batches.graphql import Batch
from schema.batches.rules import Appointment
from schema.batches.tables import Batch as BatchTable
from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf, Input
from schema.frame.payloads import OperationError, carry_out
from schema.guidelines.graphql import BatchKind


@strawberry.input
class OpenBatchInput(CommandInput[operations.OpenBatch]):
    """A batch to open."""

    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(
        description="The unit whose area it covers, e.g. the town."
    )
    process: str = strawberry.field(description="A process that takes applications in by batch, e.g. `T-P5`.")
    kind: BatchKind = strawberry.field(description="What it is for; PILOT gives pilot titles.")
    opens_on: date = strawberry.field(description="First local day of the window.")
    closes_on: date = strawberry.field(description="Last local day of the window.")
    reason: str | None = strawberry.field(
        default=None, description="Why it is opened, at most 500 characters; URGENT needs it."
    )


@strawberry.input
class CloseBatchInput(CommandInput[operations.CloseBatch]):
    """A batch to close."""

    batch: Annotated[strawberry.ID, IdOf("Batch")] = strawberry.field(
        description="An open batch without a pending unit."
    )
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")


@strawberry.input
class TeamMemberInput(Input[Appointment]):
    """A member of an acceptance team."""

    official: Annotated[strawberry.ID, IdOf("Official")] = strawberry.field(
        description="An official of the district."
    )
    office: str = strawberry.field(description="One of the offices the guideline lists for the batch's kind.")
    leads: bool = strawberry.field(default=False, description="Whether they lead; one of the team does.")


@strawberry.input
class AppointAcceptanceTeamInput(CommandInput[operations.AppointAcceptanceTeam]):
    """Members to add to a batch's team, which must be complete with them."""

    batch: Annotated[strawberry.ID, IdOf("Batch")] = strawberry.field(description="An open batch.")
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    members: list[TeamMemberInput] = strawberry.field(description="Who joins.")


@strawberry.type
class BatchPayload:
    """The batch as it stands after the mutation."""

    batch: Batch | None = strawberry.field(description="The batch; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class BatchMutation:
    """Running batches."""

    @strawberry.mutation
    async def open_batch(self, info: Info, input: OpenBatchInput) -> BatchPayload:
        """Open a batch; the one before must be closed, except for an urgent one (T-P4, T-P7)."""

        return _payload(info, *await carry_out(info, operations.open_batch, input))

    @strawberry.mutation
    async def close_batch(self, info: Info, input: CloseBatchInput) -> BatchPayload:
        """Close a batch for good; each unit in it must have its conclusion (T-P7)."""

        return _payload(info, *await carry_out(info, operations.close_batch, input))

    @strawberry.mutation
    async def appoint_acceptance_team(self, info: Info, input: AppointAcceptanceTeamInput) -> BatchPayload:
        """Appoint a batch's acceptance team: somebody from each office, one of them the leader (T-P5)."""

        return _payload(info, *await carry_out(info, operations.appoint_acceptance_team, input))


def _payload(info: Info, row: BatchTable | None, errors: list[OperationError]) -> BatchPayload:
    batch = Batch.of(row, info.context.operations.today()) if row is not None else None
    return BatchPayload(batch=batch, errors=errors)
