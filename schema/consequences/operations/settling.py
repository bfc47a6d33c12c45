"""Carries a plan out: holds come and go, names change with them, all in the transaction of the event."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from schema.consequences import repository
from schema.consequences.loading.lines import Line
from schema.consequences.rules import Place, Plan, Transition
from schema.consequences.tables import Consequence
from schema.designations.operations.news import tell_change
from schema.designations.operations.settling import Settled, settle_designations
from schema.frame.operation import Transaction


async def carry_out(tx: Transaction, plan: Plan, line: Line) -> None:
    """Write a plan whose line the transaction has locked."""
    await repository.withdraw(tx.session, plan.withdrawn, tx.now)
    tx.records.extend(Consequence, repository.rows_of(plan.recorded, tx.now))
    await settle_names(tx, plan.transitions, line.place_of)


async def settle_names(
    tx: Transaction, transitions: Sequence[Transition], places: Mapping[UUID, Place]
) -> None:
    """Change how names stand, and tell those whom it concerns; `places` are those of the units by id."""
    for transition in transitions:
        name = transition.name
        if transition.told_anew:
            continue
        tell_change(tx, transition.change, name.id, name.unit_id, places[name.unit_id].lies)
    await settle_designations(tx, [_settled(transition, places) for transition in transitions])


def _settled(transition: Transition, places: Mapping[UUID, Place]) -> Settled:
    name = transition.name
    return Settled(
        designation_id=name.id,
        number=name.number,
        unit_code=places[name.unit_id].code,
        state=transition.state,
        change=transition.change,
        cause=transition.cause,
        clause=transition.clause,
        event_id=transition.event_id,
        effective_on=transition.effective_on,
        over_on=transition.over_on,
    )
