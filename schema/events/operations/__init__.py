"""What is known of an event, kept: its report and every later change; parts of larger operations."""

from schema.events.operations.records import (
    correct,
    keep_revision,
    reported_event,
    require_standing,
    standing_refusal,
)

__all__ = [
    "correct",
    "keep_revision",
    "reported_event",
    "require_standing",
    "standing_refusal",
]
