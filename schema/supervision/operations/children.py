"""Whether a name stands without units below it that it needs, apart from what events do to these for a while.

What an event does below is a hold of its own on the name above, and ends with it. So a child an event suspends, or
revokes, counts here as if nothing had happened: it makes no difference whether the tree changes before or after.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from schema.consequences.loading.names import read_names
from schema.criteria.loading import load_children
from schema.criteria.rules.facts import ChildFact
from schema.designations.operations.settling import settle_designations
from schema.designations.repository.sweeps import Borne
from schema.designations.rules import CHILDREN, Cause, Change
from schema.frame.operation import Transaction
from schema.supervision.operations.settling import Guidelines, settlement_of
from schema.supervision.operations.upwards import failing_clause
from tenants.database import Session

Children = Mapping[uuid.UUID, Mapping[uuid.UUID, ChildFact]]
"""The units directly below some, by parent and unit."""


@dataclass(frozen=True, slots=True)
class Below:
    """The units directly below some, and those above one that lost its name otherwise than by an event."""

    children: Children
    bereft: frozenset[uuid.UUID]


async def children_apart_from_events(
    session: Session, parents: Collection[uuid.UUID], today: date
) -> Children:
    """Load the units directly below some: titled are those whose name would be in force without any event."""
    return (await look_below(session, parents, today)).children


async def look_below(session: Session, parents: Collection[uuid.UUID], today: date) -> Below:
    """Load the units directly below some, and tell above which of them a name was lost otherwise than by an event."""
    children = await load_children(session, parents, today)
    ids = [child for below in children.values() for child in below]
    names = await read_names(session, ids, today, lock=False)
    titled = {
        unit_id
        for unit_id, held in names.items()
        if held[-1].base.standing.in_force and held[-1].over_on is None
    }
    seen = {
        parent: {child: replace(fact, titled=child in titled) for child, fact in below.items()}
        for parent, below in children.items()
    }
    lost = names.keys() - titled
    return Below(seen, frozenset(parent for parent, below in seen.items() if not lost.isdisjoint(below)))


async def suspend_childless(
    tx: Transaction,
    names: Sequence[Borne],
    children: Children,
    guidelines: Guidelines,
    rearranged: Collection[uuid.UUID],
) -> Sequence[Borne]:
    """Suspend those of some names, until it is met, that do not meet their rule about the units below; give them.

    Where the tree was `rearranged` below them, that is told as the cause.
    """
    settled, fallen = [], []
    for name in names:
        guideline = guidelines[name.version]
        if guideline.on_child_loss == "none" or CHILDREN in name.state.suspended_for:
            continue
        clause = failing_clause(guideline, name, children.get(name.unit_id, {}), tx.today)
        if clause is not None:
            cause = Cause.TREE_CHANGED if name.unit_id in rearranged else Cause.CHILD_NAME_LOST
            settled.append(settlement_of(name, Change.SUSPENDED, cause, clause, tx.today))
            fallen.append(name)
    await settle_designations(tx, settled)
    return fallen
