"""Simulations: begin one from a guideline's text or version, and find those of the past week."""

from collections.abc import Sequence
from pathlib import Path

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.forms import Fault
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
SIMULATIONS = Operation.load(_HERE / "simulations.graphql")
START = Operation.load(_HERE / "start.graphql")


async def show_simulations(visit: Visit) -> Response:
    """Show the form and the list."""
    return await _page(visit)


async def start_simulation(visit: Visit) -> Response:
    """Begin a simulation and go to it."""
    form = visit.form
    version = form.text("version")
    if version and not version.isdecimal():
        return await _page(visit, 422, [Fault("version", "版本号应填整数。")])
    payload, faults = await visit.change(
        START,
        idempotencyKey=form.text("key"),
        source=form.optional("source"),
        version=int(version) if version else None,
    )
    if faults:
        return await _page(visit, 422, faults)
    return visit.see(visit.url("simulation", id=payload["simulation"]["id"]), "simulating")


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    data = await visit.load(SIMULATIONS)
    rows = [edge["node"] for edge in data["simulations"]["edges"]]
    return visit.render("pages/simulation/simulations.html", status, rows=rows, faults=faults)
