"""What an inspection found wanting: by when it is to be put right, and reporting that it was."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import sort_actions
from admin_ui.forms import Fault
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
RECTIFICATION = Operation.load(_HERE / "rectification.graphql")
REPORT = Operation.load(_HERE / "report.graphql")
UNDONE = frozenset({"OPEN", "OVERDUE"})


async def show_rectification(visit: Visit) -> Response:
    """Show the items."""
    return await _page(visit)


async def report_rectification(visit: Visit) -> Response:
    """Report the items for which a measure was filled in."""
    measures = [{"item": item, "measure": said} for item, said in visit.form.under("measure").items()]
    if not measures:
        return await _page(visit, 422, [Fault("", "请至少填写一项整改措施。")])
    identity = visit.request.path_params["id"]
    _, faults = await visit.change(
        REPORT,
        idempotencyKey=visit.form.text("key"),
        application=identity,
        expectedRevision=visit.form.revision(),
        measures=measures,
    )
    if faults:
        return await _page(visit, 422, [_place(fault, measures) for fault in faults])
    return visit.see(visit.url("rectification", id=identity), "rectified")


def _place(fault: Fault, measures: Sequence[dict[str, str]]) -> Fault:
    match = re.fullmatch(r"measures\.(\d+)(?:\.\w+)?", fault.field)
    return replace(fault, field=f"measure.{measures[int(match[1])]['item']}") if match else fault


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    data = await visit.load(RECTIFICATION, id=visit.request.path_params["id"])
    application: dict[str, Any] | None = data["application"]
    if application is None or not application["rectifications"]:
        raise NotForYouError
    items = application["rectifications"]
    return visit.render(
        "pages/rectification/rectification.html",
        status,
        application=application,
        undone=[item for item in items if item["state"] in UNDONE],
        done=[item for item in items if item["state"] not in UNDONE],
        reports="ASSESS" in sort_actions(application["actions"]).allowed,
        faults=faults,
    )
