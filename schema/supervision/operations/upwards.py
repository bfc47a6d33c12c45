"""Names above those that were lost: they fall with them, level by level, and come back when enough are borne below."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from schema.consequences.rules import AffectedUnit, broken_by_child
from schema.criteria.loading import load_children
from schema.criteria.rules import unmet_below
from schema.criteria.rules.facts import ChildFact, UnitFacts
from schema.designations.operations.settling import settle_designations
from schema.designations.repository import sweeps
from schema.designations.repository.sweeps import Borne
from schema.designations.rules import CHILDREN, Cause, Change, Standing
from schema.frame.operation import Transaction
from schema.guidelines.rules.format import Guideline
from schema.supervision.operations.settling import Below, Guidelines, guidelines_borne, settlement_of


async def follow_upwards(
    tx: Transaction, lost: Sequence[Below], guidelines: Guidelines, today: date, *, rearranged: bool = False
) -> int:
    """Let names fall by names lost below, level by level (open question 21); tell how many.

    Where the tree was `rearranged` nobody lost anything by a fault: names are suspended, at every level, not revoked.
    """
    fallen, lost = 0, list(lost)
    while lost:
        below = {parent: kind for parent, kind in lost if parent is not None}
        parents = await sweeps.lock_of_units(tx.session, list(below))
        children = await load_children(tx.session, [name.unit_id for name in parents], today)
        settled, lost = [], []
        for name in parents:
            unit = AffectedUnit(name.unit_id, name.parent_id, name.kind, "above", Standing.ACTIVE)
            loss = broken_by_child(guidelines[name.version], below[name.unit_id], unit)
            facts = children.get(name.unit_id, {})
            if loss is None or CHILDREN in name.state.suspended_for:
                continue
            if loss.change == "recompute" and _suffice(guidelines[name.version], name, facts, today):
                continue
            change = Change.REVOKED if loss.change == "revoke" and not rearranged else Change.SUSPENDED
            settled.append(settlement_of(name, change, Cause.CHILD_NAME_LOST, loss.clause, today, CHILDREN))
            lost.append((name.parent_id, name.kind))
        await settle_designations(tx, settled)
        fallen += len(settled)
    return fallen


async def give_back(tx: Transaction, guidelines: Guidelines, today: date) -> int:
    """Give back names that were suspended for those below and now have enough of them, from the bottom up."""
    restored = 0
    while given := await _restore(tx, await sweeps.lock_down_for(tx.session, CHILDREN), guidelines, today):
        restored += given
    return restored


async def bring_back(tx: Transaction, waiting: Sequence[Borne]) -> int:
    """Give back those of some names that were suspended for those below and now have enough of them."""
    names = [name for name in waiting if CHILDREN in name.state.suspended_for]
    return await _restore(tx, names, await guidelines_borne(tx), tx.today) if names else 0


async def _restore(tx: Transaction, names: Sequence[Borne], guidelines: Guidelines, today: date) -> int:
    children = await load_children(tx.session, [name.unit_id for name in names], today)
    settled = [
        settlement_of(name, Change.RESTORED, Cause.RE_EVALUATED, None, today, CHILDREN)
        for name in names
        if _suffice(guidelines[name.version], name, children.get(name.unit_id, {}), today)
    ]
    await settle_designations(tx, settled)
    return len(settled)


def failing_clause(
    guideline: Guideline, name: Borne, children: Mapping[uuid.UUID, ChildFact], today: date
) -> str | None:
    """Name the first clause about the units directly below that a name's unit does not meet, if there is one."""
    facts = UnitFacts(today, name.kind, children=tuple(children.values()))
    return next((clause for clause, _ in unmet_below(guideline, facts)), None)


def _suffice(guideline: Guideline, name: Borne, children: Mapping[uuid.UUID, ChildFact], today: date) -> bool:
    return failing_clause(guideline, name, children, today) is None
