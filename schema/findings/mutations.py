"""What was found, in the API: rectifying, verifying."""

from typing import Annotated

import strawberry

from schema.findings import operations
from schema.findings.graphql import SupervisionFinding
from schema.findings.tables import Finding as FindingTable
from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf
from schema.frame.payloads import OperationError, carry_out


@strawberry.input
class RectifyFindingInput(CommandInput[operations.RectifyFinding]):
    """What the unit did about a finding."""

    finding: Annotated[strawberry.ID, IdOf("SupervisionFinding")] = strawberry.field(
        description="An open finding."
    )
    expected_revision: int = strawberry.field(description="The revision it rests on.")
    measure: str = strawberry.field(description="At most 500 characters; no personal data.")


@strawberry.input
class VerifyFindingInput(CommandInput[operations.VerifyFinding]):
    """Whether what the unit did suffices."""

    finding: Annotated[strawberry.ID, IdOf("SupervisionFinding")] = strawberry.field(
        description="A finding that was reported put right."
    )
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    accepted: bool = strawberry.field(description="False sends it back.")
    opinion: str = strawberry.field(description="At most 500 characters.")


@strawberry.type
class SupervisionFindingPayload:
    """The finding as it stands after the mutation."""

    finding: SupervisionFinding | None = strawberry.field(description="The finding; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


def payload_of(row: FindingTable | None, errors: list[OperationError]) -> SupervisionFindingPayload:
    """Render what a mutation made of a finding."""
    return SupervisionFindingPayload(finding=SupervisionFinding.of(row) if row else None, errors=errors)


@strawberry.type
class FindingMutation:
    """What becomes of what was found wanting at units that bear a name."""

    @strawberry.mutation
    async def rectify_finding(self, info: Info, input: RectifyFindingInput) -> SupervisionFindingPayload:
        """Report what was done about a finding; its clock stands still until somebody has looked."""

        return payload_of(*await carry_out(info, operations.rectify_finding, input))

    @strawberry.mutation
    async def verify_finding(self, info: Info, input: VerifyFindingInput) -> SupervisionFindingPayload:
        """Accept what was done, which lifts what the name suffers for it, or send it back."""

        return payload_of(*await carry_out(info, operations.verify_finding, input))
