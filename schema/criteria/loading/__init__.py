"""Loads what an evaluation needs to know of one unit: few set-based statements, no personal data."""

from schema.criteria.loading.facts import (
    HORIZON,
    evidence_by_criterion,
    load_children,
    load_events,
    load_facts,
)

__all__ = [
    "HORIZON",
    "evidence_by_criterion",
    "load_children",
    "load_events",
    "load_facts",
]
