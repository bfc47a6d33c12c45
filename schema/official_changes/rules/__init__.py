"""From when until when a changed role is held, which posts need it, and what a departure was seen to come to. Pure."""

from schema.official_changes.rules.posts import Needed, colleagues, needed_posts, sits_at
from schema.official_changes.rules.terms import (
    Moment,
    Term,
    earlier_end,
    later_end,
    replacing_term,
    require_seen,
    token_of,
)

__all__ = [
    "Moment",
    "Needed",
    "Term",
    "colleagues",
    "earlier_end",
    "later_end",
    "needed_posts",
    "replacing_term",
    "require_seen",
    "sits_at",
    "token_of",
]
