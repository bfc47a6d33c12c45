"""Adding one person to a household: a newborn, a bride, somebody who was forgotten."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.people import DAYS, person_in, wrong_days
from admin_ui.components.permissions import sort_actions
from admin_ui.forms import Fault
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
NEW_RESIDENT = Operation.load(_HERE / "resident_new.graphql")
ADD = Operation.load(_HERE / "add.graphql")


async def show_new_resident(visit: Visit) -> Response:
    """Show the form."""
    return await _page(visit)


async def add_resident(visit: Visit) -> Response:
    """Add the person and return to the household."""
    form, id_ = visit.form, visit.request.path_params["id"]
    faults = wrong_days(form, DAYS)
    if not faults:
        _, refused = await visit.change(
            ADD,
            idempotencyKey=form.text("key"),
            household=id_,
            expectedRevision=form.revision(),
            resident=person_in(form),
        )
        faults = [placed(fault) for fault in refused]
    if faults:
        return await _page(visit, 422, faults)
    return visit.see(visit.url("household", id=id_), "resident_added")


def placed(fault: Fault) -> Fault:
    """Point a fault at its control."""
    name = fault.field.removeprefix("resident.").removeprefix("correction.")
    return replace(fault, field={"specialGroups": "asked", "household": ""}.get(name, name))


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    data = await visit.load(NEW_RESIDENT, id=visit.request.path_params["id"])
    household: dict[str, Any] | None = data["node"]
    if not household:
        raise NotForYouError
    return visit.render(
        "pages/resident_new/resident_new.html",
        status,
        household=household,
        unit=household["unit"],
        groups=data["guideline"]["specialGroups"],
        permissions=sort_actions(one for one in household["actions"] if one["name"] == "ADD_RESIDENT"),
        faults=faults,
    )
