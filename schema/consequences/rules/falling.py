"""What one event holds down: by the criteria it breaks, here, above and below, and by the names lost to it.

It depends on the event, the tree, the names and their guidelines alone, not on other events.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from schema.consequences.rules.holds import Effect, Hold, HoldKey, LiveEvent, Name, Place, Stint
from schema.consequences.rules.losses import counting_clause
from schema.consequences.rules.spans import Span, broken_span
from schema.criteria.rules.facts import EventFact
from schema.designations.rules import Cause, cause_of_event, is_weaker
from schema.guidelines.rules import as_of
from schema.guidelines.rules.format import Criterion, Guideline
from schema.guidelines.rules.vocabulary import Vocabulary

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
    directly = _Direct(event, event.fact, guidelines)
    lost: dict[uuid.UUID, list[_Lost]] = defaultdict(list)
    found: list[Hold] = []
    for place in reversed(places):
        for name in names.get(place.id, ()):
            holds = {(hold.clause, hold.version): hold for hold in directly.holds(place, name)}
            for hold in _through_children(name, place, lost[place.id], guidelines, known, still_meets):
                _merge(holds, hold)
            found += holds.values()
            gone = [_Lost(place, name, hold) for hold in holds.values() if not hold.leaves.in_force]
            for parent_id in place.parents_on(_judged_on(name, event.fact)):
                lost[parent_id] += gone
    return found


def _judged_on(name: Name, fact: EventFact) -> date:
    """Tell by the tree of which day an event acts on a name: of its own day, or of the naming if that was later."""
    return max(name.named_on, fact.occurred_on)


@dataclass(frozen=True, slots=True)
class _Lost:
    """A name lost in a unit below, by one hold."""

    place: Place
    name: Name
    hold: Hold


@dataclass(slots=True)
class _Direct:
    """The criteria the event breaks, by guideline, kind and position: the same for all units of a kind."""

    event: LiveEvent
    fact: EventFact
    guidelines: Mapping[uuid.UUID, Guideline]
    watched: dict[tuple[uuid.UUID, str, bool], tuple[tuple[Criterion, EventFact], ...]] = field(
        default_factory=dict
    )
    vocabularies: dict[uuid.UUID, Vocabulary] = field(default_factory=dict)

    def holds(self, place: Place, name: Name) -> Iterator[Hold]:
        day = _judged_on(name, self.fact)
        at, there = self.event.path_on(day), place.path_on(day)
        above = there != at and there.startswith(at + ".")
        if not above and there != at and not at.startswith(there + "."):
            return
        for stint in name.stints:
            since = max(name.named_on, stint.from_on or name.named_on)
            for criterion, seen in self._watched(stint.version, place.kind, above):
                whole = broken_span(criterion.check, seen, since, self._vocabulary(stint.version))
                span = whole.before(stint.until_on) if whole is not None else None
                if whole is None or span is None or not _borne(name, span.from_on):
                    continue
                if criterion.on_loss == "none":
                    continue
                effect: Effect = criterion.on_loss
                lasting, clear_on = (
                    (Span(span.from_on), whole.until_on) if effect == "revoke" else (span, span.until_on)
                )
                cause = cause_of_event(self.fact.kind)
                yield Hold(
                    self.event.id, name.id, criterion.id, effect, cause, lasting, clear_on, stint.version
                )

    def _watched(self, version: uuid.UUID, kind: str, above: bool) -> tuple[tuple[Criterion, EventFact], ...]:
        key = (version, kind, above)
        if key not in self.watched:
            seen, vocabulary = replace(self.fact, above=above), self._vocabulary(version)
            self.watched[key] = tuple(
                (criterion, seen)
                for criterion in as_of(self.guidelines[version], self.fact.reported_on).criteria
                if kind in criterion.applies_to
                and criterion.tier is None
                and criterion.on_loss != "none"
                and broken_span(criterion.check, seen, date.min, vocabulary) is not None
            )
        return self.watched[key]

    def _vocabulary(self, version: uuid.UUID) -> Vocabulary:
        if version not in self.vocabularies:
            self.vocabularies[version] = Vocabulary.of(self.guidelines[version])
        return self.vocabularies[version]


def _borne(name: Name, day: date) -> bool:
    return name.over_on is None or day < name.over_on


def _through_children(
    name: Name,
    place: Place,
    lost: Sequence[_Lost],
    guidelines: Mapping[uuid.UUID, Guideline],
    known: Mapping[HoldKey, datetime],
    still_meets: StillMeets,
) -> Iterator[Hold]:
    """List what the names lost directly below do to a name (B-f, open question 21)."""
    for stint in name.stints if lost else ():
        guideline = guidelines[stint.version]
        yield from _through_under(stint, name, place, lost, guideline, known, still_meets)


def _through_under(
    stint: Stint,
    name: Name,
    place: Place,
    lost: Sequence[_Lost],
    guideline: Guideline,
    known: Mapping[HoldKey, datetime],
    still_meets: StillMeets,
) -> Iterator[Hold]:
    """List what they do on the days of a stint, by its version."""
    if guideline.on_child_loss == "none":
        return
    gone = frozenset(each.place.id for each in lost)
    for each in lost:
        clause = counting_clause(guideline, place.kind, each.place.kind)
        recorded = known.get(each.hold.key)
        if clause is None or (recorded is not None and recorded <= name.named_at):
            continue
        judged = replace(name, version=stint.version, left=())
        if guideline.on_child_loss == "recompute" and still_meets(judged, clause, gone):
            continue
        lasting = guideline.on_child_loss == "revoke"
        span = _while_lost(each, name, recorded, stint, lasting=lasting)
        if span is not None:
            effect: Effect = "revoke" if lasting else "suspend"
            event_id, cause = each.hold.event_id, Cause.CHILD_NAME_LOST
            yield Hold(event_id, name.id, clause, effect, cause, span, span.until_on, stint.version)


def _while_lost(
    lost: _Lost, name: Name, recorded: datetime | None, stint: Stint, *, lasting: bool
) -> Span | None:
    """Tell how long a loss below counts: until it is over, the unit is named anew, or the one above re-assessed."""
    again = (on for at, on in name.met_again if not lasting and recorded is not None and at > recorded)
    reassessed = next(again, None)
    bounds = (lost.hold.span.until_on, lost.name.over_on, reassessed, stint.until_on)
    ends = [day for day in bounds if day is not None]
    begins = max(lost.hold.span.from_on, name.named_on, stint.from_on or name.named_on)
    over = min(ends, default=None)
    if (over is not None and over <= begins) or not _borne(name, begins):
        return None
    return Span(begins, None if lasting else over)


def _merge(holds: dict[tuple[str, uuid.UUID | None], Hold], hold: Hold) -> None:
    """Join what several names lost below do by the same clause: the stronger effect, from first to last."""
    key = hold.clause, hold.version
    held = holds.get(key)
    if held is None:
        holds[key] = hold
        return
    strongest = hold if is_weaker(held.leaves, hold.leaves) else held
    ends = (held.span.until_on, hold.span.until_on)
    until = None if None in ends else max(end for end in ends if end is not None)
    clear = (
        None if None in (held.clear_on, hold.clear_on) else max(filter(None, (held.clear_on, hold.clear_on)))
    )
    span = Span(min(held.span.from_on, hold.span.from_on), until)
    holds[key] = replace(strongest, span=span, clear_on=clear)
