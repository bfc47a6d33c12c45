"""Intake on fixed days: whether a process takes applications in on a day, and when it does next. Pure."""

from calendar import monthrange
from datetime import date, timedelta

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import Cadence


def takes_in(cadence: Cadence, day: date) -> bool:
    """Tell whether intake is open on a day; a span that began last month may reach into this one."""
    return any(opens(cadence, day - timedelta(days=back)) for back in range(cadence.open_days))


def opens(cadence: Cadence, day: date) -> bool:
    """Tell whether intake opens on a day; a day its month does not have falls on the last one it has."""
    if cadence.every_days is not None and cadence.first_on is not None:
        gone = (day - cadence.first_on).days
        return gone >= 0 and gone % cadence.every_days == 0
    last = monthrange(day.year, day.month)[1]
    return day.day in cadence.opens_on_days or (day.day == last and max(cadence.opens_on_days) > last)


def next_opening(cadence: Cadence, day: date) -> date:
    """Tell the first day after `day` on which intake opens."""
    following = day + timedelta(days=1)
    if cadence.every_days is not None and cadence.first_on is not None:
        gone = (following - cadence.first_on).days
        return max(cadence.first_on, following + timedelta(days=-gone % cadence.every_days))
    while not opens(cadence, following):
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
