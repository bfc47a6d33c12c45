"""What a publication must keep to. Pure."""

from schema.guideline_drafts.rules.holders import steps_by_role, uncovered, unheld
from schema.guideline_drafts.rules.scenarios import check_package, failed_scenarios
from schema.guideline_drafts.rules.terms import term_faults

__all__ = ["check_package", "failed_scenarios", "steps_by_role", "term_faults", "uncovered", "unheld"]
