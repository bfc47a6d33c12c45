"""What events do to names that stand under another version from today on: all events that matter, at once."""

import uuid
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from schema.consequences.loading.lines import Line, known_of, read_line
from schema.consequences.rules import (
    Hold,
    LiveEvent,
    Name,
    Occasion,
    Place,
    Plan,
    broken_span,
    holds_of,
    plan_of,
)
from schema.criteria.loading import fact_of
from schema.criteria.rules.facts import HORIZON, EventFact
from schema.events import repository as events
from schema.events.tables import HealthEvent
from schema.guidelines.rules import as_of
from schema.guidelines.rules.format import Guideline
from schema.guidelines.rules.vocabulary import Vocabulary
from schema.units import repository as units
from schema.units.repository import ancestor_paths
from schema.units.repository.placements import ever_changed
from tenants.database import Session


@dataclass(frozen=True, slots=True)
class Moved:
    """Names by id that stand under another version from a day on, and that version's guideline."""

    names: Collection[uuid.UUID]
    version: uuid.UUID
    guideline: Guideline
    on: date

    def under(self, line: Line) -> Line:
        """Give a line as it is once its names stand under the version."""
        names = {unit_id: [self._judged(name) for name in held] for unit_id, held in line.names.items()}
        guidelines = {**line.guidelines, self.version: self.guideline}
        still = replace(line.still_meeting, guidelines=guidelines)
        return replace(line, names=names, guidelines=guidelines, still_meeting=still)

    def _judged(self, name: Name) -> Name:
        if name.id not in self.names:
            return name
        return replace(name, version=self.version, left=(*name.left, (name.version, self.on)))


async def plan_events(
    session: Session,
    line: Line,
    moved: Moved,
    paths: Collection[str],
    *,
    lock: bool,
    odd: set[uuid.UUID] | None = None,
) -> Plan:
    """Plan what becomes of the names of a line that lies along some paths, when events are judged by the version.

    Lines of other days leave out, and note in `odd`, what the line itself may: names with an odd history.
    """
    matter = await _mattering(session, line, moved, paths)
    whole, own = moved.under(line), {event.id for event, _ in matter}
    before: dict[uuid.UUID, list[Hold]] = defaultdict(list)
    others: dict[uuid.UUID, list[Hold]] = defaultdict(list)
    for hold in whole.holds:
        if hold.event_id in own:
            before[hold.event_id].append(hold)
        else:
            others[hold.name_id].append(hold)
    after: list[Hold] = []
    for part, live in await _lines(session, whole, moved, matter, lock=lock, odd=odd):
        along = _Along(part.places)
        for event in live:
            known = known_of(before[event.id])
            found = holds_of(
                event,
                part.places if event.now else along.places(event.path),
                part.names,
                part.guidelines,
                known,
                part.still_meeting.asks(moved.on),
            )
            after += [replace(hold, known_since=known.get(hold.key)) for hold in found]
    names = {name.id: name for place in reversed(whole.places) for name in whole.names.get(place.id, ())}
    after = [hold for hold in after if hold.name_id in names]
    held = [hold for holds in before.values() for hold in holds]
    return plan_of(held, after, others, names, Occasion.RULE_CHANGED, moved.on)


async def _mattering(
    session: Session, line: Line, moved: Moved, paths: Collection[str]
) -> Sequence[tuple[HealthEvent, EventFact]]:
    """List the events that hold a name of the line down, or that break a clause of the version from the day on."""
    nearby = {event.id: event for event, _ in await events.list_along(session, paths, moved.on - HORIZON)}
    holding = {hold.event_id for hold in line.holds}
    missing = list(holding - nearby.keys())
    nearby |= await events.by_ids(session, missing) if missing else {}
    found, vocabulary = [], Vocabulary.of(moved.guideline)
    for event_id in sorted(nearby):
        fact = fact_of(nearby[event_id])
        if fact is not None and (event_id in holding or _breaks(moved, vocabulary, fact)):
            found.append((nearby[event_id], fact))
    return found


def _breaks(moved: Moved, vocabulary: Vocabulary, fact: EventFact) -> bool:
    seen = (fact, replace(fact, above=True))
    return any(
        broken_span(criterion.check, each, moved.on, vocabulary) is not None
        for criterion in as_of(moved.guideline, fact.reported_on).criteria
        if criterion.on_loss != "none"
        for each in seen
    )


async def _lines(
    session: Session,
    whole: Line,
    moved: Moved,
    matter: Sequence[tuple[HealthEvent, EventFact]],
    *,
    lock: bool,
    odd: set[uuid.UUID] | None,
) -> Sequence[tuple[Line, Sequence[LiveEvent]]]:
    """Give the lines events lie on: the one that was read, or in a tree that changed one for each of their days."""
    here = whole.place_of
    if not await ever_changed(session):
        live = [LiveEvent(e.id, here[e.unit_id].path, fact) for e, fact in matter if e.unit_id in here]
        elsewhere = [(event, fact) for event, fact in matter if event.unit_id not in here]
    else:
        live, elsewhere = [], list(matter)
    found: list[tuple[Line, Sequence[LiveEvent]]] = [(whole, live)]
    by_day: dict[date, list[tuple[HealthEvent, EventFact]]] = defaultdict(list)
    for event, fact in elsewhere:
        by_day[event.occurred_on].append((event, fact))
    for day, happened in sorted(by_day.items()):
        at = await _paths_of(session, [event for event, _ in happened])
        ids = [event.id for event, _ in happened]
        read = await read_line(
            session, set(at.values()), moved.on, lock=lock, happened_on=day, events=ids, odd=odd
        )
        part = moved.under(read)
        found.append((part, [part.live(event.id, event.unit_id, fact) for event, fact in happened]))
    return found


async def _paths_of(session: Session, happened: Sequence[HealthEvent]) -> Mapping[uuid.UUID, str]:
    rows = await units.by_ids(session, list({event.unit_id for event in happened}))
    return {unit_id: unit.path for unit_id, unit in rows.items()}


class _Along:
    """Finds what lies above and below a path among places in path order."""

    def __init__(self, places: Sequence[Place]) -> None:
        """Index the places."""
        self._places = sorted(places, key=lambda place: place.path)
        self._paths = [place.path for place in self._places]
        self._at = {place.path: place for place in self._places}

    def places(self, path: str) -> Sequence[Place]:
        """Give the units above, at and below a path, each before its own children."""
        over = [self._at[each] for each in ancestor_paths(path) if each in self._at]
        here = [self._at[path]] if path in self._at else []
        first, last = bisect_left(self._paths, path + "."), bisect_left(self._paths, path + "/")
        return [*over, *here, *self._places[first:last]]
