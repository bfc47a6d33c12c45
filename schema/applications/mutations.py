"""What applicants do through the API."""

import strawberry

from schema.applications import operations
from schema.applications.graphql import Application
from schema.applications.rules.forms import FormAnswer
from schema.applications.tables import Application as ApplicationTable
from schema.criteria.graphql import AttestationInput
from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, settle


@strawberry.input
class CreateApplicationInput:
    """The unit that asks for its name."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    unit: strawberry.ID = strawberry.field(
        description="A unit without an open application, and without a name unless this asks for more."
    )
    tier: str | None = strawberry.field(
        default=None, description="Id of the tier it asks for; else its name, or the renewal of it."
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
class FormAnswerInput:
    """An answer to a field of the form of a process or a step."""

    field: str = strawberry.field(description="Id of the field.")
    value: str = strawberry.field(
        description="The answer as text: `12.5`, `2022-11-20`, `true`, a choice; no personal data."
    )

    def to_answer(self) -> FormAnswer:
        """Hand the input to the operation."""
        return FormAnswer(field=self.field, value=self.value)


@strawberry.input
class SubmitApplicationInput:
    """Hand in a draft or a returned application."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    application: strawberry.ID = strawberry.field(description="An application that is with its applicant.")
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    answers: list[FormAnswerInput] = strawberry.field(
        default_factory=list, description="Answers to the form of its process, if it has one."
    )


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
                idempotency_key=input.idempotency_key,
                unit_id=decode_id("Unit", input.unit, "unit"),
                tier=input.tier,
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
                answers=tuple(answer.to_answer() for answer in input.answers),
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
