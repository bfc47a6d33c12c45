"""What officials do to the tree and to its logs."""

import uuid
from dataclasses import dataclass
from datetime import date

from authz.actions import Action
from schema.errors import DomainError, ErrorCode
from schema.guidelines.repository import current_edition
from schema.operation import Command, Transaction, operation
from schema.units import repository
from schema.units.rules import ExistingUnit, UnitRow, plan_import, require_log
from schema.units.tables import Unit, UnitLog
from tenants.base import new_id

IMPORT_LIMIT = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportUnits(Command):
    """Add units below existing ones or below each other; all or nothing, at most 2,000 rows."""

    units: tuple[UnitRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordUnitLog(Command):
    """Note a piece of routine work in a unit; a test round gives people due and tested."""

    unit_id: uuid.UUID
    kind: str
    performed_on: date
    people_due: int | None = None
    people_tested: int | None = None
    note: str | None = None


@operation("unit.import", Unit)
async def import_units(tx: Transaction, command: ImportUnits) -> Unit:
    """Add units to the tree; return the first row's unit.

    Refuses every fault of the rows at once: unknown kind, parent that is missing or not allowed, cycle,
    duplicate code, text too long.
    """
    if not 1 <= len(command.units) <= IMPORT_LIMIT:
        raise DomainError(ErrorCode.TOO_MANY_ITEMS, f"每次导入1至{IMPORT_LIMIT}行。", field=("units",))
    codes = {row.code for row in command.units} | {
        row.parent_code for row in command.units if row.parent_code
    }
    existing = await repository.by_codes(tx.session, codes)
    edition = await current_edition(tx.session)
    planned = plan_import(
        command.units,
        {code: ExistingUnit(kind=unit.kind, path=unit.path) for code, unit in existing.items()},
        {kind.id: kind.parents for kind in edition.guideline.unit_kinds},
    )
    made = {code: unit for code, unit in existing.items()}
    for row in planned:
        parent = made[row.parent_code] if row.parent_code else None
        tx.authorize(Action.UNIT_IMPORT, parent.path if parent else row.path)
        unit = Unit(
            id=new_id(),
            code=row.code,
            name=row.name,
            kind=row.kind,
            path=row.path,
            parent_id=parent.id if parent else None,
            created_at=tx.now,
        )
        made[row.code] = unit
        tx.session.add(unit)
    tx.note(units=len(planned))
    return made[command.units[0].code]


@operation("unit.record_log", UnitLog)
async def record_unit_log(tx: Transaction, command: RecordUnitLog) -> UnitLog:
    """Note routine work in a unit (B-i, B-m, B-n)."""
    unit = await repository.lock(tx.session, command.unit_id)
    tx.authorize(Action.LOG_RECORD, unit.path)
    require_log(command, tx.today)
    entry = UnitLog(
        unit_id=unit.id,
        kind=command.kind,
        performed_on=command.performed_on,
        people_due=command.people_due,
        people_tested=command.people_tested,
        note=command.note,
        recorded_by=tx.actor_id,
        recorded_at=tx.now,
    )
    tx.session.add(entry)
    return entry
