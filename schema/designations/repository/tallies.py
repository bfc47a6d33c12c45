"""Every statement on coverage: how many units of some kinds bear a name."""

import uuid
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Select, and_, func, or_, select

from schema.designations.repository import valid_on
from schema.designations.repository.facts import names_in_force
from schema.designations.rules import HELD, IN_FORCE, Standing
from schema.designations.tables import Designation
from schema.frame.keyset import count_rows
from schema.units.repository import joined, within
from schema.units.repository.counters import Counts, counts_below
from schema.units.repository.kinds import tops
from schema.units.repository.places import directly_below
from tenants.database import Session
from tenants.reading import read_together


async def coverage_now(
    session: Session, scopes: Collection[str], kinds: Collection[str], today: date
) -> Counts:
    """Read the counters of the units of these kinds in `scopes`, and look at the tops of `scopes` themselves.

    Names whose last day has passed are taken off, whether or not the night has come that ends them.
    """
    top = tops(session, scopes)
    held = and_(
        Designation.tenant_id == session.info["tenant_id"],
        Designation.unit_id == top.c.id,
        Designation.status.in_(HELD),
    )
    found_tops, over = await read_together(
        session,
        session.execute(select(top.c.id, top.c.kind, Designation.status).outerjoin(Designation, held)),
        session.execute(_run_out(session, scopes, kinds, today)),
    )
    rows = found_tops.all()
    ended = [status for (status,) in over]
    found = await counts_below(session, [unit_id for unit_id, _, _ in rows], kinds)
    own = [status for _, kind, status in rows if kind in kinds]
    return Counts(
        total=found.total + len(own),
        held=found.held + sum(status is not None for status in own) - len(ended),
        in_force=found.in_force
        + sum(status in IN_FORCE for status in own)
        - sum(s in IN_FORCE for s in ended),
    )


def _run_out(session: Session, scopes: Collection[str], kinds: Collection[str], today: date) -> Select[str]:
    """Select how names still stand whose last day has passed."""
    return joined.with_unit(select(Designation.status), Designation.tenant_id, Designation.unit_id).where(
        Designation.tenant_id == session.info["tenant_id"],
        Designation.status.in_(HELD),
        Designation.valid_until < today,
        within(joined.PATH, scopes),
        joined.KIND.in_(kinds),
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
        valid_on(on),
    )
    return await count_rows(session, statement)


async def children_by_kind(
    session: Session, asked: list[tuple[uuid.UUID, date]]
) -> Mapping[tuple[uuid.UUID, date], Mapping[str, tuple[int, int]]]:
    """Count, by kind, the units directly below units and those with a name in force on a day (loader batch)."""
    found: dict[tuple[uuid.UUID, date], dict[str, tuple[int, int]]] = {}
    for day in {day for _, day in asked}:
        ids = [unit_id for unit_id, on in asked if on == day]
        child, name = directly_below(session, ids), names_in_force(session, day)
        rows = await session.execute(
            select(child.c.parent_id, child.c.kind, func.count(), func.count(name.c.unit_id))
            .outerjoin(name, name.c.unit_id == child.c.unit_id)
            .group_by(child.c.parent_id, child.c.kind)
        )
        for parent_id, kind, total, titled in rows:
            found.setdefault((parent_id, day), {})[kind] = (total, titled)
    return found
