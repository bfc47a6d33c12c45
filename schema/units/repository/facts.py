"""Every statement on what an evaluation needs to know of units themselves: which there are, and work done in them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, select

from schema.frame.statements import TENANT, given
from schema.units.repository import within
from schema.units.repository.places import above, above_values
from schema.units.tables import Unit, UnitLog
from tenants.database import Session


async def list_standing(session: Session, scopes: Collection[str]) -> Sequence[Unit]:
    """List all units in `scopes` that were not closed, in tree order."""
    rows = await session.scalars(
        select(Unit)
        .where(
            Unit.tenant_id == session.info["tenant_id"], Unit.closed_on.is_(None), within(Unit.path, scopes)
        )
        .order_by(Unit.path)
    )
    return rows.all()


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work as it counts: its kind and day, and how many of those due a round of tests reached."""

    kind: str
    on: date
    due: int | None
    tested: int | None


async def logs_above(
    session: Session, paths: Collection[str], after: date, until: date
) -> Sequence[tuple[Work, str]]:
    """List the work done in units at some paths and above, each with the path it lies at, the earliest first."""
    asked = given(session, after=after, until=until, **above_values(paths))
    rows = await session.execute(_logs_above(), asked)
    return [(Work(kind, on, due, tested), path) for kind, on, due, tested, path in rows]


@cache
def _logs_above() -> Select[str, date, int | None, int | None, str]:
    place = above()
    return (
        select(UnitLog.kind, UnitLog.performed_on, UnitLog.people_due, UnitLog.people_tested, place.c.path)
        .join(place, place.c.unit_id == UnitLog.unit_id)
        .where(
            UnitLog.tenant_id == TENANT,
            UnitLog.performed_on > bindparam("after"),
            UnitLog.performed_on <= bindparam("until"),
        )
        .order_by(UnitLog.performed_on, UnitLog.id)
    )
