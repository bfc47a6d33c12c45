"""From a draft to a version in force, its withdrawal, and what becomes of the names that stand."""

from schema.guideline_drafts.operations.drafting import (
    DRAFT_LIMIT,
    DiscardGuidelineDraft,
    DraftGuideline,
    discard_guideline_draft,
    draft_guideline,
)
from schema.guideline_drafts.operations.publishing import (
    PublishGuideline,
    WithdrawGuideline,
    publish_guideline,
    withdraw_guideline,
)
from schema.guideline_drafts.operations.standing_names import (
    DecideStandingNames,
    Examined,
    decide_standing_names,
    preview_standing_names,
)

__all__ = [
    "DRAFT_LIMIT",
    "DecideStandingNames",
    "DiscardGuidelineDraft",
    "DraftGuideline",
    "Examined",
    "PublishGuideline",
    "WithdrawGuideline",
    "decide_standing_names",
    "discard_guideline_draft",
    "draft_guideline",
    "preview_standing_names",
    "publish_guideline",
    "withdraw_guideline",
]
