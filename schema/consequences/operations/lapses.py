"""Gives names back that nothing holds down any more: set-based, however many there are.

A name whose history breaks the rules of names keeps nobody else from coming back: it is left out, told of in the log
and in the audit entry of the night, and looked at again the next time.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

import structlog

from schema.consequences import repository
from schema.consequences.loading.lines import EventChange, Line, plan_changes, read_line
from schema.consequences.loading.names import read_names
from schema.consequences.operations.settling import carry_out, settle_names
from schema.consequences.rules import Hold, Occasion, Plan, lapses_of
from schema.criteria.loading import fact_of
from schema.events import repository as events
from schema.frame.errors import DomainError
from schema.frame.operation import Transaction
from schema.units import repository as units

log = structlog.get_logger(__name__)


async def lapse(tx: Transaction, today: date) -> int:
    """Restore the names whose last hold ended by today, or the last of those that suspend (open question 1).

    Names that stay down for something else than what ended are told anew.
    """
    places = await repository.lock_lapsed(tx.session, today)
    odd: set[UUID] = set()
    names = await read_names(tx.session, [place.id for place in places], today, lock=False, odd=odd)
    latest = [held[-1] for held in names.values()]
    holds: dict[UUID, list[Hold]] = defaultdict(list)
    for hold in await repository.live_holds(tx.session, [name.id for name in latest]):
        holds[hold.name_id].append(hold)
    transitions = [each for name in latest for each in lapses_of(name, holds[name.id], today)]
    await settle_names(tx, transitions, {place.id: place for place in places})
    _tell_left_out(tx, "units", odd)
    return len({transition.name.id for transition in transitions if not transition.told_anew})


async def heal(tx: Transaction, today: date, above: Collection[UUID] | None = None) -> int:
    """Work the holds of events anew whose losses below may have been made good (B-f, open question 21).

    With `above` only those on names of these units.
    """
    count, odd = 0, set[UUID]()
    for event_id in await repository.healed_events(tx.session, today, above):
        try:
            found = await _worked_anew(tx, event_id, today)
        except DomainError:
            odd.add(event_id)
            continue
        if found is not None:
            await carry_out(tx, *found)
            await tx.records.write()
            count += len({each.name.id for each in found[0].transitions if not each.told_anew})
    _tell_left_out(tx, "events", odd)
    return count


async def _worked_anew(tx: Transaction, event_id: UUID, today: date) -> tuple[Plan, Line] | None:
    event = await events.lock(tx.session, event_id)
    unit = await units.get(tx.session, event.unit_id)
    if unit is None:
        return None
    line = await read_line(
        tx.session, {unit.path}, today, lock=True, happened_on=event.occurred_on, events=[event.id]
    )
    tx.turn_has_come()
    change = EventChange(line.live(event.id, unit.id, fact_of(event)))
    return plan_changes(line, [change], Occasion.LAPSED, today), line


def _tell_left_out(tx: Transaction, what: str, odd: Collection[UUID]) -> None:
    if odd:
        log.warning("lapse.left_out", what=what, ids=sorted(str(each) for each in odd))
        tx.leave_out(what, len(odd))
