"""Every statement on households as a change of the tree finds them: at home in some units, then in others."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import Select, Text, Uuid, column, select, update, values

from schema.frame.statements import one_of
from schema.residents.tables import Household
from schema.units.repository import in_area
from tenants.database import Session

Home = tuple[uuid.UUID, uuid.UUID, str]
"""A household, its unit, and its door number there."""


def select_homes(session: Session, path: str) -> Select[uuid.UUID, uuid.UUID]:
    """Select tenant and id of the households at a unit and below that did not depart, for a statement to build on."""
    return select(Household.tenant_id, Household.id).where(
        Household.tenant_id == session.info["tenant_id"],
        Household.departed_on.is_(None),
        in_area(session, Household.unit_id, [path]),
    )


async def homes_below(session: Session, path: str) -> Sequence[uuid.UUID]:
    """List the households at a unit and below it that did not depart."""
    return (await session.scalars(select_homes(session, path).with_only_columns(Household.id))).all()


async def lock_homes(session: Session, unit_ids: Collection[uuid.UUID]) -> Sequence[Home]:
    """Lock the households of units that did not depart, in the order of their ids."""
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


async def rehouse(session: Session, homes: Sequence[Home]) -> None:
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
