"""Recording and settling complaints through the API."""

from datetime import date

import strawberry

from schema.complaints import operations
from schema.complaints.graphql import Complaint
from schema.complaints.tables import Complaint as ComplaintTable
from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, settle


@strawberry.input
class RecordComplaintInput:
    """A complaint that came. Say neither who complained nor of whom: give the file's reference."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    unit: strawberry.ID = strawberry.field(description="The unit it is about.")
    reference: str = strawberry.field(
        description="Number of the file, once a district; at most 100 characters."
    )
    received_on: date = strawberry.field(description="Local day it came; not in the future.")
    due_on: date = strawberry.field(description="Local day by which it is to be settled.")
    about_epidemic: bool = strawberry.field(description="Whether it has to do with the epidemic.")


@strawberry.input
class SettleComplaintInput:
    """What was found of a complaint."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    complaint: strawberry.ID = strawberry.field(description="A complaint that is not settled.")
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

        async def run() -> ComplaintTable:
            command = operations.RecordComplaint(
                idempotency_key=input.idempotency_key,
                unit_id=decode_id("Unit", input.unit, "unit"),
                reference=input.reference,
                received_on=input.received_on,
                due_on=input.due_on,
                about_epidemic=input.about_epidemic,
            )
            return await operations.record_complaint(info.context.operations, command)

        return _payload(*await settle(run()))

    @strawberry.mutation
    async def settle_complaint(self, info: Info, input: SettleComplaintInput) -> ComplaintPayload:
        """Say what was found of a complaint, and when it was settled."""

        async def run() -> ComplaintTable:
            command = operations.SettleComplaint(
                idempotency_key=input.idempotency_key,
                complaint_id=decode_id("Complaint", input.complaint, "complaint"),
                expected_revision=input.expected_revision,
                substantiated=input.substantiated,
                settled_on=input.settled_on,
            )
            return await operations.settle_complaint(info.context.operations, command)

        return _payload(*await settle(run()))


def _payload(row: ComplaintTable | None, errors: list[OperationError]) -> ComplaintPayload:
    return ComplaintPayload(complaint=Complaint.of(row) if row else None, errors=errors)
