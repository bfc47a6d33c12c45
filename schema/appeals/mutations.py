"""Asking for another look at what befell a name."""

import strawberry

from schema.appeals import operations as appealing
from schema.appeals.graphql import Appeal
from schema.appeals.tables import Appeal as AppealTable
from schema.findings.mutations import KEY
from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, settle


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


def _appeal(row: AppealTable | None, errors: list[OperationError]) -> AppealPayload:
    return AppealPayload(appeal=Appeal.of(row) if row else None, errors=errors)


@strawberry.type
class AppealMutation:
    """Appealing, and deciding on it."""

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
