"""What an acceptance team does on the spot, and what a unit that failed reports afterwards."""

from schema.inspections.operations.sheets import (
    ConcludeInspection,
    RecordScoreSheet,
    conclude_inspection,
    record_score_sheet,
)

__all__ = [
    "ConcludeInspection",
    "RecordScoreSheet",
    "conclude_inspection",
    "record_score_sheet",
]
