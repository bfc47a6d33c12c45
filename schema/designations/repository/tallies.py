"""Every statement on coverage: how many units of some kinds bear a name."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import and_, or_, select

from schema.designations.rules import HELD, IN_FORCE
from schema.designations.tables import Designation
from schema.frame.keyset import count_rows
from schema.units.repository import within
from schema.units.repository.counters import Counts, counts_below
from schema.units.rules import is_within
from schema.units.tables import Unit
from tenants.database import Session


async def coverage_now(session: Session, scopes: Collection[str], kinds: Collection[str]) -> Counts:
    """Read the counters of the units of these kinds in `scopes`, and look at the tops of `scopes` themselves."""
    outermost = [
        scope
        for scope in set(scopes)
        if not any(is_within(scope, other) for other in scopes if other != scope)
    ]
    at_top = Unit.parent_id.is_(None) if "" in scopes else Unit.path.in_(outermost)
    tops = await session.execute(
        select(Unit.id, Unit.kind, Designation.status)
        .outerjoin(
            Designation,
            and_(
                Designation.tenant_id == Unit.tenant_id,
                Designation.unit_id == Unit.id,
                Designation.status.in_(HELD),
            ),
        )
        .where(Unit.tenant_id == session.info["tenant_id"], Unit.closed_on.is_(None), at_top)
    )
    rows = tops.all()
    found = await counts_below(session, [unit_id for unit_id, _, _ in rows], kinds)
    own = [status for _, kind, status in rows if kind in kinds]
    return Counts(
        total=found.total + len(own),
        held=found.held + sum(status is not None for status in own),
        in_force=found.in_force + sum(status in IN_FORCE for status in own),
    )


async def count_units_of(session: Session, scopes: Collection[str], kinds: Collection[str]) -> int:
    """Count the units of these kinds in `scopes`: the denominator of coverage."""
    statement = select(Unit).where(
        Unit.tenant_id == session.info["tenant_id"],
        Unit.closed_on.is_(None),
        within(Unit.path, scopes),
        Unit.kind.in_(kinds),
    )
    return await count_rows(session, statement)


async def count_titled_on(session: Session, scopes: Collection[str], kinds: Collection[str], on: date) -> int:
    """Count the units of these kinds in `scopes` that bore a name at the end of a day, suspended ones too."""
    statement = (
        select(Designation)
        .join(Unit, (Unit.tenant_id == Designation.tenant_id) & (Unit.id == Designation.unit_id))
        .where(
            Designation.tenant_id == session.info["tenant_id"],
            within(Unit.path, scopes),
            Unit.kind.in_(kinds),
            Designation.named_on <= on,
            or_(Designation.ended_on.is_(None), Designation.ended_on > on),
        )
    )
    return await count_rows(session, statement)
