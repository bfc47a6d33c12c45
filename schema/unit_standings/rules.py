"""How a unit stood on a day, as it was known at a moment: two times, never mixed up.

The day is when it was so, the moment when it was known. A report that proved false later is seen from the moment it
was made until it was excluded, and never before or after.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from schema.consequences.rules.holds import Hold, clear_from, weaker
from schema.designations.rules import EVALUATION, Cause, Change, Standing, State, next_state


@dataclass(frozen=True, slots=True)
class KnownHold:
    """A hold with the moments between which it was known."""

    hold: Hold
    recorded_at: datetime
    withdrawn_at: datetime | None

    def known(self, at: datetime) -> bool:
        """Tell whether it was known at a moment."""
        return self.recorded_at <= at and (self.withdrawn_at is None or at < self.withdrawn_at)


@dataclass(frozen=True, slots=True)
class KnownChange:
    """A change of a name: from which day, recorded when; `of_event` tells whether a health event was behind it."""

    change: str
    cause: Cause
    clause: str | None
    ground: str | None
    effective_on: date
    at: datetime
    of_event: bool


@dataclass(frozen=True, slots=True)
class BorneName:
    """A name with its changes and holds; its first change is the naming."""

    number: str
    title: str
    changes: Sequence[KnownChange]
    holds: Sequence[KnownHold]


@dataclass(frozen=True, slots=True)
class Moment:
    """How a unit stood: under which name, by which clause and cause. Without a name, all but `titled` is null.

    `eligible_from` is the first day on which none of the events that held the name down breaks its clause any more;
    null while one goes on, and where none did.
    """

    titled: bool = False
    standing: Standing | None = None
    number: str | None = None
    title: str | None = None
    cause: Cause | None = None
    clause: str | None = None
    eligible_from: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, up to and including the last asked for, on which a unit stood alike."""

    from_on: date
    moment: Moment


NOTHING = Moment()


def moment_of(names: Sequence[BorneName], as_of: date, known_at: datetime) -> Moment:
    """Tell how a unit stood on a day, as known at a moment; `names` are all it ever bore, oldest first."""
    borne = [
        name
        for name in names
        if name.changes and name.changes[0].effective_on <= as_of and name.changes[0].at <= known_at
    ]
    return _stood(borne[-1], as_of, known_at) if borne else NOTHING


def periods_of(names: Sequence[BorneName], as_of: date, known_at: datetime) -> list[Period]:
    """Tell how a unit stood on each day up to one, as known at a moment, oldest first."""
    found: list[Period] = []
    for day in sorted({day for day in _turning_days(names) if day <= as_of}):
        moment = moment_of(names, day, known_at)
        if moment != (found[-1].moment if found else NOTHING):
            found.append(Period(day, moment))
    return found


def _turning_days(names: Iterable[BorneName]) -> Iterable[date]:
    for name in names:
        yield from (change.effective_on for change in name.changes)
        for known in name.holds:
            yield known.hold.span.from_on
            if known.hold.span.until_on is not None:
                yield known.hold.span.until_on


def _stood(name: BorneName, as_of: date, known_at: datetime) -> Moment:
    state, last, pardoned_at = State(), name.changes[0], None
    for change in name.changes[1:]:
        if change.of_event or change.at > known_at or change.effective_on > as_of:
            continue
        if change.change == Change.REJUDGED:
            continue
        last = change
        if change.change == "reinstated":
            state, pardoned_at = State(), change.at
        else:
            state = next_state(state, change.change, change.ground or EVALUATION)
    worst: Hold | None = None
    covering: list[Hold] = []
    for known in name.holds:
        since = known.hold.known_since
        pardoned = pardoned_at is not None and since is not None and since <= pardoned_at
        if not pardoned and known.known(known_at) and known.hold.span.covers(as_of):
            covering.append(known.hold)
            worst = known.hold if worst is None or weaker(worst.leaves, known.hold.leaves) else worst
    standing, cause, clause = state.standing, last.cause, last.clause
    if worst is not None and standing.held and weaker(standing, worst.leaves):
        standing, cause, clause = worst.leaves, worst.cause, worst.clause
    eligible = clear_from(covering)
    return Moment(standing.in_force, standing, name.number, name.title, cause, clause, eligible)
