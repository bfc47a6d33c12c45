"""What a publication must keep to. Pure."""

from schema.publishing.rules.holders import steps_by_role, uncovered, unheld
from schema.publishing.rules.terms import term_faults

__all__ = ["steps_by_role", "term_faults", "uncovered", "unheld"]
