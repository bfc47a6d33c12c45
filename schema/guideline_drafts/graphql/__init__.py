"""Drafts of guidelines in the API, and what is told of versions by who drafts and publishes them."""

from schema.guideline_drafts.graphql.drafts import (
    DraftSimulation,
    DraftStatus,
    GuidelineCheck,
    GuidelineDraft,
    GuidelineWarning,
    find_draft,
)

__all__ = [
    "DraftSimulation",
    "DraftStatus",
    "GuidelineCheck",
    "GuidelineDraft",
    "GuidelineWarning",
    "find_draft",
]
