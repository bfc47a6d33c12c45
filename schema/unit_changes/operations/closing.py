"""A unit that is dissolved, or was registered in error: what must be empty before, and what ends with it."""

import uuid
from dataclasses import dataclass, replace

from authz.actions import Action
from schema.applications import repository as applications
from schema.applications.loading import dossier_of
from schema.applications.operations import move
from schema.applications.rules.states import Status
from schema.applications.tables import Application
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Transaction
from schema.guidelines.rules.lookup import find_step
from schema.petitions import repository as petitions
from schema.residents import repository as residents
from schema.unit_changes.operations.preparing import TreeCommand, lock_closing, read_unit, require_free
from schema.unit_changes.operations.rearranging import Rearrangement
from schema.unit_changes.operations.recoding import reason_fault
from schema.units.repository import rearranging as tree
from schema.units.repository.chronicle import traces_of
from schema.units.tables import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseUnit(TreeCommand):
    """Let a unit be no more from today on; one registered in error never was."""

    unit_id: uuid.UUID
    expected_revision: int
    reason: str
    mistaken: bool = False


async def prepare_closing(tx: Transaction, command: CloseUnit) -> Rearrangement:
    """Examine a closing: nobody lives there and no unit lies below; an open application ends with it."""
    seen = await read_unit(tx, command.unit_id)
    tx.authorize(Action.UNIT_REARRANGE, seen.path)
    ending = await _lock_application(tx, seen.id)
    (unit,) = await lock_closing(
        tx, [(seen.id, command.expected_revision)], ends=("applications", "petitions")
    )
    if fault := reason_fault(command.reason):
        raise fault
    homes = await residents.lock_homes(tx.session, [unit.id])
    children = await tree.children_of(tx.session, [unit.id])
    counted = {"households": len(homes), "units": len(children)}
    require_free({name: number for name, number in counted.items() if number})
    if command.mistaken and (traces := await traces_of(tx.session, unit.id)):
        details: dict[str, str | int] = {"records": "、".join(traces)}
        message = "单元已有记录，不是误建，不能按误建处理。"
        raise DomainError(ErrorCode.UNIT_HAS_HISTORY, message, field=("mistaken",), details=details)
    if await _lock_application(tx, unit.id) is not ending:
        raise DomainError(ErrorCode.STALE_REVISION, "该单元刚有新的申请，请重新查看。", field=("unit",))
    if ending is not None:
        await _end(tx, ending, unit, command.reason)
    await petitions.close_open(tx.session, unit.id, tx.now)
    return Rearrangement(
        cause="mistaken" if command.mistaken else "dissolved",
        reason=command.reason,
        parents=(unit.parent_id,) if unit.parent_id else (),
        closed=(unit,),
        ended=int(ending is not None),
    )


async def _lock_application(tx: Transaction, unit_id: uuid.UUID) -> Application | None:
    """Lock the open application of a unit: applications are locked before their units."""
    found = (await applications.open_by_units(tx.session, [unit_id])).get(unit_id)
    return await applications.lock(tx.session, found.id) if found is not None else None


async def _end(tx: Transaction, application: Application, unit: Unit, reason: str) -> None:
    """Let an application end by itself; one whose name was given already is done."""
    dossier = await dossier_of(tx.session, application, unit)
    step = find_step(dossier.process, application.step)
    status: Status = "approved" if step is not None and step.kind == "record" else "withdrawn"
    by = (tx.role, tx.level, tx.on_behalf_of)
    note = f"单元撤销，申请随之终止：{reason}"
    await move(tx, dossier, "withdraw", replace(dossier.state, status=status, step=None), None, note=note)
    tx.role, tx.level, tx.on_behalf_of = by
