"""Gives a unit another code. Where it lies does not depend on it, so nothing but what is shown changes."""

import uuid
from dataclasses import dataclass

from authz.actions import Action
from schema.frame.errors import DomainErrors
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.unit_changes.operations.preparing import lock_unit, read_unit
from schema.unit_changes.rules import new_unit_faults
from schema.units import repository as units
from schema.units.repository import rearranging as tree
from schema.units.repository.recoding import change_code
from schema.units.tables import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeUnitCode(Command):
    """Give a unit another code from now on."""

    unit_id: uuid.UUID
    expected_revision: int
    code: str


@operation("unit.change_code", Unit)
async def change_unit_code(tx: Transaction, command: ChangeUnitCode) -> Unit:
    """Give a unit a code nobody has; scopes, names, counters, order and cursors stay as they are.

    Who may register a unit there may do so. What was told the world before keeps the code of its time.
    """
    seen = await read_unit(tx, command.unit_id)
    tx.authorize(Action.UNIT_IMPORT, seen.path.rpartition(".")[0] or seen.path)
    require_revision(seen.revision, command.expected_revision)
    await tree.lock_tree(tx.session, [seen.path], [])
    unit = await lock_unit(tx, command.unit_id, command.expected_revision)
    taken = await units.by_codes(tx.session, {command.code})
    faults = [*new_unit_faults([(command.code, unit.name)], taken, [()])]
    if faults:
        raise DomainErrors(faults)
    before = unit.code
    shown = await change_code(tx.session, unit, command.code)
    tx.note(unit=unit.code, before=before, shown=shown)
    return unit
