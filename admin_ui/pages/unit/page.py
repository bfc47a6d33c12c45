"""The unit page: its name and validity first, then what it stands on and what may be done."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import sort_actions
from admin_ui.dates import is_day
from admin_ui.forms import Fault
from admin_ui.pages.place.changes import CHANGES
from admin_ui.pages.unit.standing import history_of, offers_of, standing_of
from admin_ui.paging import page_of
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
UNIT = Operation.load(_HERE / "unit.graphql")
CREATE_APPLICATION = Operation.load(_HERE / "create_application.graphql")
OPEN_PETITION = Operation.load(_HERE / "open_petition.graphql")
RECORD_PLAQUE = Operation.load(_HERE / "plaque.graphql")
PLAQUES = {"ISSUE_PLAQUE": "ISSUED", "RETURN_PLAQUE": "RETURNED"}
OFFERED = frozenset({"CREATE_APPLICATION", "OPEN_PETITION", "RECORD_LOG", "REPORT_EVENT"})
PLACES = {change.action: change.route for change in CHANGES}
"""What may be done to the place itself, listed apart: seldom needed, and not told to whom it is not open."""
CHILDREN_PAGE = 50
HOUSEHOLDS_PAGE = 20


async def show_unit(visit: Visit) -> Response:
    """Show the page."""
    return await _page(visit)


async def create_application(visit: Visit) -> Response:
    """Begin an application and go to it."""
    payload, faults = await _change(visit, CREATE_APPLICATION)
    if faults:
        return await _page(visit, 422, faults)
    return visit.see(visit.url("application", id=payload["application"]["id"]), "created")


async def open_petition(visit: Visit) -> Response:
    """Open a joint petition and go to the signing page."""
    _, faults = await _change(visit, OPEN_PETITION)
    if faults:
        return await _page(visit, 422, faults)
    return visit.see(visit.url("petition", code=visit.request.path_params["code"]), "opened")


async def record_plaque(visit: Visit) -> Response:
    """Note that the plaque of the name was handed out, or came back."""
    form = visit.form
    faults = [] if is_day(form.text("on")) else [Fault("on", "请填写日期。")]
    if not faults:
        _, faults = await visit.change(
            RECORD_PLAQUE,
            idempotencyKey=form.text("key"),
            designation=form.text("designation"),
            expectedRevision=form.revision(),
            event="RETURNED" if form.text("event") == "RETURNED" else "ISSUED",
            on=form.text("on"),
        )
    if faults:
        return await _page(visit, 422, faults)
    return visit.see(visit.url("unit", code=visit.request.path_params["code"]), "plaque_recorded")


async def _change(visit: Visit, operation: Operation) -> tuple[dict[str, Any], list[Fault]]:
    return await visit.change(operation, idempotencyKey=visit.form.text("key"), unit=visit.form.text("unit"))


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    query = visit.request.query_params
    pages = page_of(query, "children", CHILDREN_PAGE, "children")
    pages |= page_of(query, "households", HOUSEHOLDS_PAGE, "households")
    data = await visit.load(UNIT, code=visit.request.path_params["code"], **pages)
    unit: dict[str, Any] | None = data["unit"]
    if unit is None:
        raise NotForYouError
    standing = standing_of(unit)
    offered = [action for action in unit["actions"] if action["name"] in OFFERED]
    return visit.render(
        "pages/unit/unit.html",
        status,
        unit=unit,
        standing=standing,
        plaques=PLAQUES,
        changes=[
            (action["label"], PLACES[action["name"]])
            for action in unit["actions"]
            if action["name"] in PLACES and action["allowed"]
        ],
        history=history_of(unit),
        failing=[result for result in unit["criteria"] or [] if result["outcome"] != "MET"],
        permissions=sort_actions([*offered, *offers_of(standing["designation"])]),
        figures=any(one["name"] == "RECORD_FIGURE" for one in unit["actions"]),
        faults=faults,
    )
