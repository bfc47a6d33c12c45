"""Every statement on coverage: how many units of some kinds bear a name."""

import uuid
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import and_, func, or_, select

from schema.designations.repository.facts import names_in_force
from schema.designations.rules import HELD, IN_FORCE, Standing
from schema.designations.tables import Designation
from schema.frame.keyset import count_rows
from schema.units.repository import joined, within
from schema.units.repository.counters import Counts, counts_below
from schema.units.repository.kinds import tops
from schema.units.repository.places import directly_below
from tenants.database import Session


async def coverage_now(session: Session, scopes: Collection[str], kinds: Collection[str]) -> Counts:
    """Read the counters of the units of these kinds in `scopes`, and look at the tops of `scopes` themselves."""
    top = tops(session, scopes)
    held = and_(
        Designation.tenant_id == session.info["tenant_id"],
        Designation.unit_id == top.c.id,
        Designation.status.in_(HELD),
    )
    found_tops = await session.execute(
        select(top.c.id, top.c.kind, Designation.status).outerjoin(Designation, held)
    )
    rows = found_tops.all()
    found = await counts_below(session, [unit_id for unit_id, _, _ in rows], kinds)
    own = [status for _, kind, status in rows if kind in kinds]
    return Counts(
        total=found.total + len(own),
        held=found.held + sum(status is not None for status in own),
        in_force=found.in_force + sum(status in IN_FORCE for status in own),
    )


async def count_titled_on(session: Session, scopes: Collection[str], kinds: Collection[str], on: date) -> int:
    """Count the units of these kinds in `scopes` that bore a name at the end of a day, suspended ones too.

    A name that is void now never was borne.
    """
    statement = joined.with_unit(select(Designation), Designation.tenant_id, Designation.unit_id).where(
        Designation.tenant_id == session.info["tenant_id"],
        within(joined.PATH, scopes),
        joined.KIND.in_(kinds),
        Designation.named_on <= on,
        Designation.status != Standing.VOIDED,
        or_(Designation.ended_on.is_(None), Designation.ended_on > on),
    )
    return await count_rows(session, statement)


async def children_by_kind(
    session: Session, unit_ids: list[uuid.UUID]
) -> Mapping[uuid.UUID, Mapping[str, tuple[int, int]]]:
    """Count, by kind, the units directly below units and those of them with a name in force (loader batch)."""
    child, name = directly_below(session, unit_ids), names_in_force(session, None)
    rows = await session.execute(
        select(child.c.parent_id, child.c.kind, func.count(), func.count(name.c.unit_id))
        .outerjoin(name, name.c.unit_id == child.c.unit_id)
        .group_by(child.c.parent_id, child.c.kind)
    )
    found: dict[uuid.UUID, dict[str, tuple[int, int]]] = {}
    for parent_id, kind, total, titled in rows:
        found.setdefault(parent_id, {})[kind] = (total, titled)
    return found
