"""Batches in the API: their windows, their acceptance teams, the units in them."""

from schema.batches.graphql.batches import (
    Batch,
    BatchEntry,
    EntryOutcome,
    Rectification,
    TeamMember,
    find_batch,
)

__all__ = [
    "Batch",
    "BatchEntry",
    "EntryOutcome",
    "Rectification",
    "TeamMember",
    "find_batch",
]
