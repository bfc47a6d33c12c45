"""The page of a resident, masked, with what may be done with one person."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import sort_actions
from admin_ui.forms import Fault
from admin_ui.visit import Visit

RESIDENT = Operation.load(Path(__file__).with_name("resident.graphql"))
DEEDS = frozenset({"CORRECT_RESIDENT", "MOVE_RESIDENT", "REMOVE_RESIDENT"})


async def show_resident(visit: Visit) -> Response:
    """Show the page."""
    return resident_page(visit, await load_resident(visit))


async def load_resident(visit: Visit) -> dict[str, Any]:
    """Read the resident; those who do not work with the roster have no such page."""
    data = await visit.load(RESIDENT, id=visit.request.path_params["id"])
    resident: dict[str, Any] | None = data["node"]
    if not resident:
        raise NotForYouError
    return resident


def resident_page(
    visit: Visit, resident: dict[str, Any], status: int = 200, faults: Sequence[Fault] = (), deed: str = ""
) -> Response:
    """Render the page; `deed` is the form that was refused."""
    household = resident["household"]
    return visit.render(
        "pages/resident/resident.html",
        status,
        resident=resident,
        household=household,
        unit=household["unit"],
        groups=visit.loaded["data"]["guideline"]["specialGroups"],
        permissions=sort_actions(one for one in household["actions"] if one["name"] in DEEDS),
        deed=deed,
        faults=faults,
    )
