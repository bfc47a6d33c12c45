"""Gives names back that nothing holds down any more: set-based, however many there are."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from schema.consequences import repository
from schema.consequences.loading.lines import EventChange, plan_changes, read_line
from schema.consequences.loading.names import read_names
from schema.consequences.operations.settling import carry_out, settle_names
from schema.consequences.rules import Hold, Occasion, lapses_of
from schema.criteria.loading import fact_of
from schema.events import repository as events
from schema.frame.operation import Transaction
from schema.units import repository as units


async def lapse(tx: Transaction, today: date) -> int:
    """Restore the names whose last hold ended by today, or the last of those that suspend (open question 1)."""
    places = await repository.lock_lapsed(tx.session, today)
    names = await read_names(tx.session, places, lock=False)
    latest = [held[-1] for held in names.values()]
    holds: dict[UUID, list[Hold]] = defaultdict(list)
    for hold in await repository.live_holds(tx.session, [name.id for name in latest]):
        holds[hold.name_id].append(hold)
    transitions = [each for name in latest for each in lapses_of(name, holds[name.id], today)]
    await settle_names(tx, transitions, {place.id: place for place in places})
    return len({transition.name.id for transition in transitions})


async def heal(tx: Transaction, today: date) -> int:
    """Work the holds of events anew whose losses below may have been made good (B-f, open question 21)."""
    count = 0
    for event_id in await repository.healed_events(tx.session, today):
        event = await events.lock(tx.session, event_id)
        unit = await units.get(tx.session, event.unit_id)
        if unit is None:
            continue
        line = await read_line(
            tx.session, {unit.path}, lock=True, happened_on=event.occurred_on, events=[event.id]
        )
        tx.turn_has_come()
        change = EventChange(line.live(event.id, unit.id, fact_of(event)))
        plan = plan_changes(line, [change], Occasion.LAPSED, today)
        await carry_out(tx, plan, line)
        await tx.records.write()
        count += len(plan.transitions)
    return count
