"""The statement that changes a unit's code: labels stay, so nothing that is narrowed or ordered by paths is touched."""

from sqlalchemy import case, func, literal, update

from schema.units.repository.rearranging import CODES
from schema.units.repository.units import within
from schema.units.rules import child_path
from schema.units.tables import Unit
from tenants.database import Session


async def change_code(session: Session, unit: Unit, code: str) -> int:
    """Give a unit another code, and tell the codes from the root anew of it and all below it, in one statement.

    Whoever calls has locked these; gives how many they are. `unit` itself is read anew.
    """
    above = unit.codes.rpartition(".")[0] or None
    codes = literal(child_path(above, code)) + func.substr(CODES, len(unit.codes) + 1)
    changed = await session.execute(
        update(Unit)
        .where(Unit.tenant_id == session.info["tenant_id"], within(Unit.path, [unit.path]))
        .values(
            code=case((Unit.id == unit.id, code), else_=Unit.code),
            code_path=func.nullif(codes, Unit.path),
            revision=Unit.revision + 1,
        )
        .execution_options(synchronize_session=False)
    )
    await session.refresh(unit)
    return int(changed.rowcount)  # type: ignore[attr-defined]  # a DML's CursorResult
