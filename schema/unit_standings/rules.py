"""How a unit stood on a day, as it was known at a moment: two times, never mixed up.

The day is when it was so, the moment when it was known. A report that proved false later is seen from the moment it
was made until it was excluded, and never before or after.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from schema.consequences.rules import Hold
from schema.designations.rules import (
    EVALUATION,
    Cause,
    Change,
    Ground,
    Standing,
    State,
    apart_from_events,
    is_weaker,
    leading,
    together,
)


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
    """A name with its changes and holds, and the last day it is valid; its first change is the naming."""

    number: str
    title: str
    changes: Sequence[KnownChange]
    holds: Sequence[KnownHold]
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """How a name stands on a day, and every ground that holds it down then, the told one first.

    `over` is the change that ended it otherwise than by an event, `last` the last change no event was behind.
    """

    standing: Standing
    last: KnownChange
    grounds: Sequence[Ground] = ()
    over: Ground | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """How a unit stood: under which name, by which clause and cause. Without a name, all but `titled` is null.

    Cause and clause are those of the ground that is told of all `grounds` that held then; `revoked_on` is the day a
    revoked name was lost.
    """

    titled: bool = False
    standing: Standing | None = None
    number: str | None = None
    title: str | None = None
    cause: Cause | None = None
    clause: str | None = None
    grounds: Sequence[Ground] = ()
    revoked_on: date | None = None


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
        if _seen(moment) != _seen(found[-1].moment if found else NOTHING):
            found.append(Period(day, moment))
    return found


def _turning_days(names: Iterable[BorneName]) -> Iterable[date]:
    for name in names:
        yield from (change.effective_on for change in name.changes)
        if name.valid_until is not None:
            yield name.valid_until + timedelta(days=1)
        for known in name.holds:
            yield known.hold.span.from_on
            if known.hold.span.until_on is not None:
                yield known.hold.span.until_on


def _seen(moment: Moment) -> tuple[object, ...]:
    return moment.standing, moment.number, moment.cause, moment.clause


def _stood(name: BorneName, as_of: date, known_at: datetime) -> Moment:
    ledger = ledger_of(name, as_of, known_at)
    told = ledger.over or leading(ledger.grounds)
    cause, clause = (told.cause, told.clause) if told else (ledger.last.cause, ledger.last.clause)
    standing = ledger.standing
    revoking = [each.since for each in (*ledger.grounds, told) if each and each.standing is Standing.REVOKED]
    revoked_on = min(revoking, default=None)
    return Moment(
        standing.in_force, standing, name.number, name.title, cause, clause, ledger.grounds, revoked_on
    )


def ledger_of(name: BorneName, as_of: date, known_at: datetime) -> Ledger:
    """Tell how a name stood on a day, as known at a moment, and all that held it down."""
    state, last, pardoned_at = State(), name.changes[0], None
    brought: dict[tuple[str, str], KnownChange] = {}
    for change in name.changes[1:]:
        if change.of_event or change.at > known_at or change.effective_on > as_of:
            continue
        if change.change == Change.REJUDGED:
            continue
        last, key = change, change.ground or EVALUATION
        brought[change.change, key] = change
        if change.change == "reinstated":
            state, pardoned_at = State(), change.at
        else:
            state = apart_from_events(state, change.change, key)
    if not state.standing.held:
        return Ledger(state.standing, last, (), _ground(last, state.standing))
    grounds = [
        *_others(state, brought),
        *(hold.ground for hold in _covering(name, as_of, known_at, pardoned_at)),
    ]
    standing = Standing.ACTIVE
    for ground in grounds:
        standing = ground.standing if is_weaker(standing, ground.standing) else standing
    until = _last_day(name, known_at)
    if standing.held and until is not None and as_of > until:
        ended = Ground(Standing.EXPIRED, Cause.VALIDITY_ENDED, None, until + timedelta(days=1), EVALUATION)
        return Ledger(Standing.EXPIRED, last, (), ended)
    if not standing.held:
        grounds = [ground for ground in grounds if ground.standing is standing]
    return Ledger(standing, last, together(grounds))


def _last_day(name: BorneName, known_at: datetime) -> date | None:
    """Tell the last day a name was known to be valid; None too where it was renewed since."""
    renewed = any(change.change == "renewed" and change.at > known_at for change in name.changes)
    return None if renewed else name.valid_until


def _others(state: State, brought: dict[tuple[str, str], KnownChange]) -> Iterator[Ground]:
    """Give the grounds no event is behind, each as the change that brought it told it."""
    for standing, keys in ((Standing.SUSPENDED, state.suspended_for), (Standing.WARNED, state.warned_for)):
        yield from (_ground(brought[standing, key], standing) for key in keys)


def _ground(change: KnownChange, standing: Standing) -> Ground:
    return Ground(standing, change.cause, change.clause, change.effective_on, change.ground or EVALUATION)


def _covering(
    name: BorneName, as_of: date, known_at: datetime, pardoned_at: datetime | None
) -> Iterator[Hold]:
    for known in name.holds:
        since = known.hold.known_since
        pardoned = pardoned_at is not None and since is not None and since <= pardoned_at
        if not pardoned and known.known(known_at) and known.hold.span.covers(as_of):
            yield known.hold
