"""Carries a plan out: holds come and go, names change with them, all in the transaction of the event."""

from collections.abc import Mapping
from uuid import UUID

from schema.consequences import repository
from schema.consequences.planning import Line
from schema.consequences.rules import Plan, Transition
from schema.designations.news import tell_change
from schema.designations.settling import Settled, settle_designations
from schema.operation import Transaction


async def carry_out(tx: Transaction, plan: Plan, line: Line) -> None:
    """Write a plan whose line the transaction has locked."""
    await repository.withdraw(tx.session, plan.withdrawn, tx.now)
    await repository.record(tx.session, plan.recorded, tx.now)
    codes, places = line.codes, line.place_of
    for transition in plan.transitions:
        name = transition.name
        tell_change(tx, transition.change, name.id, name.unit_id, places[name.unit_id].path)
    await settle_designations(tx, [_settled(transition, codes) for transition in plan.transitions])


def _settled(transition: Transition, codes: Mapping[UUID, str]) -> Settled:
    name = transition.name
    return Settled(
        designation_id=name.id,
        number=name.number,
        unit_code=codes[name.unit_id],
        state=transition.state,
        change=transition.change,
        cause=transition.cause,
        clause=transition.clause,
        event_id=transition.event_id,
        effective_on=transition.effective_on,
    )
