"""What a complaint must say, and how it is settled."""

from datetime import date

from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.text import Held, text_fault

REFERENCE_LIMIT = 100


def check_complaint(reference: str, received_on: date, due_on: date, today: date) -> None:
    """Refuse a complaint without a reference, of the future, or due before it came; all faults at once."""
    faults = []
    if fault := text_fault(
        reference,
        field=("reference",),
        label="卷宗编号",
        maximum=REFERENCE_LIMIT,
        held=Held.RECORD,
        lines=False,
    ):
        faults.append(fault)
    if received_on > today:
        faults.append(DomainError(ErrorCode.EVENT_IN_FUTURE, "收到日期不得晚于今天。", field=("receivedOn",)))
    if due_on < received_on:
        faults.append(_invalid("办结期限不得早于收到日期。", "dueOn"))
    if faults:
        raise DomainErrors(faults)


def settled_refusal() -> DomainError:
    """Refuse to settle a complaint twice."""
    return DomainError(ErrorCode.COMPLAINT_SETTLED, "该投诉已经办结。", field=("complaint",))


def require_settlement(received_on: date, settled_on: date | None, *, on: date | None, today: date) -> None:
    """Refuse to settle a complaint twice, before it came, or ahead of time."""
    if settled_on is not None:
        raise settled_refusal()
    if on is not None and on < received_on:
        raise _invalid("办结日期不得早于收到日期。", "settledOn")
    if on is not None and on > today:
        raise DomainError(ErrorCode.EVENT_IN_FUTURE, "办结日期不得晚于今天。", field=("settledOn",))


def _invalid(message: str, column: str) -> DomainError:
    return DomainError(ErrorCode.INVALID_INPUT, message, field=(column,))
