"""What may be appealed against, and until when."""

from datetime import date, timedelta

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import Supervision

_ADVERSE = frozenset({"warned", "suspended", "revoked"})


def appeal_refusal(
    terms: Supervision, change: str, standing: str, effective_on: date, *, by_event: bool, today: date
) -> DomainError | None:
    """Tell why the last change of a name cannot be appealed against; None if it can.

    What a health event did is undone by correcting or excluding the event; what was lifted needs no appeal.
    """
    until = effective_on + timedelta(days=terms.appeal_days)
    if change not in _ADVERSE or standing != change or by_event or today > until:
        details = {"change": change, "until": until.isoformat()}
        message = "只能对尚在生效、不因健康事件而起的警示、暂停或取消，在期限内申诉。"
        return DomainError(ErrorCode.APPEAL_NOT_OPEN, message, field=("designation",), details=details)
    return None
