"""One simulation: how far it has come, read anew every few seconds until it ended, and what it found."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.forms import Fault
from admin_ui.paging import page_of
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
SIMULATION = Operation.load(_HERE / "simulation.graphql")
CANCEL = Operation.load(_HERE / "cancel.graphql")
PAGE_SIZE = 50
UNDER_WAY = frozenset({"RUNNING", "WAITING"})


async def show_simulation(visit: Visit) -> Response:
    """Show the simulation."""
    return await _page(visit)


async def cancel_simulation(visit: Visit) -> Response:
    """Call the simulation off and return to it."""
    simulation = visit.request.path_params["id"]
    _, faults = await visit.change(CANCEL, idempotencyKey=visit.form.text("key"), simulation=simulation)
    if faults:
        return await _page(visit, 422, faults)
    return visit.see(visit.url("simulation", id=simulation), "cancelled")


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    page = page_of(visit.request.query_params, "list", PAGE_SIZE)
    data = await visit.load(SIMULATION, id=visit.request.path_params["id"], **page)
    simulation: dict[str, Any] | None = data["simulation"]
    if simulation is None:
        raise NotForYouError
    job = simulation["job"]
    return visit.render(
        "pages/simulation/simulation.html",
        status,
        state=job["state"] if job else "SUCCEEDED",
        under_way=job is not None and job["state"] in UNDER_WAY,
        changes=[edge["node"] for edge in simulation["changes"]["edges"]],
        faults=faults,
    )
