"""What applicants do through the API."""

from decimal import Decimal

import strawberry

from schema.applications import operations
from schema.applications.graphql import Application
from schema.applications.tables import Application as ApplicationTable
from schema.context import Info
from schema.criteria.operations import AttestationEntry
from schema.identifiers import decode_id
from schema.payloads import OperationError, settle


@strawberry.input
class CreateApplicationInput:
    """The unit that asks for its name."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    unit: strawberry.ID = strawberry.field(
        description="A unit without a name and without an open application."
    )


@strawberry.input
class AttestationInput:
    """What an official states of one criterion."""

    criterion: str = strawberry.field(description="Id of the criterion, e.g. `B-h`.")
    met: bool = strawberry.field(description="Whether it is met.")
    note: str | None = strawberry.field(default=None, description="Free note; no personal data.")
    reference: str | None = strawberry.field(
        default=None, description="Reference number of a sensitive matter."
    )
    sample_size: int | None = strawberry.field(default=None, description="Survey: how many were asked.")
    share_percent: int | None = strawberry.field(default=None, description="Survey: share, 0 to 100.")
    points: Decimal | None = strawberry.field(
        default=None,
        description="Score sheet: points given, or taken off by a deduction; two decimals at most.",
    )
    applicable: bool = strawberry.field(
        default=True, description="False: the criterion's condition (`onlyWhere`) does not hold here."
    )

    def to_entry(self) -> AttestationEntry:
        """Hand the input to the operation."""
        return AttestationEntry(
            criterion=self.criterion,
            met=self.met,
            note=self.note,
            reference=self.reference,
            sample_size=self.sample_size,
            share_percent=self.share_percent,
            points=self.points,
            applicable=self.applicable,
        )


@strawberry.input
class AssessApplicationInput:
    """A self-assessment: statements now, machine checks by themselves."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    application: strawberry.ID = strawberry.field(description="An application that is with its applicant.")
    expected_revision: int = strawberry.field(description="The revision the statement rests on.")
    attestations: list[AttestationInput] = strawberry.field(
        default_factory=list, description="Statements; earlier ones stand while they are fresh."
    )


@strawberry.input
class SubmitApplicationInput:
    """Hand in a draft or a returned application."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    application: strawberry.ID = strawberry.field(description="An application that is with its applicant.")
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")


@strawberry.input
class WithdrawApplicationInput:
    """Take an application back for good."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    application: strawberry.ID = strawberry.field(description="An open application.")
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    reason: str | None = strawberry.field(default=None, description="At most 500 characters.")


@strawberry.type
class ApplicationPayload:
    """The application as it stands after the mutation."""

    application: Application | None = strawberry.field(description="The application; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


def answer(row: ApplicationTable | None, errors: list[OperationError]) -> ApplicationPayload:
    """Render the outcome of an operation."""
    return ApplicationPayload(application=Application.of(row) if row else None, errors=errors)


@strawberry.type
class ApplicationMutation:
    """What applicants do."""

    @strawberry.mutation
    async def create_application(self, info: Info, input: CreateApplicationInput) -> ApplicationPayload:
        """Open an application for a unit, pinned to the published guideline version."""

        async def run() -> ApplicationTable:
            command = operations.CreateApplication(
                idempotency_key=input.idempotency_key, unit_id=decode_id("Unit", input.unit, "unit")
            )
            return await operations.create_application(info.context.operations, command)

        return answer(*await settle(run()))

    @strawberry.mutation
    async def assess_application(self, info: Info, input: AssessApplicationInput) -> ApplicationPayload:
        """Attest criteria and keep a self-assessment of the unit (B-W4)."""

        async def run() -> ApplicationTable:
            command = operations.AssessApplication(
                idempotency_key=input.idempotency_key,
                application_id=decode_id("Application", input.application, "application"),
                expected_revision=input.expected_revision,
                attestations=tuple(entry.to_entry() for entry in input.attestations),
            )
            return await operations.assess_application(info.context.operations, command)

        return answer(*await settle(run()))

    @strawberry.mutation
    async def submit_application(self, info: Info, input: SubmitApplicationInput) -> ApplicationPayload:
        """Hand in, first or after a return; every criterion is checked again."""

        async def run() -> ApplicationTable:
            command = operations.SubmitApplication(
                idempotency_key=input.idempotency_key,
                application_id=decode_id("Application", input.application, "application"),
                expected_revision=input.expected_revision,
            )
            return await operations.submit_application(info.context.operations, command)

        return answer(*await settle(run()))

    @strawberry.mutation
    async def withdraw_application(self, info: Info, input: WithdrawApplicationInput) -> ApplicationPayload:
        """Take an application back; its petition closes."""

        async def run() -> ApplicationTable:
            command = operations.WithdrawApplication(
                idempotency_key=input.idempotency_key,
                application_id=decode_id("Application", input.application, "application"),
                expected_revision=input.expected_revision,
                reason=input.reason,
            )
            return await operations.withdraw_application(info.context.operations, command)

        return answer(*await settle(run()))
