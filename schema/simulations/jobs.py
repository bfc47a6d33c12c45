"""Running a simulation: facts in few statements, units in slices, progress told between them, results at the end."""

import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import Any

from schema.consequences.rules import Consequence
from schema.events.rules import Report
from schema.frame.background import Attempt, JobKind
from schema.frame.operation import Transaction
from schema.guidelines.operations import require_valid
from schema.guidelines.repository import get_edition
from schema.simulations import repository
from schema.simulations.loading import Supposed, suppose_event, suppose_guideline, suppose_names
from schema.simulations.operations import KIND
from schema.simulations.rules import NamesFound, Simulated
from schema.simulations.tables import Simulation
from tenants.database import Session

SLICE = 250
KEPT = timedelta(days=7)
_EVERYWHERE = ("",)


async def run_simulation(attempt: Attempt) -> None:
    """Judge all units and keep who would be better or worse off."""
    simulation_id = uuid.UUID(attempt.payload["simulation"])
    async with attempt.context.read() as session:
        supposed, names = await _suppose(session, await repository.get(session, simulation_id))
    found: list[Simulated] = []
    befallen = names.befallen if names is not None else {}
    await attempt.report(0, supposed.units)
    while part := await asyncio.to_thread(lambda: list(islice(supposed.found, SLICE))):
        found += [_suffering(each, befallen) for each in part]
        await attempt.report(len(found), supposed.units)
    await attempt.report(len(found), len(found))
    async with attempt.finish() as tx:
        await repository.keep(tx.session, simulation_id, found, names)


async def sweep_simulations(tx: Transaction, _today: date) -> int:
    """Forget simulations that are a week old."""
    return await repository.forget(tx.session, tx.now - KEPT)


async def _suppose(session: Session, row: Simulation) -> tuple[Supposed, NamesFound | None]:
    if row.unit_id is not None and row.event is not None:
        return await suppose_event(session, row.unit_id, _report(row.event), row.on, _EVERYWHERE), None
    number: int | None = None
    if row.guideline_version_id is not None:
        edition = await get_edition(session, row.guideline_version_id)
        other, number = edition.guideline, edition.number
    else:
        other = require_valid(row.source or "")
    names = await suppose_names(session, other, row.on, number)
    return await suppose_guideline(session, other, row.on, _EVERYWHERE), names


def _suffering(found: Simulated, befallen: Mapping[uuid.UUID, Consequence]) -> Simulated:
    suffered = befallen.get(found.unit.id)
    return found if suffered is None else replace(found, consequence=suffered)


def _report(event: dict[str, Any]) -> Report:
    days = {name: date.fromisoformat(event[name]) for name in ("occurred_on", "reported_on")}
    return Report(**(event | days))


SIMULATION = JobKind(KIND, run_simulation, slow=True, attempts=3)
