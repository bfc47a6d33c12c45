"""Whether a unit is there on a day: it may not exist yet, and is no more once it was split or merged."""

from datetime import date

from schema.frame.errors import DomainError, ErrorCode


def require_open(code: str, closed_on: date | None, field: str = "unit") -> None:
    """Refuse what is done to a unit that was split or merged: it is no more."""
    if closed_on is not None:
        raise closed_unit(code, closed_on, (field,))


def closed_unit(code: str, closed_on: date, field: tuple[str, ...]) -> DomainError:
    """Say that a unit was split or merged."""
    message = f"单元 {code} 已于{closed_on}撤销或撤并，有承接单元的请使用承接单元。"
    return DomainError(
        ErrorCode.UNIT_CLOSED, message, field=field, details={"unit": code, "closedOn": str(closed_on)}
    )


def existence_fault(
    code: str, opened_on: date | None, closed_on: date | None, day: date
) -> DomainError | None:
    """Find why nothing can have happened in a unit on a day: it did not exist yet, or no more."""
    if opened_on is not None and day < opened_on:
        message = f"单元 {code} 自{opened_on}起设立，当时尚不存在。"
        details = {"unit": code, "openedOn": str(opened_on)}
        return DomainError(ErrorCode.EVENT_BEFORE_UNIT, message, field=("occurredOn",), details=details)
    if closed_on is not None and day > closed_on:
        return closed_unit(code, closed_on, ("unit",))
    return None
