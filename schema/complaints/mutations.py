"""Recording and settling complaints through the API."""

from datetime import date
from typing import Annotated

import strawberry

from schema.complaints import operations
from schema.complaints.graphql import Complaint
from schema.complaints.tables import Complaint as ComplaintTable
from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf
from schema.frame.payloads import OperationError, carry_out


@strawberry.input
class RecordComplaintInput(CommandInput[operations.RecordComplaint]):
    """A complaint that came. Say neither who complained nor of whom: give the file's reference."""

    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(description="The unit it is about.")
    reference: str = strawberry.field(
        description="Number of the file, once a district; at most 100 characters."
    )
    received_on: date = strawberry.field(description="Local day it came; not in the future.")
    due_on: date = strawberry.field(description="Local day by which it is to be settled.")
    about_epidemic: bool = strawberry.field(description="Whether it has to do with the epidemic.")


@strawberry.input
class SettleComplaintInput(CommandInput[operations.SettleComplaint]):
    """What was found of a complaint."""

    complaint: Annotated[strawberry.ID, IdOf("Complaint")] = strawberry.field(
        description="A complaint that is not settled."
    )
    expected_revision: int = strawberry.field(description="The revision the finding rests on.")
    substantiated: bool = strawberry.field(description="Whether it is substantiated.")
    settled_on: date | None = strawberry.field(
        default=None, description="Local day it was settled; null while it goes on."
    )


@strawberry.type
class ComplaintPayload:
    """The complaint as it stands after the mutation."""

    complaint: Complaint | None = strawberry.field(description="The complaint; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class ComplaintMutation:
    """Writing complaints."""

    @strawberry.mutation
    async def record_complaint(self, info: Info, input: RecordComplaintInput) -> ComplaintPayload:
        """Record a complaint by its reference and dates."""

        return _payload(*await carry_out(info, operations.record_complaint, input))

    @strawberry.mutation
    async def settle_complaint(self, info: Info, input: SettleComplaintInput) -> ComplaintPayload:
        """Say what was found of a complaint, and when it was settled."""

        return _payload(*await carry_out(info, operations.settle_complaint, input))


def _payload(row: ComplaintTable | None, errors: list[OperationError]) -> ComplaintPayload:
    return ComplaintPayload(complaint=Complaint.of(row) if row else None, errors=errors)
