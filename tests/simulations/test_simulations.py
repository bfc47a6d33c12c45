"""A what-if as a job: the same answers as at once, told as it goes, called off, forgotten; nothing else is written."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

import schema.simulations.jobs
import schema.simulations.loading
from api.worker import Worker
from authz.actions import Role
from authz.context import OperationContext
from schema.events.rules import Report
from schema.frame.background import Attempt, ClaimLostError, Sweep
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.identifiers import encode_id
from schema.simulations.jobs import KEPT, SIMULATION, sweep_simulations
from schema.simulations.operations import (
    CancelSimulation,
    StartSimulation,
    cancel_simulation,
    start_simulation,
)
from schema.simulations.tables import Simulation, SimulationChange
from tenants.database import Database
from tests.api.conftest import make_settings
from tests.builders.applications import Officials, appoint_all, named
from tests.builders.databases import Urls
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.ledger import changed, read_ledger
from tests.builders.stage import with_window
from tests.clients import ask, refused_with
from tests.jobs.desk import work

RUN = """query ($id: ID!, $outcome: SimulatedOutcome) {
  simulation(id: $id) {
    subject passing failing gaining losing unit { code }
    job { state done total error }
    changes(outcome: $outcome, first: 100) {
      totalCount edges { node { code kind titled outcome wasFailing failing nameChange clause } }
    }
  }
}"""
AT_ONCE = """query ($source: String!) {
  simulateGuideline(source: $source) {
    passing failing gaining losing units(first: 100) { edges { node { code outcome failing } } }
  }
}"""


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


@pytest.fixture
async def officials(district: District) -> Officials:
    return await appoint_all(district, Role.BUILDING_LEADER, "B1")


@pytest.fixture
def worker(database: Database, urls: Urls, district: District) -> Worker:
    sweep = Sweep("simulations", sweep_simulations, every=timedelta(hours=1), housekeeping=True)
    return Worker(database, make_settings(urls), district.clock, kinds=[SIMULATION], sweeps=[sweep])


async def start(context: OperationContext, **subject: Any) -> Simulation:
    return await start_simulation(context, StartSimulation(idempotency_key=key(), **subject))


async def look(context: OperationContext, simulation: Simulation, **variables: Any) -> dict[str, Any]:
    result = await ask(context, RUN, id=encode_id("SimulationRun", simulation.id), **variables)
    assert refused_with(result) == []
    assert result.data is not None
    return dict(result.data["simulation"])


def nodes(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in found["changes"]["edges"]]


async def test_a_guideline_is_answered_as_at_once(
    worker: Worker, district: District, officials: Officials, owner: AsyncEngine
) -> None:
    """Counts and changes are those of the synchronous query; only the result's tables and the job are written."""
    await named(district, officials, "B1")
    await work(worker)
    stricter = with_window(8).replace("minimum_sample: 30", "minimum_sample: 3000")
    simulation = await start(officials.commission, source=stricter)
    waiting = await look(officials.commission, simulation)
    assert (waiting["job"]["state"], waiting["losing"], nodes(waiting)) == ("WAITING", None, [])
    before = await read_ledger(owner, district.tenant.id)
    await work(worker)
    written = changed(before, await read_ledger(owner, district.tenant.id))
    assert written <= {"jobs", "simulations", "simulation_changes"}
    found = await look(officials.commission, simulation)
    at_once = await ask(officials.commission, AT_ONCE, source=stricter)
    assert at_once.data is not None
    answer = at_once.data["simulateGuideline"]
    counts = ("passing", "failing", "gaining", "losing")
    assert [found[name] for name in counts] == [answer[name] for name in counts]
    assert found["subject"] == "guideline"
    job = found["job"]
    assert (job["state"], job["error"], job["done"]) == ("SUCCEEDED", None, job["total"])
    assert job["done"] == sum(found[name] for name in counts)
    expected = [
        (edge["node"]["code"], edge["node"]["failing"])
        for edge in answer["units"]["edges"]
        if edge["node"]["outcome"] in ("GAIN", "LOSE")
    ]
    assert [(node["code"], node["failing"]) for node in nodes(found)] == expected
    assert len(nodes(await look(officials.commission, simulation, outcome="LOSE"))) == found["losing"]


async def test_a_case_tells_which_names_would_fall(
    worker: Worker, district: District, officials: Officials
) -> None:
    await named(district, officials, "B1")
    unit = await district.unit("B1")
    today = officials.commission.today()
    report = Report(kind="case", occurred_on=today, reported_on=today)
    simulation = await start(officials.commission, unit_id=unit.id, event=report)
    await work(worker)
    found = await look(officials.commission, simulation)
    (node,) = [node for node in nodes(found) if node["code"] == "B1"]
    assert (node["nameChange"], node["clause"], node["titled"]) == ("revoke", "B-a", True)
    assert set(node["failing"]) - set(node["wasFailing"]) == {"B-a"}
    assert (found["subject"], found["unit"]["code"]) == ("event", "B1")


async def test_a_version_in_force_changes_nothing(
    worker: Worker, district: District, officials: Officials
) -> None:
    simulation = await start(officials.commission, version=1)
    await work(worker)
    found = await look(officials.commission, simulation)
    assert (found["gaining"], found["losing"], nodes(found)) == (0, 0, [])


async def test_two_may_be_under_way_and_no_third(
    worker: Worker, district: District, officials: Officials
) -> None:
    for _ in range(2):
        await start(officials.commission, version=1)
    with pytest.raises(DomainError) as refusal:
        await start(officials.commission, version=1)
    assert refusal.value.code is ErrorCode.TOO_MANY_SIMULATIONS
    await work(worker)
    await start(officials.commission, version=1)


async def test_called_off_while_it_runs_it_leaves_nothing(
    worker: Worker, district: District, officials: Officials, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The attempt finds its claim gone with its next report; what it had is dropped."""
    monkeypatch.setattr(schema.simulations.jobs, "SLICE", 1)
    simulation = await start(officials.commission, version=1)
    reports: list[tuple[int, int]] = []
    report = Attempt.report

    async def call_off(attempt: Attempt, done: int, total: int) -> None:
        reports.append((done, total))
        if len(reports) == 2:
            command = CancelSimulation(idempotency_key=key(), simulation_id=simulation.id)
            await cancel_simulation(officials.commission, command)
        await report(attempt, done, total)

    monkeypatch.setattr(Attempt, "report", call_off)
    attempt = await worker.attempts.claim(officials.commission.database, ["simulation"])
    assert attempt is not None
    with pytest.raises(ClaimLostError):
        await SIMULATION.handle(attempt)
    assert [done for done, _ in reports] == [0, 1]
    found = await look(officials.commission, simulation)
    assert (found["job"]["state"], found["passing"]) == ("CANCELLED", None)
    with pytest.raises(DomainError) as refusal:
        await cancel_simulation(
            officials.commission, CancelSimulation(idempotency_key=key(), simulation_id=simulation.id)
        )
    assert refusal.value.code is ErrorCode.SIMULATION_ENDED


async def test_after_a_week_it_is_forgotten(worker: Worker, district: District, officials: Officials) -> None:
    await named(district, officials, "B1")
    for days in (14, 15):
        await start(officials.commission, source=with_window(days))
        await work(worker)
        district.clock.now += KEPT - timedelta(hours=1) if days == 14 else timedelta(hours=2)
    await work(worker)
    async with officials.commission.read() as session:
        left = await session.scalar(select(func.count()).select_from(Simulation))
        orphans = await session.scalar(
            select(func.count())
            .select_from(SimulationChange)
            .where(SimulationChange.simulation_id.not_in(select(Simulation.id)))
        )
    assert (left, orphans) == (1, 0)


async def test_a_large_tree_is_not_answered_at_once(
    district: District, officials: Officials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema.simulations.loading, "UNITS_AT_ONCE", 2)
    document = (
        "query ($source: String!) { simulateGuideline(source: $source) { errors { code details { name } } } }"
    )
    result = await ask(officials.commission, document, source=with_window(14))
    assert result.data is not None
    (error,) = result.data["simulateGuideline"]["errors"]
    assert error["code"] == "SIMULATION_TOO_LARGE"
