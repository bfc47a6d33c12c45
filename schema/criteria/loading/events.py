"""Loads what happened in units, below them and above them, as far as a criterion can count it on a day."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from schema.criteria.loading.lines import inside, over
from schema.criteria.rules.facts import HORIZON, EventFact
from schema.events import repository as events
from schema.events.tables import HealthEvent
from schema.units.tables import Unit
from tenants.database import Session


async def events_of(
    session: Session, units: Collection[Unit], on: date
) -> Mapping[uuid.UUID, tuple[EventFact, ...]]:
    """Load the events of units, in the order in which they were reported.

    What happened in a unit that was split or merged lies in those that took its place, too. Each event counts once
    for a unit: as its own where any of these places lies in it, else as one above.
    """
    paths = [unit.path for unit in units]
    rows = await events.list_along(session, paths, on - HORIZON)
    known = {event.id: fact for event, _ in rows if (fact := fact_of(event)) is not None}
    covering = {event_id: replace(fact, above=True) for event_id, fact in known.items()}
    places = [(event.id, path) for event, path in rows]
    own, above = inside(places, paths), over(places, paths)
    found: dict[uuid.UUID, tuple[EventFact, ...]] = {}
    for unit, path in zip(units, paths, strict=True):
        seen = {event_id: covering[event_id] for event_id in above.get(path, ())}
        seen |= {event_id: known[event_id] for event_id in own.get(path, ())}
        found[unit.id] = tuple(seen[event_id] for event_id in sorted(seen))
    return found


def fact_of(event: HealthEvent) -> EventFact | None:
    """Tell what criteria see of an event; nothing of an excluded one."""
    if event.excluded:
        return None
    return EventFact(
        kind=event.kind,
        occurred_on=event.occurred_on,
        reported_on=event.reported_on,
        ended_on=event.ended_on,
        in_central_quarantine=event.in_central_quarantine,
        risk_level=event.risk_level,
        event_class=event.event_class,
        control=event.control,
    )
