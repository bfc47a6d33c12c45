"""Supervising through the API: finding, rectifying, verifying; appealing and deciding."""

import strawberry

from schema.findings import operations
from schema.findings.graphql import FindingOccasion, SupervisionFinding
from schema.findings.tables import Finding as FindingTable
from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, settle

KEY = "The client's key: a repeated call acts once."


@strawberry.input
class RecordFindingInput:
    """Something is wanting at a unit that bears a name."""

    idempotency_key: str = strawberry.field(description=KEY)
    unit: strawberry.ID = strawberry.field(description="A unit that bears a name.")
    occasion: FindingOccasion = strawberry.field(description="How it was found.")
    clause: str = strawberry.field(description="The criterion that is not kept, e.g. `B-h`.")
    description: str = strawberry.field(description="At most 500 characters; no personal data.")


@strawberry.input
class RectifyFindingInput:
    """What the unit did about a finding."""

    idempotency_key: str = strawberry.field(description=KEY)
    finding: strawberry.ID = strawberry.field(description="An open finding.")
    expected_revision: int = strawberry.field(description="The revision it rests on.")
    measure: str = strawberry.field(description="At most 500 characters; no personal data.")


@strawberry.input
class VerifyFindingInput:
    """Whether what the unit did suffices."""

    idempotency_key: str = strawberry.field(description=KEY)
    finding: strawberry.ID = strawberry.field(description="A finding that was reported put right.")
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    accepted: bool = strawberry.field(description="False sends it back.")
    opinion: str = strawberry.field(description="At most 500 characters.")


@strawberry.type
class SupervisionFindingPayload:
    """The finding as it stands after the mutation."""

    finding: SupervisionFinding | None = strawberry.field(description="The finding; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


def _finding(row: FindingTable | None, errors: list[OperationError]) -> SupervisionFindingPayload:
    return SupervisionFindingPayload(finding=SupervisionFinding.of(row) if row else None, errors=errors)


@strawberry.type
class SupervisionMutation:
    """Supervising those who bear a name."""

    @strawberry.mutation
    async def record_finding(self, info: Info, input: RecordFindingInput) -> SupervisionFindingPayload:
        """Keep what was found, with a day by which it is to be put right."""

        async def run() -> FindingTable:
            command = operations.RecordFinding(
                idempotency_key=input.idempotency_key,
                unit_id=decode_id("Unit", input.unit, "unit"),
                occasion=input.occasion.value,
                clause=input.clause,
                description=input.description,
            )
            return await operations.record_finding(info.context.operations, command)

        return _finding(*await settle(run()))

    @strawberry.mutation
    async def rectify_finding(self, info: Info, input: RectifyFindingInput) -> SupervisionFindingPayload:
        """Report what was done about a finding; its clock stands still until somebody has looked."""

        async def run() -> FindingTable:
            command = operations.RectifyFinding(
                idempotency_key=input.idempotency_key,
                finding_id=decode_id("SupervisionFinding", input.finding, "finding"),
                expected_revision=input.expected_revision,
                measure=input.measure,
            )
            return await operations.rectify_finding(info.context.operations, command)

        return _finding(*await settle(run()))

    @strawberry.mutation
    async def verify_finding(self, info: Info, input: VerifyFindingInput) -> SupervisionFindingPayload:
        """Accept what was done, which lifts what the name suffers for it, or send it back."""

        async def run() -> FindingTable:
            command = operations.VerifyFinding(
                idempotency_key=input.idempotency_key,
                finding_id=decode_id("SupervisionFinding", input.finding, "finding"),
                expected_revision=input.expected_revision,
                accepted=input.accepted,
                opinion=input.opinion,
            )
            return await operations.verify_finding(info.context.operations, command)

        return _finding(*await settle(run()))
