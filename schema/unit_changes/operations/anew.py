"""What events do to names, worked out anew where the tree they act along has changed."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from schema.consequences.loading.lines import EventChange, plan_changes, read_line
from schema.consequences.operations.settling import carry_out
from schema.consequences.rules import Occasion
from schema.criteria.loading import fact_of
from schema.events import repository as events
from schema.events.rules import INFECTIONS
from schema.events.tables import HealthEvent
from schema.frame.operation import Transaction
from schema.units import repository as units
from schema.units.repository import ancestor_paths
from schema.units.repository.rearranging import Relocation

HORIZON = timedelta(days=366)
"""No window of the format is longer."""


async def work_events_anew(
    tx: Transaction, closed: Collection[str], relocations: Sequence[Relocation]
) -> None:
    """Work anew what events do that lie in units which moved or closed, or over where these lay or lie.

    So it makes no difference whether the tree changed before an event became known or after.
    """
    await tx.records.write()
    by_day: dict[date, list[HealthEvent]] = defaultdict(list)
    for event in await _concerned(tx, closed, relocations):
        by_day[event.occurred_on].append(event)
    for day, happened in sorted(by_day.items()):
        places = await units.by_ids(tx.session, list({event.unit_id for event in happened}))
        line = await read_line(
            tx.session,
            {place.path for place in places.values()},
            tx.today,
            lock=True,
            happened_on=day,
            events=[event.id for event in happened],
        )
        changes = [EventChange(line.live(event.id, event.unit_id, fact_of(event))) for event in happened]
        await carry_out(tx, plan_changes(line, changes, Occasion.REARRANGED, tx.today), line)
        await tx.records.write()


async def _concerned(
    tx: Transaction, closed: Collection[str], relocations: Sequence[Relocation]
) -> Sequence[HealthEvent]:
    here = {*closed, *(each.after for each in relocations)}
    left = {path for each in relocations for path in ancestor_paths(each.before)} - here
    since = tx.today - HORIZON
    found = {event.id: event for event, _ in await events.list_along(tx.session, here, since)}
    over = await units.by_paths(tx.session, sorted(left)) if left else {}
    for event in await events.list_at(tx.session, [place.id for place in over.values()]):
        found[event.id] = event
    return [event for event in found.values() if _goes_on(event, since)]


def _goes_on(event: HealthEvent, since: date) -> bool:
    """Tell whether an event may still do something to a name: infections for a window, states while they go on."""
    return event.occurred_on >= since if event.kind in INFECTIONS else event.ended_on is None
