"""What an event does to names, for how long, and what becomes of them when it is corrected, excluded or over."""

from schema.consequences.rules.confirming import Seen, require_few, require_seen, seen_in, token_of
from schema.consequences.rules.falling import holds_of
from schema.consequences.rules.holds import (
    Hold,
    HoldKey,
    Lies,
    LiveEvent,
    Name,
    Place,
    Told,
    counts,
    standing_of,
)
from schema.consequences.rules.losses import (
    AffectedUnit,
    Consequence,
    Position,
    broken_by,
    broken_by_child,
    consequences_of,
    counting_clause,
    losing_criteria,
    watched_kinds,
)
from schema.consequences.rules.plans import Plan, lapses_of, plan_of
from schema.consequences.rules.spans import Span, broken_span
from schema.consequences.rules.transitions import Occasion, Transition

__all__ = [
    "AffectedUnit",
    "Consequence",
    "Hold",
    "HoldKey",
    "Lies",
    "LiveEvent",
    "Name",
    "Occasion",
    "Place",
    "Plan",
    "Position",
    "Seen",
    "Span",
    "Told",
    "Transition",
    "broken_by",
    "broken_by_child",
    "broken_span",
    "consequences_of",
    "counting_clause",
    "counts",
    "holds_of",
    "lapses_of",
    "losing_criteria",
    "plan_of",
    "require_few",
    "require_seen",
    "seen_in",
    "standing_of",
    "token_of",
    "watched_kinds",
]
