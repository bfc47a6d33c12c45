"""Every statement that counts units by their kind, closed ones too."""

from collections.abc import Collection, Mapping

from sqlalchemy import Select, func, literal, select

from schema.units.repository.units import covers
from schema.units.tables import Unit
from tenants.database import Session


async def count_of_other_kinds(session: Session, kinds: Collection[str]) -> Mapping[str, int]:
    """Count the units of other kinds than these, by kind."""
    rows = await session.execute(
        select(Unit.kind, func.count())
        .where(Unit.tenant_id == session.info["tenant_id"], Unit.kind.not_in(kinds))
        .group_by(Unit.kind)
    )
    return {row[0]: row[1] for row in rows}


async def count_uncovered(session: Session, kinds: Collection[str], scopes: Select[str]) -> Mapping[str, int]:
    """Count the units of these kinds that lie in none of the areas a statement selects, by kind; zeros are left out."""
    areas = scopes.subquery()
    (scope,) = areas.c
    covered = select(literal(1)).select_from(areas).where(covers(scope, Unit.path)).correlate(Unit).exists()
    rows = await session.execute(
        select(Unit.kind, func.count())
        .where(Unit.tenant_id == session.info["tenant_id"], Unit.kind.in_(kinds), ~covered)
        .group_by(Unit.kind)
    )
    return {row[0]: row[1] for row in rows}
