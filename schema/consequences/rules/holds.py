"""Holds: what keeps a name down, by which event and clause, from when and until when.

A name stands as the strongest hold that covers the day leaves it. What one event holds down depends on the event,
the tree, the names and their guidelines alone, not on other events: so a correction or an exclusion takes back
exactly what the event did, in whatever order things became known.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from schema.consequences.rules.spans import Span
from schema.criteria.rules.facts import EventFact
from schema.designations.rules import EVALUATION, Cause, Ground, Standing, State, is_weaker, leading, watched

Effect = Literal["warn", "suspend", "revoke"]
_LEAVES: Mapping[Effect, Standing] = {
    "warn": Standing.WARNED,
    "suspend": Standing.SUSPENDED,
    "revoke": Standing.REVOKED,
}


@dataclass(frozen=True, slots=True)
class Lies:
    """Where a unit lies: below which, at which path for the event, and at which of its own."""

    parent_id: uuid.UUID | None
    path: str
    own: str


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of the tree; a sequence of places has each before its own children.

    In a tree that changed since the event, parent and path are those of its day, and `now` those of today; `since`
    tells from which later days on it lay where, oldest first.
    """

    id: uuid.UUID
    parent_id: uuid.UUID | None
    kind: str
    path: str
    code: str
    now: Lies | None = None
    since: tuple[tuple[date, Lies], ...] = ()

    @property
    def lies(self) -> str:
        """Tell at which path it lies now."""
        return self.now.own if self.now else self.path

    def path_on(self, day: date) -> str:
        """Tell its path on a day, not before that of the event."""
        lay = self._lay_on(day)
        return lay.path if lay else self.path

    def parents_on(self, day: date) -> frozenset[uuid.UUID]:
        """Tell the units directly above it that a loss of its name concerns: that of the day, and that of today."""
        lay, today = self._lay_on(day), self.now.parent_id if self.now else self.parent_id
        return frozenset(
            each for each in (lay.parent_id if lay else self.parent_id, today) if each is not None
        )

    @property
    def parents(self) -> frozenset[uuid.UUID]:
        """Tell all units it lay directly below since the event, and lies below now."""
        ever = (
            self.parent_id,
            self.now.parent_id if self.now else None,
            *(lay.parent_id for _, lay in self.since),
        )
        return frozenset(each for each in ever if each is not None)

    def _lay_on(self, day: date) -> Lies | None:
        return next((lay for since, lay in reversed(self.since) if since <= day), None)


@dataclass(frozen=True, slots=True)
class Told:
    """What was told last of why a name is down by an event."""

    cause: Cause
    clause: str | None
    effective_on: date


@dataclass(frozen=True, slots=True)
class Stint:
    """The days on which a name stands under a version: from `from_on` (null: from its naming) up to `until_on`."""

    version: uuid.UUID
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A name and what decides how it stands apart from events: `base`, and the day it was over (`over_on`).

    It is over once another followed it, its unit closed, its validity ran out, or it was taken for something else;
    from then on no event can do anything to it. `version` is the one it stands under now; `left` tells which it stood
    under before, each up to which day. `state` is how it stands now, `told` why, if an event is behind it,
    `met_again` when its unit met the standard in assessments, oldest first. Holds known
    when it was reinstated for another reason (`pardoned_at`) no longer count. `ends` is when and why it would have
    ended by itself, had it not been lost before.
    """

    id: uuid.UUID
    unit_id: uuid.UUID
    version: uuid.UUID
    number: str
    named_on: date
    named_at: datetime
    state: State = field(default_factory=State)
    base: State = field(default_factory=State)
    over_on: date | None = None
    ends: tuple[date, Cause] | None = None
    told: Told | None = None
    pardoned_at: datetime | None = None
    revision: int = 1
    met_again: tuple[tuple[datetime, date], ...] = ()
    left: tuple[tuple[uuid.UUID, date], ...] = ()

    @property
    def stints(self) -> tuple[Stint, ...]:
        """Tell under which versions it stood and stands, one after the other: a day is judged by that day's."""
        if not self.left:
            return (Stint(self.version),)
        found, since = list[Stint](), None
        for version, until in self.left:
            found.append(Stint(version, since, until))
            since = until
        return (*found, Stint(self.version, since))

    @property
    def versions(self) -> frozenset[uuid.UUID]:
        """Tell which versions it ever stood under."""
        return frozenset(stint.version for stint in self.stints)

    @property
    def standing(self) -> Standing:
        """Tell how it stands as far as its criteria go."""
        return watched(self.state)


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """An event where it lay when it happened, and lies now if elsewhere; `fact` is null once it is excluded.

    `since` tells at which paths its unit lay from later days on.
    """

    id: uuid.UUID
    path: str
    fact: EventFact | None
    now: str | None = None
    since: tuple[tuple[date, str], ...] = ()

    def path_on(self, day: date) -> str:
        """Tell where it lay on a day, not before its own."""
        return next((path for since, path in reversed(self.since) if since <= day), self.path)


HoldKey = tuple[uuid.UUID, str]
"""A name and a clause: what one event has at most one hold for by each version the name stood under."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One event holds one name down by one clause of a version, on the days of `span`.

    `clear_on` is the first day the event no longer breaks the clause: for a revoked name the day from which the
    unit may apply anew. `known_since` is when the event was first known to do so; null while it is only planned.
    """

    event_id: uuid.UUID
    name_id: uuid.UUID
    clause: str
    effect: Effect
    cause: Cause
    span: Span
    clear_on: date | None
    version: uuid.UUID | None
    known_since: datetime | None = None

    @property
    def key(self) -> HoldKey:
        """Tell which name it holds down by which clause."""
        return self.name_id, self.clause

    @property
    def leaves(self) -> Standing:
        """Tell how it leaves the name."""
        return _LEAVES[self.effect]

    @property
    def ground(self) -> Ground:
        """Say it as a ground beside those no event is behind."""
        return Ground(self.leaves, self.cause, self.clause, self.span.from_on, EVALUATION, self.clear_on)

    def same_as(self, other: "Hold") -> bool:
        """Tell whether both say the same, whenever they were recorded."""
        return replace(self, known_since=None) == replace(other, known_since=None)


def standing_of(name: Name, holds: Iterable[Hold], on: date) -> Standing:
    """Tell how a name stands on a day under the holds on it."""
    standing = watched(name.base)
    for hold in holds:
        if counts(name, hold, on) and is_weaker(standing, hold.leaves):
            standing = hold.leaves
    return standing


def counts(name: Name, hold: Hold, on: date) -> bool:
    """Tell whether a hold keeps its name down on a day."""
    pardoned = name.pardoned_at is not None and hold.known_since is not None
    if pardoned and hold.known_since <= name.pardoned_at:  # type: ignore[operator]
        return False
    return hold.span.covers(on)


def told_of(covering: Sequence[Hold]) -> Hold | None:
    """Choose the hold that is told of those that hold a name down, as `leading` chooses grounds."""
    lead = leading(hold.ground for hold in covering)
    told = [hold for hold in covering if lead is not None and _same(hold.ground, lead)]
    return min(told, key=lambda hold: hold.event_id, default=None)


def _same(one: Ground, other: Ground) -> bool:
    return one.standing is other.standing and one.place == other.place


def clear_from(covering: Sequence[Hold]) -> date | None:
    """Tell the first day nothing that holds a name down breaks its clause; null while that cannot be said.

    A suspended name comes back though a warning goes on; for whom revoked applies anew, all has to be over.
    """
    revoked = any(hold.leaves is Standing.REVOKED for hold in covering)
    down = [hold for hold in covering if revoked or not hold.leaves.in_force] or covering
    days = [hold.clear_on for hold in down]
    return max((day for day in days if day is not None), default=None) if None not in days else None


def state_of(name: Name, standing: Standing) -> State:
    """Tell the whole state of a name that stands so as far as its criteria go; other grounds stay as they are."""
    if not standing.held:
        return State(standing)
    suspended = name.base.suspended_for | ({EVALUATION} if standing is Standing.SUSPENDED else set())
    warned = name.base.warned_for | ({EVALUATION} if standing is Standing.WARNED else set())
    worst = Standing.SUSPENDED if suspended else Standing.WARNED if warned else Standing.ACTIVE
    return State(worst, warned, suspended)
