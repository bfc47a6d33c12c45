"""The statement that finds units called the same below one unit, however that is written."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from schema.frame.statements import one_of
from schema.frame.text import folded, is_storable
from schema.units.tables import Unit
from tenants.database import Session

Wanted = tuple[uuid.UUID, str]
"""The unit above, and a name."""


async def namesakes(session: Session, wanted: Collection[Wanted]) -> Mapping[Wanted, Sequence[Unit]]:
    """Find the open units directly below that bear a name, whatever its width, case, brackets and dots; by code.

    A name nobody bears there is left out.
    """
    keys = {(parent, name): folded(name) for parent, name in wanted if is_storable(name)}
    rows = await session.scalars(
        select(Unit)
        .where(
            Unit.tenant_id == session.info["tenant_id"],
            one_of(Unit.parent_id, {parent for parent, _ in keys}),
            Unit.name_key.in_(set(keys.values())),
            Unit.closed_on.is_(None),
        )
        .order_by(Unit.code)
    )
    there: dict[tuple[uuid.UUID | None, str], list[Unit]] = defaultdict(list)
    for row in rows:
        there[row.parent_id, row.name_key].append(row)
    return {
        (parent, name): there[parent, name_key]
        for (parent, name), name_key in keys.items()
        if (parent, name_key) in there
    }
