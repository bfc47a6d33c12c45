"""What is asked of drafts of guidelines, and of a text that may become one."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import strawberry

from authz.actions import Action
from schema.frame.context import Info
from schema.frame.errors import DomainError, DomainErrors
from schema.frame.identifiers import GlobalId, decode_id
from schema.frame.payloads import OperationError, carry_out
from schema.guideline_drafts import repository
from schema.guideline_drafts.graphql import GuidelineCheck, GuidelineDraft, GuidelineWarning, find_draft
from schema.guideline_drafts.graphql.standing_names import DecideStandingNamesInput, StandingNamesPreview
from schema.guideline_drafts.operations import preview_standing_names
from schema.guideline_drafts.rules import check_package
from schema.guidelines.graphql.differences import Source
from schema.guidelines.operations import require_sound


@strawberry.type
class GuidelineDraftQuery:
    """Reading drafts."""

    @strawberry.field
    async def guideline_drafts(self, info: Info) -> list[GuidelineDraft]:
        """The open drafts, the latest change first; for those who draft and publish."""
        _ = info.context.scopes(Action.GUIDELINE_DRAFT)
        async with info.context.read() as session:
            rows = await repository.list_open(session)
        return [GuidelineDraft.of(row) for row in rows]

    @strawberry.field
    async def validate_guideline(self, info: Info, source: Source) -> GuidelineCheck:
        """Check a text as it would be when it is published, whoever holds which role; for those who draft."""
        _ = info.context.scopes(Action.GUIDELINE_DRAFT)
        checked = await asyncio.to_thread(check_package, source)
        faults: Sequence[DomainError] = ()
        try:
            require_sound(checked)
        except DomainErrors as found:
            faults = found.errors
        return GuidelineCheck(
            errors=[OperationError.of(error) for error in faults],
            warnings=[GuidelineWarning.of(fault) for fault in checked.warnings],
        )

    @strawberry.field
    async def preview_standing_names(
        self,
        info: Info,
        input: Annotated[DecideStandingNamesInput, strawberry.argument(description="What would be sent.")],
    ) -> StandingNamesPreview:
        """What `decideStandingNames` would do, or be refused with; its key is not looked at. Writes nothing."""
        _ = info.context.scopes(Action.RULE_CHANGE_DECIDE)
        examined, errors = await carry_out(info, preview_standing_names, input)
        return StandingNamesPreview.of(examined, errors)

    @strawberry.field
    async def guideline_draft(self, info: Info, id: GlobalId) -> GuidelineDraft | None:
        """A draft by its id; null if there is none. For those who draft and publish."""
        _ = info.context.scopes(Action.GUIDELINE_DRAFT)
        return await find_draft(info.context, decode_id("GuidelineDraft", id, "id"))
