"""Asking for a simulation, and calling one off. It reads a district as it stands and writes nothing but its result."""

import uuid
from dataclasses import dataclass

from authz.actions import Action
from authz.context import WHOLE_DISTRICT
from schema.events.rules import Report, require_declared, require_report
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Command, Transaction, operation
from schema.guidelines.operations import require_valid
from schema.guidelines.repository import Edition, current_edition, get_edition_by_number
from schema.guidelines.rules import digest
from schema.jobs import repository as jobs
from schema.simulations import repository
from schema.simulations.tables import Simulation
from schema.units import repository as units
from tenants.base import new_id

KIND = "simulation"
AT_ONCE = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class StartSimulation(Command):
    """What is supposed: exactly one of a guideline's text, a version's number, an event in a unit."""

    source: str | None = None
    version: int | None = None
    unit_id: uuid.UUID | None = None
    event: Report | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CancelSimulation(Command):
    """A simulation that is no longer wanted."""

    simulation_id: uuid.UUID


@operation("simulation.start", Simulation)
async def start_simulation(tx: Transaction, command: StartSimulation) -> Simulation:
    """Have a supposition put to all units of the district in the background."""
    tx.authorize(Action.SIMULATION_RUN, WHOLE_DISTRICT)
    subjects = (command.source, command.version, command.event)
    if sum(subject is not None for subject in subjects) != 1:
        message = "请在方案文本、方案版本、事件中恰好给出一项。"
        raise DomainError(ErrorCode.INVALID_INPUT, message, field=("source",))
    version = await _version(tx, command.version)
    simulation = Simulation(
        id=new_id(),
        requested_by=tx.actor_id,
        requested_at=tx.now,
        on=tx.today,
        source=command.source,
        digest=_digest(command.source) or (version.digest if version is not None else None),
        guideline_version_id=version.id if version is not None else None,
        unit_id=await _place(tx, command),
        event=await _event(tx, command.event),
    )
    if await repository.count_under_way(tx.session, KIND) >= AT_ONCE:
        message = f"已有 {AT_ONCE} 个推演在进行。"
        raise DomainError(ErrorCode.TOO_MANY_SIMULATIONS, message, details={"limit": AT_ONCE})
    tx.session.add(simulation)
    await tx.session.flush()
    await tx.enqueue(KIND, {"simulation": str(simulation.id)}, key=str(simulation.id))
    tx.note(subject="event" if command.event is not None else "guideline")
    return simulation


@operation("simulation.cancel", Simulation)
async def cancel_simulation(tx: Transaction, command: CancelSimulation) -> Simulation:
    """Call a simulation off; a worker that is at it notices within seconds."""
    tx.authorize(Action.SIMULATION_RUN, WHOLE_DISTRICT)
    simulation = await repository.get(tx.session, command.simulation_id)
    if not await jobs.cancel(tx.session, KIND, str(simulation.id), tx.now):
        raise DomainError(ErrorCode.SIMULATION_ENDED, "该推演已经结束。", field=("simulation",))
    return simulation


def _digest(source: str | None) -> str | None:
    return digest(require_valid(source)) if source is not None else None


async def _version(tx: Transaction, number: int | None) -> Edition | None:
    if number is None:
        return None
    edition = await get_edition_by_number(tx.session, number)
    if edition is None:
        raise DomainError(ErrorCode.NOT_FOUND, "没有这个版本。", field=("version",))
    return edition


async def _place(tx: Transaction, command: StartSimulation) -> uuid.UUID | None:
    if command.event is None and command.unit_id is None:
        return None
    unit = await units.get(tx.session, command.unit_id) if command.unit_id is not None else None
    if unit is None:
        raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=("unit",))
    if command.event is None:
        raise DomainError(ErrorCode.INVALID_INPUT, "单元只随事件给出。", field=("unit",))
    return unit.id


async def _event(tx: Transaction, report: Report | None) -> dict[str, object] | None:
    if report is None:
        return None
    require_report(report, tx.today)
    require_declared(report, (await current_edition(tx.session, tx.today)).guideline)
    return {
        "kind": report.kind,
        "occurred_on": report.occurred_on.isoformat(),
        "reported_on": report.reported_on.isoformat(),
        "in_central_quarantine": report.in_central_quarantine,
        "risk_level": report.risk_level,
        "event_class": report.event_class,
        "control": report.control,
    }
