"""What applicants do through the API."""

from typing import Annotated

import strawberry

from schema.applications import operations
from schema.applications.graphql import Application
from schema.applications.rules.forms import FormAnswer
from schema.applications.tables import Application as ApplicationTable
from schema.criteria.graphql import AttestationInput
from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf, Input
from schema.frame.payloads import OperationError, carry_out


@strawberry.input
class CreateApplicationInput(CommandInput[operations.CreateApplication]):
    """The unit that asks for its name."""

    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(
        description="A unit without an open application, and without a name unless this asks for more."
    )
    tier: str | None = strawberry.field(
        default=None, description="Id of the tier it asks for; else its name, or the renewal of it."
    )


@strawberry.input
class AssessApplicationInput(CommandInput[operations.AssessApplication]):
    """A self-assessment: statements now, machine checks by themselves."""

    application: Annotated[strawberry.ID, IdOf("Application")] = strawberry.field(
        description="An application that is with its applicant."
    )
    expected_revision: int = strawberry.field(description="The revision the statement rests on.")
    attestations: list[AttestationInput] = strawberry.field(
        default_factory=list, description="Statements; earlier ones stand while they are fresh."
    )


@strawberry.input
class FormAnswerInput(Input[FormAnswer]):
    """An answer to a field of the form of a process or a step."""

    field: str = strawberry.field(description="Id of the field.")
    value: str = strawberry.field(
        description="The answer as text: `12.5`, `2022-11-20`, `true`, a choice; no personal data."
    )


@strawberry.input
class SubmitApplicationInput(CommandInput[operations.SubmitApplication]):
    """Hand in a draft or a returned application."""

    application: Annotated[strawberry.ID, IdOf("Application")] = strawberry.field(
        description="An application that is with its applicant."
    )
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    answers: list[FormAnswerInput] = strawberry.field(
        default_factory=list, description="Answers to the form of its process, if it has one."
    )


@strawberry.input
class WithdrawApplicationInput(CommandInput[operations.WithdrawApplication]):
    """Take an application back for good."""

    application: Annotated[strawberry.ID, IdOf("Application")] = strawberry.field(
        description="An open application."
    )
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

        return answer(*await carry_out(info, operations.create_application, input))

    @strawberry.mutation
    async def assess_application(self, info: Info, input: AssessApplicationInput) -> ApplicationPayload:
        """Attest criteria and keep a self-assessment of the unit (B-W4)."""

        return answer(*await carry_out(info, operations.assess_application, input))

    @strawberry.mutation
    async def submit_application(self, info: Info, input: SubmitApplicationInput) -> ApplicationPayload:
        """Hand in, first or after a return; every criterion is checked again."""

        return answer(*await carry_out(info, operations.submit_application, input))

    @strawberry.mutation
    async def withdraw_application(self, info: Info, input: WithdrawApplicationInput) -> ApplicationPayload:
        """Take an application back; its petition closes."""

        return answer(*await carry_out(info, operations.withdraw_application, input))
