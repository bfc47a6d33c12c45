"""Every statement on what units were called: kept when that changes, read by unit, by an old code, and as of a day."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ARRAY, Uuid, any_, insert, literal, select

from schema.frame.text import code_key, is_storable
from schema.units.repository.placements import UnitThen
from schema.units.repository.units import get_by_code
from schema.units.tables import Unit, UnitIdentity
from tenants.base import new_id
from tenants.database import Session


async def keep_identities(
    session: Session, units: Iterable[Unit], changed: str, reason: str, until: date, at: datetime
) -> None:
    """Keep what units are called, who are called otherwise from the day `until` on; called before that is written."""
    rows = [
        {
            "tenant_id": session.info["tenant_id"],
            "id": new_id(),
            "unit_id": unit.id,
            "code": unit.code,
            "name": unit.name,
            "changed": changed,
            "until": until,
            "reason": reason,
            "recorded_at": at,
        }
        for unit in units
    ]
    if rows:
        await session.execute(insert(UnitIdentity), rows)


async def identities_of(
    session: Session, unit_ids: list[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[UnitIdentity]]:
    """Read what units were called, the latest first (loader batch)."""
    rows = await session.scalars(
        select(UnitIdentity)
        .where(
            UnitIdentity.tenant_id == session.info["tenant_id"],
            UnitIdentity.unit_id == any_(literal(unit_ids, ARRAY(Uuid))),
        )
        .order_by(UnitIdentity.recorded_at.desc(), UnitIdentity.id.desc())
    )
    found: dict[uuid.UUID, list[UnitIdentity]] = defaultdict(list)
    for row in rows:
        found[row.unit_id].append(row)
    return found


async def identities_then(session: Session, keys: list[UnitThen]) -> Mapping[UnitThen, UnitIdentity]:
    """Read what units were called then (loader batch); nothing of one that is called so still.

    The first change that had not begun then, or was not known, tells what held before it.
    """
    ended = await identities_of(session, list({unit_id for unit_id, _ in keys}))
    found: dict[UnitThen, UnitIdentity] = {}
    for unit_id, then in keys:
        for row in ended.get(unit_id, ()):
            if row.until > then.on or row.recorded_at > then.known_at:
                found[unit_id, then] = row
    return found


async def get_by_any_code(session: Session, code: str) -> Unit | None:
    """Read the unit with a code, however that is written; where none has it, the one that had it last."""
    unit = await get_by_code(session, code)
    if unit is not None or not is_storable(code):
        return unit
    last = (
        select(UnitIdentity.unit_id)
        .where(
            UnitIdentity.tenant_id == session.info["tenant_id"],
            UnitIdentity.code_key == code_key(code),
            UnitIdentity.changed == "code",
        )
        .order_by(UnitIdentity.recorded_at.desc(), UnitIdentity.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return await session.scalar(
        select(Unit).where(Unit.tenant_id == session.info["tenant_id"], Unit.id == last)
    )
