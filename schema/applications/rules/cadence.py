"""Intake on fixed days: whether a process takes applications in on a day, and when it does next. Pure."""

from datetime import date, timedelta

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import Cadence


def takes_in(cadence: Cadence, day: date) -> bool:
    """Tell whether intake is open on a day; a span that began last month may reach into this one."""
    return any((day - timedelta(days=back)).day in cadence.opens_on_days for back in range(cadence.open_days))


def next_opening(cadence: Cadence, day: date) -> date:
    """Tell the first day after `day` on which intake opens; days to the 28th come in every month."""
    following = day + timedelta(days=1)
    while following.day not in cadence.opens_on_days:
        following += timedelta(days=1)
    return following


def cadence_refusal(cadence: Cadence | None, day: date) -> DomainError | None:
    """Refuse an application on a day without intake, telling when the next begins."""
    if cadence is None or takes_in(cadence, day):
        return None
    opens_on = next_opening(cadence, day)
    return DomainError(
        ErrorCode.INTAKE_CLOSED,
        f"本方案定期受理，下次自 {opens_on.isoformat()} 起受理 {cadence.open_days} 天。",
        details={"opensOn": opens_on.isoformat(), "openDays": cadence.open_days},
    )
