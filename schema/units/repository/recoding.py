"""The statement that gives units other codes: labels stay, so nothing narrowed or ordered by paths is touched."""

from collections.abc import Mapping

from sqlalchemy import ARRAY, Integer, Text, Values, and_, column, func, literal, select, true, update, values
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from schema.units.repository.units import covers
from schema.units.tables import Unit
from tenants.database import Session


async def change_codes(session: Session, codes: Mapping[str, str]) -> int:
    """Give units other codes, old to new, and tell the codes from the root anew of them and all below, at once.

    Whoever calls has locked these; gives how many they are. Codes are compared at the end of it, so that units may
    swap theirs. What is loaded of units is stale afterwards.
    """
    tenant_id = session.info["tenant_id"]
    given, line = _table("given", codes), _table("line", codes)
    top, low, above = aliased(Unit), aliased(Unit), aliased(Unit)
    concerned = (
        select(low.id, low.path)
        .distinct()
        .select_from(top)
        .join(given, given.c.old == top.code)
        .join(low, and_(low.tenant_id == top.tenant_id, covers(top.path, low.path)))
        .where(top.tenant_id == tenant_id, low.tenant_id == tenant_id)
        .subquery("concerned")
    )
    parts = func.string_to_array(concerned.c.path, ".", type_=ARRAY(Text))
    depth = (
        func.generate_series(1, func.cardinality(parts))
        .table_valued(column("n", Integer))
        .render_derived(name="depth")
    )
    code = func.coalesce(line.c.new, above.code)
    joined = func.string_agg(code, aggregate_order_by(literal("."), depth.c.n))
    shown = (
        select(concerned.c.id, joined.label("codes"))
        .select_from(concerned)
        .join(depth, true())
        .join(
            above,
            and_(above.tenant_id == tenant_id, above.path == func.array_to_string(parts[1 : depth.c.n], ".")),
        )
        .outerjoin(line, line.c.old == above.code)
        .where(above.tenant_id == tenant_id)
        .group_by(concerned.c.id)
        .subquery("shown")
    )
    changed = await session.execute(
        update(Unit)
        .where(Unit.tenant_id == tenant_id, Unit.id == shown.c.id)
        .values(
            code=func.split_part(shown.c.codes, ".", -1),
            code_path=func.nullif(shown.c.codes, Unit.path),
            revision=Unit.revision + 1,
        )
        .execution_options(synchronize_session=False)
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]  # a DML's CursorResult


def _table(name: str, codes: Mapping[str, str]) -> Values:
    columns = column("old", Text(collation="C")), column("new", Text(collation="C"))
    return values(*columns, name=name).data(sorted(codes.items()))
