"""What supervisors do through the API: they look at titled units again."""

from typing import Annotated

import strawberry

from schema.criteria import operations
from schema.criteria.graphql import Assessment, AttestationInput
from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf
from schema.frame.payloads import OperationError, carry_out


@strawberry.input
class AssessUnitInput(CommandInput[operations.AssessUnit]):
    """A periodic assessment of a titled unit."""

    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(
        description="A unit that bears a name, in force or suspended."
    )
    attestations: list[AttestationInput] = strawberry.field(
        default_factory=list, description="Statements; earlier ones stand while they are fresh."
    )


@strawberry.type
class AssessmentPayload:
    """The assessment as it was kept."""

    assessment: Assessment | None = strawberry.field(description="The assessment; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class CriterionMutation:
    """What supervisors do."""

    @strawberry.mutation
    async def assess_unit(self, info: Info, input: AssessUnitInput) -> AssessmentPayload:
        """Judge a titled unit by the version in force and keep what was found; its name stays as it is."""

        row, errors = await carry_out(info, operations.assess_unit, input)
        return AssessmentPayload(assessment=Assessment.of(row) if row else None, errors=errors)
