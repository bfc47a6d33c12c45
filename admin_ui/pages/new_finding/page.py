"""Recording a finding at a unit that bears a name."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import sort_actions
from admin_ui.forms import Fault
from admin_ui.visit import Visit
from admin_ui.wording import OCCASION

_HERE = Path(__file__).parent
NEW_FINDING = Operation.load(_HERE / "form.graphql")
RECORD_FINDING = Operation.load(_HERE / "record.graphql")


async def show_new_finding(visit: Visit) -> Response:
    """Show the form."""
    return await _page(visit)


async def record_finding(visit: Visit) -> Response:
    """Record the finding and go to it."""
    form = visit.form
    faults = [] if form.text("occasion") in OCCASION else [Fault("occasion", "请选择检查方式。")]
    payload: dict[str, Any] = {}
    if not faults:
        payload, faults = await visit.change(
            RECORD_FINDING,
            idempotencyKey=form.text("key"),
            unit=form.text("unit"),
            occasion=form.text("occasion"),
            clause=form.text("clause"),
            description=form.text("description"),
        )
    if faults:
        return await _page(visit, 422, faults)
    return visit.see(visit.url("finding", id=payload["finding"]["id"]), "finding_recorded")


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    data = await visit.load(NEW_FINDING, code=visit.request.path_params["code"])
    unit: dict[str, Any] | None = data["unit"]
    if unit is None or unit["designation"] is None:
        raise NotForYouError
    criteria = [result["criterion"] for result in unit["criteria"] or ()]
    return visit.render(
        "pages/new_finding/form.html",
        status,
        unit=unit,
        clauses=[(one["id"], f"{one['id']} {one['title']}") for one in sorted(criteria, key=_clause)],
        permissions=sort_actions(
            one for one in unit["designation"]["actions"] if one["name"] == "RECORD_FINDING"
        ),
        faults=faults,
    )


def _clause(criterion: dict[str, Any]) -> str:
    return str(criterion["id"])
