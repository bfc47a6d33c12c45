"""What may be appealed against, and until when."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

from schema.designations.rules import Change
from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import Supervision

_ADVERSE = frozenset({"warned", "suspended", "revoked"})


class Changed(Protocol):
    """A change of a name, as far as its word goes."""

    @property
    def change(self) -> str:
        """Say what befell the name."""


C = TypeVar("C", bound=Changed)


def last_befallen(changes: Sequence[C]) -> C | None:
    """Find the last change that did something to a name: being judged by another version alone does nothing."""
    return next((each for each in reversed(changes) if each.change != Change.REJUDGED), None)


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
