"""Every statement that adds to counters what was appended beside them.

Who adds holds the counter's row, and adds all that is there: a part of it may say less than no names.
"""

import uuid
from collections.abc import Collection

from sqlalchemy import Integer, and_, delete, func, select, update

from schema.frame.statements import one_of
from schema.units.tables import UnitCounter, UnitCounterDelta
from tenants.database import Session

AT_ONCE = 1_000
"""So many counters are added to in one go."""


async def is_to_be_folded(session: Session) -> bool:
    """Tell whether anything waits to be added to the tenant's counters."""
    waiting = select(UnitCounterDelta.id).where(UnitCounterDelta.tenant_id == session.info["tenant_id"])
    return bool(await session.scalar(select(waiting.exists())))


async def lock_counters(session: Session, unit_id: uuid.UUID, kinds: Collection[str]) -> None:
    """Make whoever else decides by these counters of a unit wait; what was counted before is then seen."""
    await session.execute(
        select(UnitCounter.id)
        .where(
            UnitCounter.tenant_id == session.info["tenant_id"],
            UnitCounter.unit_id == unit_id,
            UnitCounter.kind.in_(kinds),
        )
        .order_by(UnitCounter.id)
        .with_for_update()
    )


async def fold_counters(session: Session, unit_ids: Collection[uuid.UUID] | None = None) -> int:
    """Add to the counters of units what was appended beside them; tell how many changed.

    Without units it is those of the whole tenant, as many as are done at once; counters somebody holds are left.
    """
    tenant_id = session.info["tenant_id"]
    waiting = select(UnitCounterDelta.id).where(
        UnitCounterDelta.tenant_id == tenant_id,
        UnitCounterDelta.unit_id == UnitCounter.unit_id,
        UnitCounterDelta.kind == UnitCounter.kind,
    )
    counter = select(UnitCounter.id, UnitCounter.unit_id, UnitCounter.kind).where(
        UnitCounter.tenant_id == tenant_id, waiting.exists()
    )
    if unit_ids is None:
        counter = counter.limit(AT_ONCE)
    else:
        counter = counter.where(one_of(UnitCounter.unit_id, unit_ids)).order_by(UnitCounter.id)
    taken = counter.with_for_update(skip_locked=unit_ids is None).cte("taken")
    if unit_ids is not None:  # whoever waited for a row reads anew what was appended meanwhile
        await session.execute(select(taken.c.id))
    gone = (
        delete(UnitCounterDelta)
        .where(
            UnitCounterDelta.tenant_id == tenant_id,
            UnitCounterDelta.unit_id == taken.c.unit_id,
            UnitCounterDelta.kind == taken.c.kind,
        )
        .returning(taken.c.id, UnitCounterDelta.held, UnitCounterDelta.in_force)
        .cte("gone")
    )
    moved = (
        select(
            gone.c.id,
            func.sum(gone.c.held).cast(Integer).label("held"),
            func.sum(gone.c.in_force).cast(Integer).label("in_force"),
        )
        .group_by(gone.c.id)
        .subquery("moved")
    )
    changed = await session.execute(
        update(UnitCounter)
        .where(and_(UnitCounter.tenant_id == tenant_id, UnitCounter.id == moved.c.id))
        .values(held=UnitCounter.held + moved.c.held, in_force=UnitCounter.in_force + moved.c.in_force)
        .execution_options(synchronize_session=False)
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]  # a DML's CursorResult
