"""Drafting guidelines, and giving drafts up."""

import uuid
from dataclasses import dataclass

from authz.actions import Action
from authz.context import WHOLE_DISTRICT
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.guideline_drafts import guards, repository
from schema.guideline_drafts.tables import GuidelineDraft
from schema.guidelines.operations import require_valid
from tenants.base import new_id

DRAFT_LIMIT = 20
"""Drafts a tenant may have open at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftGuideline(Command):
    """Write a draft, or with `draft_id` and the revision it rests on replace the text of one's own."""

    source: str
    draft_id: uuid.UUID | None = None
    expected_revision: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DiscardGuidelineDraft(Command):
    """Give a draft up for good."""

    draft_id: uuid.UUID
    expected_revision: int


@operation("guideline.draft", GuidelineDraft)
async def draft_guideline(tx: Transaction, command: DraftGuideline) -> GuidelineDraft:
    """Keep a text without faults as a draft; refuses with every fault of it (GUIDELINE_INVALID).

    Whether it may be published is asked when it is: roles, units and the version in force change meanwhile.
    """
    tx.authorize(Action.GUIDELINE_DRAFT, WHOLE_DISTRICT)
    draft = (
        await _new_draft(tx)
        if command.draft_id is None
        else await _own_draft(tx, command.draft_id, command.expected_revision)
    )
    guideline = require_valid(command.source)
    draft.source, draft.scheme, draft.title = command.source, guideline.id, guideline.title
    draft.changed_at = tx.now
    tx.session.add(draft)
    tx.note(scheme=draft.scheme)
    return draft


@operation("guideline.discard", GuidelineDraft)
async def discard_guideline_draft(tx: Transaction, command: DiscardGuidelineDraft) -> GuidelineDraft:
    """Close a draft without a version: its author may, and whoever publishes."""
    tx.authorize(Action.GUIDELINE_DRAFT, WHOLE_DISTRICT)
    draft = await repository.lock(tx.session, command.draft_id)
    require_none(guards.discard_refusals(tx.context, draft) or guards.closed(draft))
    require_revision(draft.revision, command.expected_revision)
    close_draft(tx, draft, "discarded")
    tx.note(scheme=draft.scheme)
    return draft


def close_draft(
    tx: Transaction, draft: GuidelineDraft, status: str, version: uuid.UUID | None = None
) -> None:
    """Close a draft, part of publishing or discarding it."""
    draft.status, draft.version_id = status, version
    draft.closed_by, draft.closed_at = tx.actor_id, tx.now


def require_none(refusals: list[DomainError]) -> None:
    """Refuse with all there is against it."""
    if refusals:
        raise DomainErrors(refusals)


async def _new_draft(tx: Transaction) -> GuidelineDraft:
    if await repository.count_open(tx.session) >= DRAFT_LIMIT:
        message = f"未办结的草案已有 {DRAFT_LIMIT} 份，请先废弃不用的。"
        raise DomainError(ErrorCode.TOO_MANY_ITEMS, message, field=("source",))
    return GuidelineDraft(id=new_id(), written_by=tx.actor_id, written_at=tx.now)


async def _own_draft(tx: Transaction, draft_id: uuid.UUID, expected: int | None) -> GuidelineDraft:
    draft = await repository.lock(tx.session, draft_id)
    require_none(guards.foreign(tx.context, draft) or guards.closed(draft))
    if expected is None:
        message = "替换草案须给出所依据的版本。"
        raise DomainError(ErrorCode.INVALID_INPUT, message, field=("expectedRevision",))
    require_revision(draft.revision, expected)
    return draft
