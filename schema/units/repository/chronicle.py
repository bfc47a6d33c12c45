"""The statement that tells whether anything ever happened in a unit, whichever noun's rows say so."""

import uuid
from collections.abc import Sequence

from sqlalchemy import exists, literal, or_, select

from schema.units.tables import Unit, UnitCounter, UnitCounterDelta, UnitIdentity, UnitPlacement
from tenants.base import Base
from tenants.database import Session

_OF_ITSELF = {each.__tablename__ for each in (UnitPlacement, UnitCounter, UnitCounterDelta, UnitIdentity)} | {
    "notifications"
}
"""Tables whose rows say what a unit is, or that somebody was told of it: nothing happened by them."""


async def traces_of(session: Session, unit_id: uuid.UUID) -> Sequence[str]:
    """List the tables with a row that names a unit: each that refers to units is looked at, so none is forgotten."""
    tenant_id = session.info["tenant_id"]
    looks = []
    for table in Base.metadata.sorted_tables:
        columns = [
            table.c[next(name for name in rule.column_keys if name != "tenant_id")]
            for rule in table.foreign_key_constraints
            if rule.referred_table is Unit.__table__
        ]
        if columns and table.name not in _OF_ITSELF:
            named = or_(*(column == unit_id for column in columns))
            there = exists(select(literal(1)).select_from(table).where(table.c.tenant_id == tenant_id, named))
            looks.append(there.label(table.name))
    row = (await session.execute(select(*looks))).mappings().one()
    return [name for name, there in row.items() if there]
