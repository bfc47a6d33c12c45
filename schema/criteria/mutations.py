"""What supervisors do through the API: they look at titled units again."""

import strawberry

from schema.criteria import operations
from schema.criteria.graphql import Assessment, AttestationInput
from schema.criteria.tables import Assessment as AssessmentTable
from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, settle


@strawberry.input
class AssessUnitInput:
    """A periodic assessment of a titled unit."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    unit: strawberry.ID = strawberry.field(description="A unit that bears a name, in force or suspended.")
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

        async def run() -> AssessmentTable:
            command = operations.AssessUnit(
                idempotency_key=input.idempotency_key,
                unit_id=decode_id("Unit", input.unit, "unit"),
                attestations=tuple(entry.to_entry() for entry in input.attestations),
            )
            return await operations.assess_unit(info.context.operations, command)

        row, errors = await settle(run())
        return AssessmentPayload(assessment=Assessment.of(row) if row else None, errors=errors)
