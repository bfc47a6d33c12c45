"""For how long an event breaks a criterion: the days on which its check would fail with this event alone."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from schema.criteria.rules.events import found_in_quarantine, is_controlled, window_length
from schema.criteria.rules.facts import EventFact
from schema.guidelines.rules.format import NoneOfCheck, WindowCheck
from schema.guidelines.rules.vocabulary import BASE, Vocabulary

_LONGEST = timedelta(days=366)
"""No window of the format is longer."""


@dataclass(frozen=True, slots=True)
class Span:
    """Local calendar days from `from_on` up to `until_on`, which is the first one after; null: no known end."""

    from_on: date
    until_on: date | None = None

    def covers(self, on: date) -> bool:
        """Tell whether a day lies in the span."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)

    def before(self, day: date | None) -> "Span | None":
        """Give what of it lies before a day; None where that is nothing."""
        if day is None or (self.until_on is not None and self.until_on <= day):
            return self
        return Span(self.from_on, day) if self.from_on < day else None


def broken_span(check: Any, event: EventFact, since: date, vocabulary: Vocabulary = BASE) -> Span | None:
    """Tell on which days, from `since` on, the event alone makes a check fail; None if on none of them.

    Agrees with the check of the evaluation on windows, their changes, basis, controls, central quarantine and zones
    above (open questions 1 to 3); `vocabulary` is what the guideline declares.
    """
    if isinstance(check, WindowCheck):
        return _window_span(check, event, since)
    if isinstance(check, NoneOfCheck):
        return _state_span(check, event, since, vocabulary)
    return None


def _window_span(check: WindowCheck, event: EventFact, since: date) -> Span | None:
    if not event.is_one_of(check.events) or event.above:
        return None
    if found_in_quarantine(event) and not check.count_central_quarantine:
        return None
    if check.basis != "ended":
        counted = event.reported_on if check.basis == "reported" else event.occurred_on
        return _clipped(check, counted, counted, since)
    if event.ended_on is None:
        return Span(max(event.occurred_on, since))
    return _clipped(check, event.occurred_on, event.ended_on, since)


def _clipped(check: WindowCheck, begins: date, counted: date, since: date) -> Span | None:
    """Find the first run of failing days from `since` on: from `begins`, until the window after `counted` is over."""
    day = max(begins, since)
    if check.days is None:
        return Span(day)
    if not check.changes:
        over = counted + timedelta(days=check.days)
        return Span(day, over) if day < over else None
    while day < counted + _LONGEST and not _fails(check, counted, day):
        day += timedelta(days=1)
    if not _fails(check, counted, day):
        return None
    over = day + timedelta(days=1)
    while _fails(check, counted, over):
        over += timedelta(days=1)
    return Span(day, over)


def _fails(check: WindowCheck, counted: date, day: date) -> bool:
    return (day - counted).days < (window_length(check, day) or 0)


def _state_span(check: NoneOfCheck, event: EventFact, since: date, vocabulary: Vocabulary) -> Span | None:
    if (
        not event.is_one_of(check.events)
        or (event.above and not check.ancestors)
        or found_in_quarantine(event)
    ):
        return None
    if is_controlled(check, event, vocabulary):
        return None
    begins = max(event.occurred_on, since)
    if event.ended_on is not None and event.ended_on <= begins:
        return None
    return Span(begins, event.ended_on)
