"""Which version is in force on which day: the one that began last of those whose term covers the day.

Terms may overlap as they were declared; what is in force never does. A version published for a later day so
takes over on that day, one that ends gives way to the one it had taken over from, and so does one withdrawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """The days for which a version was published, as local days; it no longer counts from `withdrawn_on` on."""

    number: int
    effective_from: date
    effective_until: date | None = None
    withdrawn_on: date | None = None

    def covers(self, day: date) -> bool:
        """Tell whether the version may be in force on a day."""
        return (
            self.effective_from <= day
            and (self.effective_until is None or day <= self.effective_until)
            and (self.withdrawn_on is None or day < self.withdrawn_on)
        )


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which a version is in force: from `first` to `last`, both included, or for good."""

    number: int | None
    first: date
    last: date | None


def in_force(terms: Sequence[Term], day: date) -> int | None:
    """Tell the number of the version in force on a day; of two that began on the same day the later counts."""
    covering = (term for term in terms if term.covers(day))
    latest = max(covering, key=lambda term: (term.effective_from, term.number), default=None)
    return latest.number if latest is not None else None


def spans(terms: Sequence[Term], since: date) -> tuple[Span, ...]:
    """Divide all days from `since` on among the versions, in order; `number` is None where none is in force."""
    turns = {since}
    for term in terms:
        turns |= {term.effective_from, *([term.withdrawn_on] if term.withdrawn_on else ())}
        if term.effective_until is not None and term.effective_until < date.max:
            turns.add(term.effective_until + _DAY)
    found: list[Span] = []
    for day in sorted(turn for turn in turns if turn >= since):
        number = in_force(terms, day)
        if found and found[-1].number == number:
            continue
        if found:
            found[-1] = Span(found[-1].number, found[-1].first, day - _DAY)
        found.append(Span(number, day, None))
    return tuple(found)
