"""Supervising through the API: finding, rectifying, verifying; appealing and deciding."""

import strawberry

from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, settle
from schema.supervision import appealing, operations
from schema.supervision.graphql import Appeal, FindingOccasion, SupervisionFinding
from schema.supervision.tables import Appeal as AppealTable
from schema.supervision.tables import Finding as FindingTable

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


@strawberry.input
class LodgeAppealInput:
    """Ask for another look at the last change of a name."""

    idempotency_key: str = strawberry.field(description=KEY)
    designation: strawberry.ID = strawberry.field(
        description="A name warned, suspended or revoked, not for a health event."
    )
    grounds: str = strawberry.field(description="At most 500 characters; no personal data.")


@strawberry.input
class DecideAppealInput:
    """Uphold an appeal, or dismiss it."""

    idempotency_key: str = strawberry.field(description=KEY)
    appeal: strawberry.ID = strawberry.field(description="An open appeal.")
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    upheld: bool = strawberry.field(description="True undoes what is appealed against.")
    opinion: str = strawberry.field(description="The reasons, at most 500 characters.")


@strawberry.type
class AppealPayload:
    """The appeal as it stands after the mutation."""

    appeal: Appeal | None = strawberry.field(description="The appeal; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


def _finding(row: FindingTable | None, errors: list[OperationError]) -> SupervisionFindingPayload:
    return SupervisionFindingPayload(finding=SupervisionFinding.of(row) if row else None, errors=errors)


def _appeal(row: AppealTable | None, errors: list[OperationError]) -> AppealPayload:
    return AppealPayload(appeal=Appeal.of(row) if row else None, errors=errors)


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

    @strawberry.mutation
    async def lodge_appeal(self, info: Info, input: LodgeAppealInput) -> AppealPayload:
        """Ask for another look at the last change of a name, once."""

        async def run() -> AppealTable:
            command = appealing.LodgeAppeal(
                idempotency_key=input.idempotency_key,
                designation_id=decode_id("Designation", input.designation, "designation"),
                grounds=input.grounds,
            )
            return await appealing.lodge_appeal(info.context.operations, command)

        return _appeal(*await settle(run()))

    @strawberry.mutation
    async def decide_appeal(self, info: Info, input: DecideAppealInput) -> AppealPayload:
        """Uphold an appeal, which restores the name, or dismiss it; by somebody who had no part in it."""

        async def run() -> AppealTable:
            command = appealing.DecideAppeal(
                idempotency_key=input.idempotency_key,
                appeal_id=decode_id("Appeal", input.appeal, "appeal"),
                expected_revision=input.expected_revision,
                upheld=input.upheld,
                opinion=input.opinion,
            )
            return await appealing.decide_appeal(info.context.operations, command)

        return _appeal(*await settle(run()))
