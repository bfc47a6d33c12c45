"""Gives units other codes. Where they lie does not depend on it, so nothing but what is shown changes."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from authz.actions import Action
from authz.context import OperationContext
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.frame.text import text_fault
from schema.unit_changes.operations.preparing import lock_unit, read_unit
from schema.unit_changes.operations.publishing import publish_change
from schema.unit_changes.operations.telling import tell_change
from schema.unit_changes.rules import Recoded, Verdict, judge_codes, new_unit_faults
from schema.unit_changes.rules.recoding import code_faults
from schema.units import repository as units
from schema.units.repository import rearranging as tree
from schema.units.repository.identities import keep_identities
from schema.units.repository.recoding import change_codes
from schema.units.rules import IMPORT_LIMIT
from schema.units.tables import Unit
from tenants.database import Session

REASON_LIMIT = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeUnitCode(Command):
    """Give a unit another code from today on."""

    unit_id: uuid.UUID
    expected_revision: int
    code: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReformUnitCodes(Command):
    """Give many units other codes from today on: all of them or none, at most 2,000."""

    rows: tuple[Recoded, ...]
    reason: str


@operation("unit.change_code", Unit)
async def change_unit_code(tx: Transaction, command: ChangeUnitCode) -> Unit:
    """Give a unit a code nobody has; scopes, names, counters, order and cursors stay as they are.

    Who may register a unit there may do so. What was told the world before keeps the code of its time, and the old
    code leads to the unit until another has it.
    """
    seen = await read_unit(tx, command.unit_id)
    tx.authorize(Action.UNIT_IMPORT, seen.path.rpartition(".")[0] or seen.path)
    require_revision(seen.revision, command.expected_revision)
    await tree.lock_tree(tx.session, [seen.path], [])
    tx.turn_has_come()
    unit = await lock_unit(tx, command.unit_id, command.expected_revision)
    taken = await units.by_codes(tx.session, {command.code})
    faults = [*new_unit_faults([(command.code, unit.name)], taken, [()])]
    if fault := reason_fault(command.reason):
        faults.append(fault)
    if faults:
        raise DomainErrors(faults)
    before = unit.code
    shown = await _recode(tx, [unit], {before: command.code}, command.reason)
    await tx.session.refresh(unit)
    await tell_change(tx, [unit])
    tx.note(unit=unit.code, before=before, shown=shown)
    return unit


@operation("unit.reform_codes", Unit)
async def reform_unit_codes(tx: Transaction, command: ReformUnitCodes) -> Unit:
    """Give all units of a table their new codes, or refuse with every row that cannot be; returns the root."""
    root = await _authorize_reform(tx)
    if not 1 <= len(command.rows) <= IMPORT_LIMIT:
        message = f"一次须更换1至{IMPORT_LIMIT}个单元的编码。"
        raise DomainError(ErrorCode.INVALID_INPUT, message, field=("rows",))
    await tree.lock_tree(tx.session, [root.path], [])
    tx.turn_has_come()
    named, verdicts = await _judge(tx.session, command.rows)
    faults = list(code_faults(command.rows, verdicts))
    if fault := reason_fault(command.reason):
        faults.append(fault)
    if faults:
        raise DomainErrors(faults)
    recoded = [named[row.before] for row in command.rows]
    codes = {row.before: row.after for row in command.rows}
    shown = await _recode(tx, recoded, codes, command.reason)
    await tx.session.refresh(root)
    await tell_change(tx, recoded)
    tx.note(units=len(recoded), shown=shown)
    return root


async def preview_unit_codes(
    context: OperationContext, rows: Sequence[Recoded]
) -> Sequence[tuple[Recoded, Verdict]]:
    """Judge each row of a reform as it would be judged now; nothing is written."""
    if len(rows) > IMPORT_LIMIT:
        message = f"一次须更换1至{IMPORT_LIMIT}个单元的编码。"
        raise DomainError(ErrorCode.INVALID_INPUT, message, field=("rows",))
    async with context.read() as session:
        _, verdicts = await _judge(session, rows)
    return list(zip(rows, verdicts, strict=True))


def reason_fault(reason: str) -> DomainError | None:
    """Tell what is wrong with why a unit is called otherwise, or is no more."""
    return text_fault(reason, field=("reason",), label="原因", maximum=REASON_LIMIT)


async def _authorize_reform(tx: Transaction) -> Unit:
    root = await units.get_root(tx.session)
    if root is None:
        raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=("rows",))
    tx.authorize(Action.UNIT_IMPORT, root.path)
    return root


async def _judge(session: Session, rows: Sequence[Recoded]) -> tuple[Mapping[str, Unit], list[Verdict]]:
    named = await units.by_codes(session, {code for row in rows for code in (row.before, row.after)})
    closed = {code for code, unit in named.items() if unit.closed_on is not None}
    return named, judge_codes(rows, named.keys() - closed, closed)


async def _recode(tx: Transaction, recoded: Sequence[Unit], codes: Mapping[str, str], reason: str) -> int:
    await keep_identities(tx.session, recoded, "code", reason, tx.today, tx.now)
    for unit in recoded:
        publish_change(tx, "recoded", codes[unit.code], unit.name, former_code=unit.code)
    return await change_codes(tx.session, codes)
