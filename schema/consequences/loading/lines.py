"""Reads the lines some events touch, and plans what becomes of the names on them."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from schema.consequences import repository
from schema.consequences.loading.changed_lines import OldLine, place_of, read_changed_line
from schema.consequences.loading.names import read_names, reassessed
from schema.consequences.loading.still_meeting import StillMeeting, load_still_meeting
from schema.consequences.rules import (
    Hold,
    HoldKey,
    LiveEvent,
    Name,
    Occasion,
    Place,
    Plan,
    holds_of,
    plan_of,
    watched_kinds,
)
from schema.criteria.rules.facts import EventFact
from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.repository import ever_published, get_edition
from schema.guidelines.rules.format import Guideline
from schema.units.repository import lines
from tenants.database import Session


@dataclass(frozen=True, slots=True)
class EventChange:
    """An event as it is to be known."""

    event: LiveEvent


@dataclass(frozen=True, slots=True)
class Line:
    """The units events can touch along some paths, with the names that count and what holds them down now."""

    places: Sequence[Place]
    names: Mapping[uuid.UUID, Sequence[Name]]
    holds: Sequence[Hold]
    guidelines: Mapping[uuid.UUID, Guideline]
    still_meeting: StillMeeting

    @property
    def codes(self) -> Mapping[uuid.UUID, str]:
        """Find a unit's code by its id."""
        return {place.id: place.code for place in self.places}

    def live(self, event_id: uuid.UUID, unit_id: uuid.UUID, fact: EventFact | None) -> LiveEvent:
        """Place an event in its unit; refuse one whose unit left the line meanwhile."""
        place = self.place_of.get(unit_id)
        if place is None:
            raise DomainError(ErrorCode.STALE_REVISION, "单元刚被移动。", field=("expectedRevision",))
        since = tuple((day, lay.path) for day, lay in place.since)
        return LiveEvent(event_id, place.path, fact, place.lies, since)

    @property
    def place_of(self) -> Mapping[uuid.UUID, Place]:
        """Find a place by its unit's id."""
        return {place.id: place for place in self.places}


async def read_line(
    session: Session,
    paths: Collection[str],
    today: date,
    *,
    lock: bool,
    happened_on: date | None = None,
    events: Collection[uuid.UUID] = (),
    odd: set[uuid.UUID] | None = None,
) -> Line:
    """Read what lies at some paths, and above and below them whatever bears names that events can change.

    With `lock` for writing: nobody names one of these units or changes the tree there meanwhile, and nobody else
    changes these names. Whoever reports elsewhere, or where no name is borne, does not wait.

    Where the tree was ever changed, it is the line of events that happened on a day; see `read_changed_line`. Names
    with an odd history are refused, or left out of the line and their units noted in `odd`; see `read_names`.
    """
    kinds = watched_kinds([edition.guideline for edition in await ever_published(session)])
    rows, changed = await lines.list_line(session, paths, kinds, lock=lock)
    places: Sequence[Place] = [place_of(row) for row in rows]
    closed: Mapping[uuid.UUID, date] = {}
    if happened_on is not None and changed:
        old = OldLine(paths, happened_on, events, kinds)
        places = await read_changed_line(session, places, old, lock=lock)
        closed = await lines.closed_among(session, [place.id for place in places])
    names = await read_names(
        session, [place.id for place in places], today, lock=lock, closed=closed, odd=odd
    )
    holds = await repository.live_holds(session, [name.id for held in names.values() for name in held])
    versions = {version for held in names.values() for name in held for version in name.versions}
    guidelines = {version: (await get_edition(session, version)).guideline for version in versions}
    names = await reassessed(session, names, holds)
    still = await load_still_meeting(session, places, guidelines, today)
    return Line(places, names, holds, guidelines, still)


def plan_changes(line: Line, changes: Sequence[EventChange], occasion: Occasion, on: date) -> Plan:
    """Plan what becomes of the names of a line when events change."""
    changed = {change.event.id for change in changes}
    before: dict[uuid.UUID, list[Hold]] = defaultdict(list)
    others: dict[uuid.UUID, list[Hold]] = defaultdict(list)
    for hold in line.holds:
        if hold.event_id in changed:
            before[hold.event_id].append(hold)
        else:
            others[hold.name_id].append(hold)
    after: list[Hold] = []
    for change in changes:
        known = known_of(before[change.event.id])
        after += _known_since(
            known,
            holds_of(
                change.event, line.places, line.names, line.guidelines, known, line.still_meeting.asks(on)
            ),
        )
    in_order = {name.id: name for place in reversed(line.places) for name in line.names.get(place.id, ())}
    return plan_of([hold for held in before.values() for hold in held], after, others, in_order, occasion, on)


def known_of(holds: Sequence[Hold]) -> dict[HoldKey, datetime]:
    """Tell since when holds are known: by whichever version, the earliest counts."""
    known: dict[HoldKey, datetime] = {}
    for hold in holds:
        if hold.known_since is not None:
            known[hold.key] = min(hold.known_since, known.get(hold.key, hold.known_since))
    return known


def _known_since(known: Mapping[HoldKey, datetime], holds: Sequence[Hold]) -> list[Hold]:
    return [replace(hold, known_since=known.get(hold.key)) for hold in holds]
