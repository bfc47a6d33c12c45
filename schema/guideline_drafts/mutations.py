"""Drafting, publishing and withdrawing guidelines through the API."""

from datetime import date

import strawberry

from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, settle
from schema.guideline_drafts import guards, operations
from schema.guideline_drafts.graphql import GuidelineDraft, GuidelineWarning
from schema.guideline_drafts.tables import GuidelineDraft as GuidelineDraftTable
from schema.guidelines import repository as guidelines
from schema.guidelines.graphql import Guideline, GuidelineVersionSummary, version_of
from schema.guidelines.rules import lint
from schema.guidelines.tables import GuidelineVersion


@strawberry.input
class DraftGuidelineInput:
    """A text to keep as a draft."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    source: str = strawberry.field(
        description="The whole guideline as YAML text, at most 100,000 characters."
    )
    draft: strawberry.ID | None = strawberry.field(
        default=None, description="A draft of one's own whose text it replaces; a new one unless told."
    )
    expected_revision: int | None = strawberry.field(
        default=None, description="Of the draft to replace: the revision the change rests on."
    )


@strawberry.input
class DiscardGuidelineDraftInput:
    """A draft to give up."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    draft: strawberry.ID = strawberry.field(description="An open draft.")
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")


@strawberry.input
class PublishGuidelineInput:
    """A draft to publish."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    draft: strawberry.ID = strawberry.field(description="An open draft somebody else wrote.")
    expected_revision: int = strawberry.field(description="The revision that was read.")
    effective_from: date | None = strawberry.field(
        default=None, description="The first local day it is to be in force; today unless told."
    )
    effective_until: date | None = strawberry.field(
        default=None, description="The last local day; for good unless told."
    )


@strawberry.input
class WithdrawGuidelineInput:
    """A version to withdraw."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
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

        async def run() -> GuidelineDraftTable:
            draft = decode_id("GuidelineDraft", input.draft, "draft") if input.draft is not None else None
            command = operations.DraftGuideline(
                idempotency_key=input.idempotency_key,
                source=input.source,
                draft_id=draft,
                expected_revision=input.expected_revision,
            )
            return await operations.draft_guideline(info.context.operations, command)

        return _draft(*await settle(run()))

    @strawberry.mutation
    async def discard_guideline_draft(
        self, info: Info, input: DiscardGuidelineDraftInput
    ) -> GuidelineDraftPayload:
        """Give a draft up for good; its author may, and whoever publishes."""

        async def run() -> GuidelineDraftTable:
            command = operations.DiscardGuidelineDraft(
                idempotency_key=input.idempotency_key,
                draft_id=decode_id("GuidelineDraft", input.draft, "draft"),
                expected_revision=input.expected_revision,
            )
            return await operations.discard_guideline_draft(info.context.operations, command)

        return _draft(*await settle(run()))

    @strawberry.mutation
    async def publish_guideline(self, info: Info, input: PublishGuidelineInput) -> PublishGuidelinePayload:
        """Publish a draft somebody else wrote; applications stay bound to the version they began under."""

        async def run() -> GuidelineVersion:
            command = operations.PublishGuideline(
                idempotency_key=input.idempotency_key,
                draft_id=decode_id("GuidelineDraft", input.draft, "draft"),
                expected_revision=input.expected_revision,
                effective_from=input.effective_from,
                effective_until=input.effective_until,
            )
            return await operations.publish_guideline(info.context.operations, command)

        row, errors = await settle(run())
        if row is None:
            return PublishGuidelinePayload(guideline=None, version=None, warnings=[], errors=errors)
        async with info.context.read() as session:
            edition = await guidelines.get_edition(session, row.id)
            now = info.context.operations.clock()
            staffing = await guards.staffing_warnings(session, edition.guideline, now)
        return PublishGuidelinePayload(
            guideline=Guideline.of(edition),
            version=await version_of(info.context, row.number),
            warnings=[GuidelineWarning.of(fault) for fault in (*lint(edition.guideline), *staffing)],
            errors=[],
        )

    @strawberry.mutation
    async def withdraw_guideline(self, info: Info, input: WithdrawGuidelineInput) -> WithdrawGuidelinePayload:
        """End a version today; what is open stays bound to it, and the version before is in force again."""
        command = operations.WithdrawGuideline(
            idempotency_key=input.idempotency_key, number=input.number, reason=input.reason
        )
        row, errors = await settle(operations.withdraw_guideline(info.context.operations, command))
        version = await version_of(info.context, row.number) if row is not None else None
        return WithdrawGuidelinePayload(version=version, errors=errors)


def _draft(row: GuidelineDraftTable | None, errors: list[OperationError]) -> GuidelineDraftPayload:
    return GuidelineDraftPayload(draft=GuidelineDraft.of(row) if row is not None else None, errors=errors)
