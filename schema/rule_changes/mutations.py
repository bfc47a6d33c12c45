"""Taking back or confirming what becomes of standing names, through the API."""

from typing import Annotated

import strawberry

from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf
from schema.frame.payloads import carry_out
from schema.rule_changes import operations
from schema.rule_changes.graphql import RuleChange, RuleChangePayload


@strawberry.input
class UndoRuleChangeInput(CommandInput[operations.UndoRuleChange]):
    """A rule change to take back."""

    rule_change: Annotated[strawberry.ID, IdOf("RuleChange")] = strawberry.field(
        description="One whose day has not come, or that is held."
    )
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    reason: str = strawberry.field(description="Why, at most 500 characters.")


@strawberry.input
class ConfirmRuleChangeInput(CommandInput[operations.ConfirmRuleChange]):
    """A rule change to go on with."""

    rule_change: Annotated[strawberry.ID, IdOf("RuleChange")] = strawberry.field(
        description="One that is held."
    )
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    falling: int = strawberry.field(description="How many names it says would fall.")


@strawberry.type
class RuleChangeMutation:
    """What officials do about rule changes."""

    @strawberry.mutation
    async def undo_rule_change(self, info: Info, input: UndoRuleChangeInput) -> RuleChangePayload:
        """Let standing names stay under the versions they stand under after all; possible until the day."""
        row, errors = await carry_out(info, operations.undo_rule_change, input)
        return RuleChangePayload(rule_change=RuleChange.of(row) if row else None, errors=errors)

    @strawberry.mutation
    async def confirm_rule_change(self, info: Info, input: ConfirmRuleChangeInput) -> RuleChangePayload:
        """Have a rule change applied that was held on its day because more names fall than was seen before."""
        row, errors = await carry_out(info, operations.confirm_rule_change, input)
        return RuleChangePayload(rule_change=RuleChange.of(row) if row else None, errors=errors)
