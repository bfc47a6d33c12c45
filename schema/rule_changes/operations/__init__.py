"""What is done about standing names when a version is published: choosing, undoing, applying, assessing again."""

from schema.rule_changes.operations.applying import conclude, judge_late, pass_over, settle
from schema.rule_changes.operations.deciding import (
    KIND,
    ConfirmRuleChange,
    UndoRuleChange,
    choose,
    confirm_rule_change,
    job_key,
    undo_rule_change,
    undo_with_version,
)
from schema.rule_changes.operations.reassessing import settle_reassessed, warn_overdue

__all__ = [
    "KIND",
    "ConfirmRuleChange",
    "UndoRuleChange",
    "choose",
    "conclude",
    "confirm_rule_change",
    "job_key",
    "judge_late",
    "pass_over",
    "settle",
    "settle_reassessed",
    "undo_rule_change",
    "undo_with_version",
    "warn_overdue",
]
