"""Holds: what keeps a name down, by which event and clause, from when and until when.

A name stands as the strongest hold that covers the day leaves it. What one event holds down depends on the event,
the tree, the names and their guidelines alone, not on other events: so a correction or an exclusion takes back
exactly what the event did, in whatever order things became known.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from schema.consequences.rules.losses import counting_clause
from schema.consequences.rules.spans import Span, broken_span
from schema.criteria.facts import EventFact
from schema.designations.rules import EVALUATION, Cause, Standing, State, cause_of_event, watched
from schema.guidelines.format import Criterion, Guideline

Effect = Literal["warn", "suspend", "revoke"]
_LEAVES: Mapping[Effect, Standing] = {
    "warn": Standing.WARNED,
    "suspend": Standing.SUSPENDED,
    "revoke": Standing.REVOKED,
}
_RANK: Mapping[Standing, int] = {
    Standing.ACTIVE: 0,
    Standing.WARNED: 1,
    Standing.SUSPENDED: 2,
    Standing.EXPIRED: 3,
    Standing.REVOKED: 4,
}


@dataclass(frozen=True, slots=True)
class Lies:
    """Where a unit lies now: below which, at which path for the event, and at which of its own."""

    parent_id: uuid.UUID | None
    path: str
    own: str


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of the tree; a sequence of places has each before its own children.

    In a tree that changed since the event, parent and path are those of its day, and `now` those of today.
    """

    id: uuid.UUID
    parent_id: uuid.UUID | None
    kind: str
    path: str
    code: str
    now: Lies | None = None

    @property
    def lies(self) -> str:
        """Tell at which path it lies now."""
        return self.now.own if self.now else self.path

    def path_for(self, *, later: bool) -> str:
        """Tell its path for a name given `later` than the event happened, or before."""
        return self.now.path if self.now and later else self.path

    def parent_for(self, *, later: bool) -> uuid.UUID | None:
        """Tell the unit directly above it, likewise."""
        return self.now.parent_id if self.now and later else self.parent_id


@dataclass(frozen=True, slots=True)
class Name:
    """A name and what decides how it stands apart from events: `base`, and the day another followed it.

    `state` is how it stands now, `met_again` when its unit met the standard in assessments, oldest first. Holds known
    when it was reinstated for another reason (`pardoned_at`) no longer count.
    """

    id: uuid.UUID
    unit_id: uuid.UUID
    version: uuid.UUID
    number: str
    named_on: date
    named_at: datetime
    state: State = field(default_factory=State)
    base: State = field(default_factory=State)
    superseded_on: date | None = None
    pardoned_at: datetime | None = None
    revision: int = 1
    met_again: tuple[tuple[datetime, date], ...] = ()

    @property
    def standing(self) -> Standing:
        """Tell how it stands as far as its criteria go."""
        return watched(self.state)


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """An event where it lay when it happened, and lies now if elsewhere; `fact` is null once it is excluded."""

    id: uuid.UUID
    path: str
    fact: EventFact | None
    now: str | None = None


HoldKey = tuple[uuid.UUID, str]
"""A name and a clause: what one event has at most one hold for."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One event holds one name down by one clause, on the days of `span`.

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
    known_since: datetime | None = None

    @property
    def key(self) -> HoldKey:
        """Identify it among the holds of its event."""
        return self.name_id, self.clause

    @property
    def leaves(self) -> Standing:
        """Tell how it leaves the name."""
        return _LEAVES[self.effect]

    def same_as(self, other: "Hold") -> bool:
        """Tell whether both say the same, whenever they were recorded."""
        return replace(self, known_since=None) == replace(other, known_since=None)


def weaker(one: Standing, other: Standing) -> bool:
    """Tell whether a name that stands as `one` stands better than as `other`."""
    return _RANK[one] < _RANK[other]


def standing_of(name: Name, holds: Iterable[Hold], on: date) -> Standing:
    """Tell how a name stands on a day under the holds on it."""
    standing = watched(name.base)
    for hold in holds:
        if counts(name, hold, on) and weaker(standing, hold.leaves):
            standing = hold.leaves
    return standing


def counts(name: Name, hold: Hold, on: date) -> bool:
    """Tell whether a hold keeps its name down on a day."""
    pardoned = name.pardoned_at is not None and hold.known_since is not None
    if pardoned and hold.known_since <= name.pardoned_at:  # type: ignore[operator]
        return False
    return hold.span.covers(on)


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


StillMeets = Callable[[Name, str, frozenset[uuid.UUID]], bool]
"""Whether a name meets the criterion of a clause although these units below lost theirs."""


def holds_of(
    event: LiveEvent,
    places: Sequence[Place],
    names: Mapping[uuid.UUID, Sequence[Name]],
    guidelines: Mapping[uuid.UUID, Guideline],
    known: Mapping[HoldKey, datetime],
    still_meets: StillMeets,
) -> list[Hold]:
    """List everything an event holds down, bottom up: by the criteria it breaks, and by names lost below.

    `places` holds at least the event's unit with all above and all below it; `names` are those of each unit that
    count. `known` tells since when holds of this event are known: a name given after a loss below was known is not
    touched by it. `still_meets` is asked where the guideline evaluates anew before it suspends.
    """
    if event.fact is None:
        return []
    directly = _Direct(event.id, event.path, event.fact, guidelines, event.now or event.path)
    lost: dict[uuid.UUID, list[_Lost]] = defaultdict(list)
    found: list[Hold] = []
    for place in reversed(places):
        for name in names.get(place.id, ()):
            holds = {hold.clause: hold for hold in directly.holds(place, name)}
            for hold in _through_children(name, place, lost[place.id], guidelines, known, still_meets):
                _merge(holds, hold)
            found += holds.values()
            parent_id = place.parent_for(later=name.named_on > event.fact.occurred_on)
            if parent_id is not None:
                lost[parent_id] += [
                    _Lost(place, name, hold) for hold in holds.values() if not hold.leaves.in_force
                ]
    return found


@dataclass(frozen=True, slots=True)
class _Lost:
    """A name lost in a unit below, by one hold."""

    place: Place
    name: Name
    hold: Hold


@dataclass(slots=True)
class _Direct:
    """The criteria the event breaks, by guideline, kind and position: the same for all units of a kind."""

    event_id: uuid.UUID
    path: str
    fact: EventFact
    guidelines: Mapping[uuid.UUID, Guideline]
    now: str
    watched: dict[tuple[uuid.UUID, str, bool], tuple[tuple[Criterion, EventFact], ...]] = field(
        default_factory=dict
    )

    def holds(self, place: Place, name: Name) -> Iterator[Hold]:
        later = name.named_on > self.fact.occurred_on
        at, there = (self.now if later else self.path), place.path_for(later=later)
        above = there != at and there.startswith(at + ".")
        if not above and there != at and not at.startswith(there + "."):
            return
        for criterion, seen in self._watched(name.version, place.kind, above):
            span = broken_span(criterion.check, seen, name.named_on)
            if span is None or not _borne(name, span.from_on) or criterion.on_loss == "none":
                continue
            effect: Effect = criterion.on_loss
            lasting = Span(span.from_on) if effect == "revoke" else span
            cause = cause_of_event(self.fact.kind)
            yield Hold(self.event_id, name.id, criterion.id, effect, cause, lasting, span.until_on)

    def _watched(self, version: uuid.UUID, kind: str, above: bool) -> tuple[tuple[Criterion, EventFact], ...]:
        key = (version, kind, above)
        if key not in self.watched:
            seen = replace(self.fact, above=above)
            self.watched[key] = tuple(
                (criterion, seen)
                for criterion in self.guidelines[version].criteria
                if kind in criterion.applies_to
                and criterion.tier is None
                and criterion.on_loss != "none"
                and broken_span(criterion.check, seen, date.min) is not None
            )
        return self.watched[key]


def _borne(name: Name, day: date) -> bool:
    return name.superseded_on is None or day < name.superseded_on


def _through_children(
    name: Name,
    place: Place,
    lost: Sequence[_Lost],
    guidelines: Mapping[uuid.UUID, Guideline],
    known: Mapping[HoldKey, datetime],
    still_meets: StillMeets,
) -> Iterator[Hold]:
    """List what the names lost directly below do to a name (B-f, open question 21)."""
    guideline = guidelines[name.version]
    if not lost or guideline.on_child_loss == "none":
        return
    gone = frozenset(each.place.id for each in lost)
    for each in lost:
        clause = counting_clause(guideline, place.kind, each.place.kind)
        recorded = known.get(each.hold.key)
        if clause is None or (recorded is not None and recorded <= name.named_at):
            continue
        if guideline.on_child_loss == "recompute" and still_meets(name, clause, gone):
            continue
        lasting = guideline.on_child_loss == "revoke"
        span = _while_lost(each, name, recorded, lasting=lasting)
        if span is not None:
            effect: Effect = "revoke" if lasting else "suspend"
            yield Hold(
                each.hold.event_id, name.id, clause, effect, Cause.CHILD_NAME_LOST, span, span.until_on
            )


def _while_lost(lost: _Lost, name: Name, recorded: datetime | None, *, lasting: bool) -> Span | None:
    """Tell how long a loss below counts: until it is over, the unit is named anew, or the one above re-assessed."""
    again = (on for at, on in name.met_again if not lasting and recorded is not None and at > recorded)
    reassessed = next(again, None)
    ends = [day for day in (lost.hold.span.until_on, lost.name.superseded_on, reassessed) if day is not None]
    begins, over = max(lost.hold.span.from_on, name.named_on), min(ends, default=None)
    if (over is not None and over <= begins) or not _borne(name, begins):
        return None
    return Span(begins, None if lasting else over)


def _merge(holds: dict[str, Hold], hold: Hold) -> None:
    """Join what several names lost below do by the same clause: the stronger effect, from first to last."""
    held = holds.get(hold.clause)
    if held is None:
        holds[hold.clause] = hold
        return
    strongest = hold if weaker(held.leaves, hold.leaves) else held
    ends = (held.span.until_on, hold.span.until_on)
    until = None if None in ends else max(end for end in ends if end is not None)
    clear = (
        None if None in (held.clear_on, hold.clear_on) else max(filter(None, (held.clear_on, hold.clear_on)))
    )
    span = Span(min(held.span.from_on, hold.span.from_on), until)
    holds[hold.clause] = replace(strongest, span=span, clear_on=clear)
