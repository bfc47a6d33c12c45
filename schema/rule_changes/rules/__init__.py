"""What a version does to standing names: the choice that is made, the verdict on each name, and how many they are."""

from schema.rule_changes.rules.choices import (
    Choice,
    Treatment,
    choice_faults,
    require_confirmed,
    standing_until,
)
from schema.rule_changes.rules.tallies import Count, Judged, add_up, counts_from, falling_in, returning_in
from schema.rule_changes.rules.verdicts import REASSESSMENT, RULE, Befalling, Subject, judge

__all__ = [
    "REASSESSMENT",
    "RULE",
    "Befalling",
    "Choice",
    "Count",
    "Judged",
    "Subject",
    "Treatment",
    "add_up",
    "choice_faults",
    "counts_from",
    "falling_in",
    "judge",
    "require_confirmed",
    "returning_in",
    "standing_until",
]
