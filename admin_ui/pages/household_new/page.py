"""Registering a household with its people: one form, as many people as live there."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import sort_actions
from admin_ui.forms import EMPTY_FORM, Fault
from admin_ui.pages.household_new.people import MOST_ROWS, faults_in, household_in, place, rows_of
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
NEW_HOUSEHOLD = Operation.load(_HERE / "household_new.graphql")
REGISTER = Operation.load(_HERE / "register.graphql")


async def show_new_household(visit: Visit) -> Response:
    """Show the form."""
    return await _page(visit)


async def register_household(visit: Visit) -> Response:
    """Register the household, or make room for one more person."""
    form, code = visit.form, visit.request.path_params["code"]
    if form.text("stage") == "more":
        return await _page(visit, rows=min(rows_of(form) + 1, MOST_ROWS))
    faults = faults_in(form) or await _register(visit)
    if faults:
        return await _page(visit, 422, faults, rows=rows_of(form))
    if form.text("stage") == "next":
        return visit.see(visit.url("new_household", code=code), "registered")
    return visit.see(visit.url("households", code=code), "registered")


async def _register(visit: Visit) -> list[Fault]:
    form = visit.form
    _, faults = await visit.change(
        REGISTER,
        idempotencyKey=form.text("key"),
        unit=form.text("unit"),
        households=[household_in(form)],
    )
    return [place(fault, form) for fault in faults]


async def _page(
    visit: Visit, status: int = 200, faults: Sequence[Fault] = (), *, rows: int | None = None
) -> Response:
    data = await visit.load(NEW_HOUSEHOLD, code=visit.request.path_params["code"])
    unit: dict[str, Any] | None = data["unit"]
    if unit is None:
        raise NotForYouError
    return visit.render(
        "pages/household_new/household_new.html",
        status,
        unit=unit,
        groups=data["guideline"]["specialGroups"],
        rows=rows or rows_of(EMPTY_FORM),
        most=MOST_ROWS,
        permissions=sort_actions(one for one in unit["actions"] if one["name"] == "REGISTER_HOUSEHOLDS"),
        faults=faults,
    )
