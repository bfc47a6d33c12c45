"""The inspection page: an inspector fills in a sheet, the leader settles and concludes, all others look on."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.forms import Fault
from admin_ui.pages.inspection.scores import Score, place, scores_in
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
INSPECTION = Operation.load(_HERE / "inspection.graphql")
SCORE = Operation.load(_HERE / "score.graphql")
CONCLUDE = Operation.load(_HERE / "conclude.graphql")
Application = dict[str, Any]


async def show_inspection(visit: Visit) -> Response:
    """Show the page."""
    return await _page(visit)


async def record_sheet(visit: Visit) -> Response:
    """Keep the points given so far; hand the sheet in when told so."""
    scores, faults = scores_in(visit.form)
    handing_in = visit.form.text("submit") == "yes"
    if not faults:
        faults = await _change(visit, SCORE, scores, {"scores": scores, "submit": handing_in})
    if faults:
        return await _page(visit, 422, faults)
    address = visit.url("inspection", id=visit.request.path_params["id"])
    return visit.see(address, "sheet_submitted" if handing_in else "sheet_kept")


async def conclude(visit: Visit) -> Response:
    """Conclude on the sheets, with what was settled where they part too far."""
    settled, faults = scores_in(visit.form)
    if not faults:
        given = {"opinion": visit.form.optional("opinion"), "settlement": settled}
        faults = await _change(visit, CONCLUDE, settled, given | {"expectedRevision": visit.form.revision()})
    if faults:
        return await _page(visit, 422, faults)
    return visit.see(visit.url("application", id=visit.request.path_params["id"]), "concluded")


async def _change(
    visit: Visit, operation: Operation, scores: Sequence[Score], given: dict[str, Any]
) -> list[Fault]:
    _, faults = await visit.change(
        operation,
        idempotencyKey=visit.form.text("key"),
        application=visit.request.path_params["id"],
        **given,
    )
    return [place(fault, scores) for fault in faults]


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    data = await visit.load(INSPECTION, id=visit.request.path_params["id"])
    application: Application | None = data["application"]
    if application is None or application["batch"] is None:
        raise NotForYouError
    me = data["me"]["official"]["id"]
    inspection = application["inspections"][-1] if application["inspections"] else None
    sheets = inspection["sheets"] if inspection else []
    own = next((sheet for sheet in sheets if sheet["inspector"] and sheet["inspector"]["id"] == me), None)
    handed_in = [sheet for sheet in sheets if sheet["submittedAt"]]
    opened = inspection is None or inspection["status"] == "OPEN"
    wanted = application["process"]["batches"]["inspectors"]
    return visit.render(
        "pages/inspection/inspection.html",
        status,
        application=application,
        inspection=inspection,
        lines=_lines(application, handed_in),
        handed_in=handed_in,
        own={score["item"]: score for score in own["scores"]} if own else {},
        fills_in=opened and _seat(application, me) == "member" and _may_fill(own, sheets, wanted),
        concludes=opened and _seat(application, me) == "leader" and len(handed_in) >= wanted,
        faults=faults,
    )


def _seat(application: Application, me: str) -> str:
    """Tell the viewer's seat in the team: leader, member or none."""
    team = application["batch"]["team"]
    seat = next((one for one in team if one["official"] and one["official"]["id"] == me), None)
    return "none" if seat is None else "leader" if seat["leads"] else "member"


def _may_fill(own: dict[str, Any] | None, sheets: Sequence[dict[str, Any]], wanted: int) -> bool:
    return own["submittedAt"] is None if own else len(sheets) < wanted


def _lines(application: Application, handed_in: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each line its criteria by name and the points of the sheets handed in."""
    results = {result["criterion"]["id"]: result for result in application["criteria"]}
    return [
        line
        | {
            "results": [results[id_] for id_ in line["criteria"] if id_ in results],
            "given": [
                next((score for score in sheet["scores"] if score["item"] == line["id"]), None)
                for sheet in handed_in
            ],
        }
        for line in application["sheetLines"]
    ]
