"""Gives a unit another name; the certificate it holds is issued anew under that name."""

import uuid
from dataclasses import dataclass

from authz.actions import Action
from schema.designations import repository as designations
from schema.designations.operations import reissue
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.frame.text import text_fault
from schema.unit_changes.operations.preparing import lock_unit, read_unit
from schema.unit_changes.operations.publishing import publish_change
from schema.unit_changes.operations.recoding import reason_fault
from schema.unit_changes.operations.telling import tell_change
from schema.units.repository import rearranging as tree
from schema.units.repository.identities import keep_identities
from schema.units.rules import NAME_LIMIT
from schema.units.tables import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class RenameUnit(Command):
    """Call a unit otherwise from today on, and say why."""

    unit_id: uuid.UUID
    expected_revision: int
    name: str
    reason: str


@operation("unit.rename", Unit)
async def rename_unit(tx: Transaction, command: RenameUnit) -> Unit:
    """Call a unit otherwise; who may register a unit there may do so.

    A name it bears goes on under its number: its certificate is issued anew and supersedes the one before.
    """
    seen = await read_unit(tx, command.unit_id)
    tx.authorize(Action.UNIT_IMPORT, seen.path.rpartition(".")[0] or seen.path)
    require_revision(seen.revision, command.expected_revision)
    await tree.lock_tree(tx.session, [], [seen.path])
    tx.turn_has_come()
    unit = await lock_unit(tx, command.unit_id, command.expected_revision)
    faults = [text_fault(command.name, field=("name",), label="名称", maximum=NAME_LIMIT, lines=False)]
    faults.append(reason_fault(command.reason))
    if unit.name == command.name:
        faults.append(DomainError(ErrorCode.INVALID_INPUT, "新旧名称相同。", field=("name",)))
    if wrong := [fault for fault in faults if fault is not None]:
        raise DomainErrors(wrong)
    before = unit.name
    await keep_identities(tx.session, [unit], "name", command.reason, tx.today, tx.now)
    unit.name = command.name
    await tx.session.flush()
    held = (await designations.lock_held_by_units(tx.session, [unit.id])).get(unit.id)
    if held is not None:
        reissue(tx, held, unit, f"单元由“{before}”更名：{command.reason}")
    publish_change(tx, "renamed", unit.code, unit.name)
    await tell_change(tx, [unit])
    tx.note(unit=unit.code, edition=held.certificate_edition if held else None)
    return unit
