"""Reads the line of an event in a tree that has changed: as it lay when it happened, and as it lies now.

An event acts on a name where the unit lay on the later of two days: that of the event and that of the naming. A name
borne when it happened falls or stands by the tree of that day, whenever the event becomes known and whatever moved
since; a name given afterwards is judged as its evaluation would have judged it.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter

from schema.consequences import repository
from schema.consequences.rules import Lies, Place
from schema.units.repository import ancestor_paths, lines, placements
from schema.units.repository.lines import UnitRow
from schema.units.repository.placements import EVER, Then
from tenants.database import Session

NOWHERE = "~"
"""Sorts after every path and lies in no subtree: where a unit lay that did not exist."""


@dataclass(frozen=True, slots=True)
class OldLine:
    """What is read of a day: the paths of events, the day they happened on, the events, the kinds they can touch."""

    paths: Collection[str]
    day: date
    events: Collection[uuid.UUID]
    kinds: frozenset[str]


def place_of(row: UnitRow) -> Place:
    """Make a place of a unit's row."""
    return Place(row.id, row.parent_id, row.kind, row.path, row.code)


async def read_changed_line(
    session: Session, here: Sequence[Place], old: OldLine, *, lock: bool
) -> Sequence[Place]:
    """Read, besides the line as it is now, the units on it on a day, and those whose names the events hold down.

    Where a unit was split or merged, those that took its place stand beside it.
    """
    at = [place for place in here if place.path in set(old.paths)]
    then = Then(old.day, EVER)
    lay = await placements.placements_then(session, [(place.id, then) for place in at])
    old_paths = [row.path for row in lay.values() if row.path is not None]
    heirs = await placements.heirs_of(session, [place.id for place in at])
    line = await placements.line_then(session, old_paths, then)
    wanted = {unit.id for unit in line if unit.kind in old.kinds}
    wanted |= await _between(session, [place.id for place in at], {*old_paths, *old.paths}, old)
    wanted |= heirs.keys() | await repository.units_held_down(session, old.events)
    missing = wanted - {place.id for place in here}
    elsewhere = [place_of(row) for row in await lines.list_by_ids(session, missing, lock=lock)]
    known = {place.path for place in (*here, *elsewhere)}
    over = {above for place in elsewhere for above in ancestor_paths(place.path)} - known
    elsewhere += [place_of(row) for row in await lines.list_at(session, over, old.kinds, lock=lock)]
    path_of = {place.id: place.path for place in at}
    beside = {heir: path_of[split] for heir, split in heirs.items()}
    return await _in_both(session, [*here, *elsewhere], beside, then)


async def _between(
    session: Session, at: Sequence[uuid.UUID], paths: Collection[str], old: OldLine
) -> set[uuid.UUID]:
    """Find the units that lay on the line of events between their day and today, above or below where these came to."""
    later = await placements.list_since(session, at, old.day)
    moved = {
        (row.valid_from, row.path) for rows in later.values() for row in rows if row.path and row.valid_from
    }
    found = await placements.passed_below(session, {*paths, *(path for _, path in moved)}, old.day)
    for day, path in sorted(moved):
        line = await placements.line_then(session, [path], Then(day, EVER))
        found |= {unit.id for unit in line if unit.kind in old.kinds}
    return found


async def _in_both(
    session: Session, places: Sequence[Place], beside: Mapping[uuid.UUID, str], then: Then
) -> Sequence[Place]:
    """Note where units lay then, since then, and lie now, each before those directly below it at any time."""
    lay = await placements.placements_then(session, [(place.id, then) for place in places])
    later = await placements.list_since(session, [place.id for place in places], then.on)
    both: dict[uuid.UUID, Place] = {}
    for place in places:
        row = lay.get((place.id, then))
        now = Lies(place.parent_id, beside.get(place.id, place.path), place.path)
        since = tuple(
            (each.valid_from, Lies(each.parent_id, beside.get(place.id, each.path), each.path))
            for each in later.get(place.id, ())
            if each.path is not None and each.valid_from is not None
        )
        if row is not None and row.path is not None:
            both[place.id] = Place(place.id, row.parent_id, place.kind, row.path, place.code, now, since)
        elif row is not None:  # closed on that day: what happened before lies where it was
            both[place.id] = Place(place.id, place.parent_id, place.kind, place.path, place.code, now, since)
        else:
            both[place.id] = Place(place.id, None, place.kind, NOWHERE, place.code, now, since)
    above = {id_: place.parents for id_, place in both.items()}
    try:
        order = list(TopologicalSorter(above).static_order())
    except CycleError:  # two units changed places
        order = sorted(both, key=lambda id_: both[id_].lies)
    return [both[id_] for id_ in order if id_ in both]
