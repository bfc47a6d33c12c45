"""Drafting, publishing and withdrawing guidelines through the API."""

from datetime import date
from typing import Annotated

import strawberry

from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.inputs import AsSent, CommandInput, IdOf
from schema.frame.payloads import OperationError, carry_out
from schema.guideline_drafts import guards, operations
from schema.guideline_drafts.graphql import GuidelineDraft, GuidelineWarning
from schema.guideline_drafts.graphql.standing_names import DecideStandingNamesInput, StandingNamesInput
from schema.guideline_drafts.tables import GuidelineDraft as GuidelineDraftTable
from schema.guidelines import repository as guidelines
from schema.guidelines.graphql import Guideline, GuidelineVersionSummary, version_of
from schema.guidelines.rules import lint
from schema.rule_changes.graphql import RuleChange, RuleChangePayload
from schema.simulations.graphql import SimulationRun, find_simulation


@strawberry.input
class DraftGuidelineInput(CommandInput[operations.DraftGuideline]):
    """A text to keep as a draft."""

    source: Annotated[str, AsSent()] = strawberry.field(
        description="The whole guideline as YAML text, at most 100,000 characters."
    )
    draft: Annotated[strawberry.ID, IdOf("GuidelineDraft")] | None = strawberry.field(
        default=None, description="A draft of one's own whose text it replaces; a new one unless told."
    )
    expected_revision: int | None = strawberry.field(
        default=None, description="Of the draft to replace: the revision the change rests on."
    )


@strawberry.input
class DiscardGuidelineDraftInput(CommandInput[operations.DiscardGuidelineDraft]):
    """A draft to give up."""

    draft: Annotated[strawberry.ID, IdOf("GuidelineDraft")] = strawberry.field(description="An open draft.")
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")


@strawberry.input
class PublishGuidelineInput(CommandInput[operations.PublishGuideline]):
    """A draft to publish."""

    draft: Annotated[strawberry.ID, IdOf("GuidelineDraft")] = strawberry.field(
        description="An open draft somebody else wrote."
    )
    expected_revision: int = strawberry.field(description="The revision that was read.")
    effective_from: date | None = strawberry.field(
        default=None, description="The first local day it is to be in force; today unless told."
    )
    effective_until: date | None = strawberry.field(
        default=None, description="The last local day; for good unless told."
    )
    simulation: Annotated[strawberry.ID, IdOf("SimulationRun")] | None = strawberry.field(
        default=None, description="A simulation of this text that ended, made from today's facts."
    )
    standing_names: StandingNamesInput | None = strawberry.field(
        default=None,
        description="What becomes of standing names; needed where any would fall, else they are kept.",
    )


@strawberry.input
class WithdrawGuidelineInput(CommandInput[operations.WithdrawGuideline]):
    """A version to withdraw."""

    number: int = strawberry.field(description="The version's number.")
    reason: str = strawberry.field(description="Why, at most 500 characters.")


@strawberry.type
class GuidelineDraftPayload:
    """The draft as it stands after the mutation."""

    draft: GuidelineDraft | None = strawberry.field(description="The draft; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Every fault of the text; empty on success.")


@strawberry.type
class PublishGuidelinePayload:
    """What was published."""

    guideline: Guideline | None = strawberry.field(description="The new version; null on errors.")
    version: GuidelineVersionSummary | None = strawberry.field(description="For which days; null on errors.")
    warnings: list[GuidelineWarning] = strawberry.field(description="What a person should know of it.")
    simulation: SimulationRun | None = strawberry.field(
        description="The simulation it was published on, if one was given."
    )
    errors: list[OperationError] = strawberry.field(description="All that stands in its way; else empty.")


@strawberry.type
class WithdrawGuidelinePayload:
    """What was withdrawn."""

    version: GuidelineVersionSummary | None = strawberry.field(description="The version; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class PublishingMutation:
    """From a draft to a version in force, and its withdrawal."""

    @strawberry.mutation
    async def draft_guideline(self, info: Info, input: DraftGuidelineInput) -> GuidelineDraftPayload:
        """Keep a guideline as a draft, or replace the text of a draft of one's own."""

        return _draft(*await carry_out(info, operations.draft_guideline, input))

    @strawberry.mutation
    async def discard_guideline_draft(
        self, info: Info, input: DiscardGuidelineDraftInput
    ) -> GuidelineDraftPayload:
        """Give a draft up for good; its author may, and whoever publishes."""

        return _draft(*await carry_out(info, operations.discard_guideline_draft, input))

    @strawberry.mutation
    async def publish_guideline(self, info: Info, input: PublishGuidelineInput) -> PublishGuidelinePayload:
        """Publish a draft somebody else wrote; applications stay bound to the version they began under."""

        row, errors = await carry_out(info, operations.publish_guideline, input)
        if row is None:
            return PublishGuidelinePayload(
                guideline=None, version=None, warnings=[], simulation=None, errors=errors
            )
        async with info.context.read() as session:
            edition = await guidelines.get_edition(session, row.id)
            now = info.context.operations.clock()
            staffing = await guards.staffing_warnings(session, edition.guideline, now)
        return PublishGuidelinePayload(
            guideline=Guideline.of(edition),
            version=await version_of(info.context, row.number),
            warnings=[GuidelineWarning.of(fault) for fault in (*lint(edition.guideline), *staffing)],
            simulation=await _shown(info, input.simulation),
            errors=[],
        )

    @strawberry.mutation
    async def decide_standing_names(self, info: Info, input: DecideStandingNamesInput) -> RuleChangePayload:
        """Choose anew what becomes of standing names by a version, unless they were judged by it already."""
        row, errors = await carry_out(info, operations.decide_standing_names, input)
        return RuleChangePayload(rule_change=RuleChange.of(row) if row else None, errors=errors)

    @strawberry.mutation
    async def withdraw_guideline(self, info: Info, input: WithdrawGuidelineInput) -> WithdrawGuidelinePayload:
        """End a version today; what is open stays bound to it, and the version before is in force again."""
        row, errors = await carry_out(info, operations.withdraw_guideline, input)
        version = await version_of(info.context, row.number) if row is not None else None
        return WithdrawGuidelinePayload(version=version, errors=errors)


def _draft(row: GuidelineDraftTable | None, errors: list[OperationError]) -> GuidelineDraftPayload:
    return GuidelineDraftPayload(draft=GuidelineDraft.of(row) if row is not None else None, errors=errors)


async def _shown(info: Info, simulation: strawberry.ID | None) -> SimulationRun | None:
    if simulation is None:
        return None
    found: SimulationRun | None = await find_simulation(
        info.context, decode_id("SimulationRun", simulation, "simulation")
    )
    return found
