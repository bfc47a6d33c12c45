"""What stands in the way of drafts, of publishing and withdrawing, and of choices about standing names."""

from schema.guideline_drafts.guards.publishing import (
    closed,
    discard_refusals,
    draft_refusals,
    foreign,
    may,
    publishing_refusals,
    staffing_warnings,
    withdrawal_refusals,
)
from schema.guideline_drafts.guards.standing_names import (
    choice_refusals,
    ended,
    require_decided,
    require_seen,
    simulation_refusals,
)

__all__ = [
    "choice_refusals",
    "closed",
    "discard_refusals",
    "draft_refusals",
    "ended",
    "foreign",
    "may",
    "publishing_refusals",
    "require_decided",
    "require_seen",
    "simulation_refusals",
    "staffing_warnings",
    "withdrawal_refusals",
]
