"""What a batch may do next, who inspects in it and whom it takes in. Pure."""

from schema.batches.rules.course import (
    OUTCOMES,
    BatchKind,
    BatchPhase,
    Opening,
    check_closing,
    check_opening,
    intake_refusal,
    phase,
    taking_in,
)
from schema.batches.rules.deadlines import (
    RectificationState,
    barred_through,
    item_state,
    lateness,
    unfinished,
)
from schema.batches.rules.settings import settings_in
from schema.batches.rules.teams import Appointment, check_team, team_faults

__all__ = [
    "OUTCOMES",
    "Appointment",
    "BatchKind",
    "BatchPhase",
    "Opening",
    "RectificationState",
    "barred_through",
    "check_closing",
    "check_opening",
    "check_team",
    "intake_refusal",
    "item_state",
    "lateness",
    "phase",
    "settings_in",
    "taking_in",
    "team_faults",
    "unfinished",
]
