"""What a town does with its batches: open, close, and appoint the acceptance team."""

from schema.batches.operations.batches import (
    AppointAcceptanceTeam,
    CloseBatch,
    OpenBatch,
    appoint_acceptance_team,
    close_batch,
    open_batch,
)

__all__ = [
    "AppointAcceptanceTeam",
    "CloseBatch",
    "OpenBatch",
    "appoint_acceptance_team",
    "close_batch",
    "open_batch",
]
