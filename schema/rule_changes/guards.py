"""What stands against undoing, confirming or choosing anew: the same for the mutation and for the page."""

from datetime import date

from authz.actions import Action
from authz.context import WHOLE_DISTRICT, OperationContext
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.refusals import refusals_of
from schema.rule_changes.tables import RuleChange

_WORDS = {
    "kept": "该版本保留已有名称，没有可办的处理。",
    "applied": "该项处理已执行。",
    "undone": "该项处理已撤销。",
}


def may(context: OperationContext) -> list[DomainError]:
    """Tell why the caller may not decide on rule changes at all."""
    return refusals_of(context.decide(Action.RULE_CHANGE_DECIDE, WHOLE_DISTRICT))


def undo_refusals(change: RuleChange, today: date) -> list[DomainError]:
    """Tell that a rule change is done with, or that its day has come; one that is held can be undone at any time."""
    if change.status in _WORDS:
        return [_closed(_WORDS[change.status])]
    if change.status == "pending" and change.due_on is not None and change.due_on <= today:
        return [_closed(f"期限（{change.due_on}）已到，不能再撤销。")]
    return []


def choosing_refusals(change: RuleChange | None, today: date) -> list[DomainError]:
    """Tell that names were judged by what was chosen, or that its day has come; else it may be chosen anew."""
    if change is None or change.status in {"kept", "undone"}:
        return []
    return undo_refusals(change, today)


def confirm_refusals(change: RuleChange) -> list[DomainError]:
    """Tell that a rule change does not wait for a confirmation."""
    if change.status == "held":
        return []
    return [_closed(_WORDS.get(change.status, "该项处理无须再确认。"))]


def _closed(message: str) -> DomainError:
    return DomainError(ErrorCode.RULE_CHANGE_CLOSED, message, field=("ruleChange",))
