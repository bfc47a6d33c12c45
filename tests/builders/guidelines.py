"""A guideline on its way from a draft to a version, by two people."""

from datetime import date

from authz.actions import Role
from authz.context import OperationContext
from schema.guideline_drafts.operations import (
    DraftGuideline,
    PublishGuideline,
    draft_guideline,
    publish_guideline,
)
from schema.guideline_drafts.tables import GuidelineDraft
from schema.guidelines.tables import GuidelineVersion
from schema.rule_changes.rules import Choice
from tests.builders.district import District, key


async def draft(author: OperationContext, source: str) -> GuidelineDraft:
    """Write a draft."""
    return await draft_guideline(author, DraftGuideline(idempotency_key=key(), source=source))


async def publish_draft(
    publisher: OperationContext,
    row: GuidelineDraft,
    since: date | None = None,
    until: date | None = None,
    choice: Choice | None = None,
) -> GuidelineVersion:
    """Publish a draft."""
    command = PublishGuideline(
        idempotency_key=key(),
        draft_id=row.id,
        expected_revision=row.revision,
        effective_from=since,
        effective_until=until,
        standing_names=choice,
    )
    return await publish_guideline(publisher, command)


async def publish(district: District, source: str, choice: Choice | None = None) -> GuidelineVersion:
    """Publish a text: the commission drafts it, the headquarters publishes it, with somebody in every role."""
    for role in (Role.COMMUNITY, Role.STREET):
        await district.official(role, "500110")
    written = await draft(await district.official(Role.COMMISSION, "500110"), source)
    return await publish_draft(await district.official(Role.HEADQUARTERS, "500110"), written, choice=choice)
