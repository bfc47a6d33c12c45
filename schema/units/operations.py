"""What officials do to the tree."""

from dataclasses import dataclass

from authz.actions import Action
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Command, Transaction, operation
from schema.guidelines.repository import current_edition, kinds_to_come
from schema.units import repository
from schema.units.repository.counters import count_new
from schema.units.repository.placements import keep_placements
from schema.units.rules import ByCode, ExistingUnit, UnitRow, code_path, plan_import
from schema.units.tables import Unit
from tenants.base import new_id


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportUnits(Command):
    """Add units below existing ones or below each other; all or nothing, at most 2,000 rows."""

    units: tuple[UnitRow, ...]


@operation("unit.import", Unit)
async def import_units(tx: Transaction, command: ImportUnits) -> Unit:
    """Add units to the tree; return the first row's unit.

    Refuses every fault of the rows at once: a kind that is unknown or about to be dropped, parent that is
    missing or not allowed, cycle, duplicate code, text too long.
    """
    if not command.units:
        raise DomainError(ErrorCode.INVALID_INPUT, "没有要导入的单元。", field=("units",))
    codes = {row.code for row in command.units} | {
        row.parent_code for row in command.units if row.parent_code
    }
    existing = await repository.by_codes(tx.session, codes, hold=True)
    tx.turn_has_come()
    root = await repository.get_root(tx.session)
    if root is not None:
        existing[root.code] = root
    kept = await kinds_to_come(tx.session, tx.today)
    edition = await current_edition(tx.session, tx.today)
    labels = await repository.labels_for(tx.session, [row.code for row in command.units])
    planned = plan_import(
        command.units,
        {code: ExistingUnit(unit.kind, unit.path, unit.closed_on) for code, unit in existing.items()},
        {kind.id: kind.parents for kind in edition.guideline.unit_kinds if kind.id in kept},
        tx.today,
        labels,
    )
    made = ByCode(existing)
    for plan in planned:
        row = plan.row
        parent = made[row.parent_code] if row.parent_code else None
        tx.authorize(Action.UNIT_IMPORT, parent.path if parent else plan.path)
        unit = Unit(
            id=new_id(),
            code=row.code,
            name=row.name,
            kind=row.kind,
            path=plan.path,
            code_path=code_path(parent.codes if parent else None, row.code, plan.path),
            parent_id=parent.id if parent else None,
            opened_on=row.opened_on,
            created_at=tx.now,
        )
        made[row.code] = unit
        tx.session.add(unit)
    await tx.session.flush()
    new = [made[plan.row.code] for plan in planned]
    await keep_placements(tx.session, new, tx.now)
    await count_new(tx.session, new)
    tx.note(units=len(planned))
    return made[command.units[0].code]
