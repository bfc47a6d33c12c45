"""The rules of names: how they stand, why they change, how they are numbered. Pure."""

from schema.designations.rules.causes import Cause, cause_of_event, public_text
from schema.designations.rules.numbers import format_number, series_of
from schema.designations.rules.plaques import Plaque, require_plaque
from schema.designations.rules.standing import (
    EVALUATION,
    HELD,
    IN_FORCE,
    Change,
    Standing,
    State,
    next_state,
    watched,
)

__all__ = [
    "EVALUATION",
    "HELD",
    "IN_FORCE",
    "Cause",
    "Change",
    "Plaque",
    "Standing",
    "State",
    "cause_of_event",
    "format_number",
    "next_state",
    "public_text",
    "require_plaque",
    "series_of",
    "watched",
]
