"""Asking for another look at what befell a name."""

from typing import Annotated

import strawberry

from schema.appeals import operations as appealing
from schema.appeals.graphql import Appeal
from schema.appeals.tables import Appeal as AppealTable
from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf
from schema.frame.payloads import OperationError, carry_out


@strawberry.input
class LodgeAppealInput(CommandInput[appealing.LodgeAppeal]):
    """Ask for another look at the last change of a name."""

    designation: Annotated[strawberry.ID, IdOf("Designation")] = strawberry.field(
        description="A name warned, suspended or revoked, not for a health event."
    )
    grounds: str = strawberry.field(description="At most 500 characters; no personal data.")


@strawberry.input
class DecideAppealInput(CommandInput[appealing.DecideAppeal]):
    """Uphold an appeal, or dismiss it."""

    appeal: Annotated[strawberry.ID, IdOf("Appeal")] = strawberry.field(description="An open appeal.")
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

        return _appeal(*await carry_out(info, appealing.lodge_appeal, input))

    @strawberry.mutation
    async def decide_appeal(self, info: Info, input: DecideAppealInput) -> AppealPayload:
        """Uphold an appeal, which restores the name, or dismiss it; by somebody who had no part in it."""

        return _appeal(*await carry_out(info, appealing.decide_appeal, input))
