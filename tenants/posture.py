"""How the database stands: its revision, and whether our roles are as powerless as isolation needs them."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

_POSTURE = text(
    """
    select
        role.rolsuper or role.rolbypassrls as bypasses,
        exists (
            select from pg_class c
            where c.relowner = role.oid
                and c.relnamespace = 'public'::regnamespace
                and c.relkind in ('r', 'p')
        ) as owns,
        (select version_num from alembic_version) as revision
    from pg_roles role
    where role.rolname = current_user
    """
)


@dataclass(frozen=True, slots=True)
class Posture:
    """What a pool's role may do, and which migration the database is at."""

    bypasses_row_security: bool
    owns_tables: bool
    revision: str


async def read_posture(engine: AsyncEngine) -> Posture:
    """Ask the database as the role of this pool; raise what the driver raises if it cannot be asked."""
    async with engine.connect() as connection:
        row = (await connection.execute(_POSTURE)).one()
    return Posture(bypasses_row_security=row.bypasses, owns_tables=row.owns, revision=row.revision)
