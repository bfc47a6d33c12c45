"""Lodging an appeal against the last change of a unit's latest name."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import sort_actions
from admin_ui.forms import Fault
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
NEW_APPEAL = Operation.load(_HERE / "form.graphql")
LODGE = Operation.load(_HERE / "lodge.graphql")


async def show_new_appeal(visit: Visit) -> Response:
    """Show the form."""
    return await _page(visit)


async def lodge_appeal(visit: Visit) -> Response:
    """Lodge the appeal and go to it."""
    form = visit.form
    payload, faults = await visit.change(
        LODGE,
        idempotencyKey=form.text("key"),
        designation=form.text("designation"),
        grounds=form.text("grounds"),
    )
    if faults:
        return await _page(visit, 422, faults)
    return visit.see(visit.url("appeal", id=payload["appeal"]["id"]), "appeal_lodged")


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    data = await visit.load(NEW_APPEAL, code=visit.request.path_params["code"])
    unit: dict[str, Any] | None = data["unit"]
    if unit is None or not unit["designations"]:
        raise NotForYouError
    name = unit["designations"][0]
    return visit.render(
        "pages/new_appeal/form.html",
        status,
        unit=unit,
        name=name,
        change=name["changes"][-1],
        permissions=sort_actions(one for one in name["actions"] if one["name"] == "LODGE_APPEAL"),
        faults=faults,
    )
