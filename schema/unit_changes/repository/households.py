"""Every statement on the households of units that are split, merged or moved."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import (
    Text,
    Uuid,
    and_,
    column,
    select,
    update,
    values,
)

from schema.frame.statements import one_of
from schema.residents.tables import Household
from schema.units.repository import within
from schema.units.tables import Unit
from tenants.database import Session


async def homes_of(
    session: Session, unit_ids: Collection[uuid.UUID]
) -> Sequence[tuple[uuid.UUID, uuid.UUID, str]]:
    """Lock the households of units that did not move out: id, unit and door number, in the order of their ids."""
    rows = await session.execute(
        select(Household.id, Household.unit_id, Household.code)
        .where(
            Household.tenant_id == session.info["tenant_id"],
            one_of(Household.unit_id, unit_ids),
            Household.departed_on.is_(None),
        )
        .order_by(Household.id)
        .with_for_update()
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def homes_below(session: Session, path: str) -> Sequence[uuid.UUID]:
    """List the households at a unit and below it that did not move out."""
    rows = await session.scalars(
        select(Household.id)
        .join(Unit, and_(Unit.tenant_id == Household.tenant_id, Unit.id == Household.unit_id))
        .where(
            Household.tenant_id == session.info["tenant_id"],
            Household.departed_on.is_(None),
            within(Unit.path, [path]),
        )
    )
    return rows.all()


async def rehouse(session: Session, homes: Sequence[tuple[uuid.UUID, uuid.UUID, str]]) -> None:
    """Let households belong to another unit, under the door number they have there."""
    if not homes:
        return
    names = (column("home_id", Uuid), column("unit_id", Uuid), column("door", Text))
    given = values(*names).data(list(homes)).alias("given")
    await session.execute(
        update(Household)
        .where(Household.tenant_id == session.info["tenant_id"], Household.id == given.c.home_id)
        .values(unit_id=given.c.unit_id, code=given.c.door, revision=Household.revision + 1)
        .execution_options(synchronize_session=False)
    )
