"""What a publication must keep to. Pure."""

from schema.publishing.rules.holders import steps_by_role, uncovered, unheld
from schema.publishing.rules.scenarios import check_package, failed_scenarios
from schema.publishing.rules.terms import term_faults

__all__ = ["check_package", "failed_scenarios", "steps_by_role", "term_faults", "uncovered", "unheld"]
