"""Names above follow in the transaction in which one below comes into force, whatever brought it back."""

import uuid
from collections.abc import Collection

from schema.consequences.operations.lapses import heal
from schema.designations.operations.shifts import take_shifts
from schema.designations.repository.sweeps import lock_of_units, lock_suspended
from schema.designations.rules import EVALUATION
from schema.frame.operation import Transaction, before_commit
from schema.supervision.operations.children import look_below, suspend_childless
from schema.supervision.operations.settling import guidelines_borne
from schema.supervision.operations.upwards import bring_back, follow_upwards
from schema.units.repository.placements import rearranged_below


@before_commit
async def follow_names(tx: Transaction) -> None:
    """Bring names back that waited for one that came into force, level by level, as the end of an event does.

    A name that was decided wrongly to be lost is back as if it had not been: if the tree below it changed meanwhile,
    it is looked at as it would have been then.
    """
    while shifts := take_shifts(tx):
        back = {shift.unit_id for shift in shifts if shift.change == "reinstated"}
        if back:
            await _look_at_reinstated(tx, back)
        parents = {shift.parent_id for shift in shifts if shift.parent_id is not None}
        waiting = await lock_suspended(tx.session, parents) if parents else ()
        fallen = [name.unit_id for name in waiting if EVALUATION in name.state.suspended_for]
        if fallen and any(shift.change == "named" for shift in shifts):
            await tx.records.write()
            await heal(tx, tx.today, fallen)
            waiting = await lock_suspended(tx.session, parents)
        await bring_back(tx, waiting)


async def _look_at_reinstated(tx: Transaction, unit_ids: Collection[uuid.UUID]) -> None:
    """Suspend names given back that lost a child while they were lost themselves, or whose tree changed."""
    below = await look_below(tx.session, unit_ids, tx.today)
    rearranged = await rearranged_below(tx.session, unit_ids)
    if not (rearranged or below.bereft):
        return
    names = await lock_of_units(tx.session, {*below.bereft, *rearranged})
    guidelines = await guidelines_borne(tx)
    fallen = await suspend_childless(tx, names, below.children, guidelines, rearranged)
    for of_tree in (True, False):
        lost = [(name.parent_id, name.kind) for name in fallen if (name.unit_id in rearranged) is of_tree]
        await follow_upwards(tx, lost, guidelines, tx.today, rearranged=of_tree)
