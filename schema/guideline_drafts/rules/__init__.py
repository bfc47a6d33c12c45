"""What a publication must keep to. Pure."""

from schema.guideline_drafts.rules.holders import holders_by_post, uncovered, unheld
from schema.guideline_drafts.rules.scenarios import check_package, failed_scenarios
from schema.guideline_drafts.rules.terms import term_faults

__all__ = ["check_package", "failed_scenarios", "holders_by_post", "term_faults", "uncovered", "unheld"]
