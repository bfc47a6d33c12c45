"""What those who watch over names do in the compound: find, warn, hand out plaques."""

from authz.context import OperationContext
from schema.appeals.operations import LodgeAppeal, lodge_appeal
from schema.designations.operations import RecordPlaque, change_designation, record_plaque
from schema.designations.operations.changing import Change
from schema.designations.repository import lock_held_by_units, of_unit
from schema.designations.rules import Cause, Plaque
from schema.findings.operations import ground_of
from schema.findings.tables import Finding
from schema.frame.background import SYSTEM
from schema.frame.identifiers import encode_id
from schema.frame.operation import Transaction
from schema.supervision.operations import RecordFinding, record_finding
from schema.units.tables import Unit
from tests.builders.applications import Officials
from tests.builders.district import key
from tests.builders.stage import Stage


async def find(actor: OperationContext, unit: Unit, clause: str, description: str) -> Finding:
    """Find something at a unit on the spot."""
    command = RecordFinding(
        idempotency_key=key(), unit_id=unit.id, occasion="spot", clause=clause, description=description
    )
    return await record_finding(actor, command)


async def hand_out_plaque(actor: OperationContext, unit: Unit) -> None:
    """Note that a unit was given the plaque of its name today."""
    async with actor.read() as session:
        (name,) = (await of_unit(session, [unit.id]))[unit.id]
    command = RecordPlaque(
        idempotency_key=key(),
        designation_id=name.id,
        expected_revision=name.revision,
        what=Plaque.ISSUED,
        on=actor.today(),
    )
    await record_plaque(actor, command)


async def warn(stage: Stage, officials: Officials, unit: Unit) -> None:
    """Let a name be warned for what the commission found there, and its leader appeal."""
    found = await find(officials.commission, unit, "B-h", "提示不清")
    context = stage.district.context(SYSTEM)
    async with context.begin() as session:
        tx = Transaction(session, context, context.clock(), context.today())
        held = (await lock_held_by_units(session, [unit.id]))[unit.id]
        change = Change("warned", Cause.FINDING_NOT_RECTIFIED, "B-h", ground=ground_of(found))
        await change_designation(tx, held, unit, change)
        await tx.records.write()
    lodge = LodgeAppeal(idempotency_key=key(), designation_id=held.id, grounds="提示当日已经张贴。")
    stage.ids["appeal"] = encode_id("Appeal", (await lodge_appeal(officials.applicant, lodge)).id)
