"""Score sheets of inspectors, where they part, and what an inspection comes to. Pure."""

from schema.inspections.rules.sheets import (
    Score,
    SheetLine,
    check_scores,
    missing_lines,
    sheet_lines,
    sheet_total,
)
from schema.inspections.rules.verdicts import (
    Shortfall,
    Verdict,
    check_settlement,
    differing_lines,
    divergence,
    reach_verdict,
)

__all__ = [
    "Score",
    "SheetLine",
    "Shortfall",
    "Verdict",
    "check_scores",
    "check_settlement",
    "differing_lines",
    "divergence",
    "missing_lines",
    "reach_verdict",
    "sheet_lines",
    "sheet_total",
]
