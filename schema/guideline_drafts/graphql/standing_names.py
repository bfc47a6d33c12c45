"""What a client sends to choose what becomes of standing names, and what a choice would be refused with."""

from datetime import date
from typing import Annotated

import strawberry

from schema.frame.inputs import CommandInput, IdOf, Input
from schema.frame.payloads import OperationError
from schema.guideline_drafts.operations import DecideStandingNames, Examined
from schema.rule_changes.graphql import RuleChangeTreatment
from schema.rule_changes.rules import Choice


@strawberry.input
class StandingNamesInput(Input[Choice]):
    """What becomes of the names that stand under versions before."""

    treatment: RuleChangeTreatment = strawberry.field(description="Which way.")
    within_days: int | None = strawberry.field(
        default=None, description="With REASSESS: days within which each is to be assessed, 1 to 366."
    )
    apply_on: date | None = strawberry.field(
        default=None, description="With APPLY: the local day on which all are judged by the version."
    )
    falling: int | None = strawberry.field(
        default=None,
        description="With APPLY: how many names the simulation says would fall, to confirm that many may.",
    )


@strawberry.input
class DecideStandingNamesInput(CommandInput[DecideStandingNames]):
    """What is to become of standing names by a version, in place of what was chosen before."""

    version: int = strawberry.field(description="The version's number.")
    expected_revision: int = strawberry.field(
        description="The revision of its `ruleChange` the decision rests on; 0 where it has none."
    )
    standing_names: StandingNamesInput = strawberry.field(description="What becomes of standing names.")
    simulation: Annotated[strawberry.ID, IdOf("SimulationRun")] | None = strawberry.field(
        default=None, description="A simulation of the version that ended, made from today's facts."
    )
    reason: str = strawberry.field(description="Why, at most 500 characters, no personal data.")


@strawberry.type
class StandingNamesPreview:
    """What would be chosen, or why it would be refused. Nothing was written."""

    falling: int | None = strawberry.field(
        description="How many names would fall if they were judged today; null on errors, and where they are kept."
    )
    due_on: date | None = strawberry.field(
        description="Local day on which names would be judged, or by which they are to be assessed."
    )
    confirm_above: int | None = strawberry.field(
        description="Of more names than this their number confirms that all are judged; null on errors."
    )
    errors: list[OperationError] = strawberry.field(description="Why it would be refused; else empty.")

    @classmethod
    def of(cls, examined: Examined | None, errors: list[OperationError]) -> "StandingNamesPreview":
        """Render what would be chosen, or why it would not."""
        if examined is None:
            return cls(falling=None, due_on=None, confirm_above=None, errors=errors)
        return cls(
            falling=examined.falling,
            due_on=examined.due_on,
            confirm_above=examined.confirm_above,
            errors=errors,
        )
