"""Recording a piece of routine work: disinfection, waste clearance, a round of tests."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import sort_actions
from admin_ui.dates import is_day
from admin_ui.forms import Fault, Form
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
LOG = Operation.load(_HERE / "log.graphql")
RECORD = Operation.load(_HERE / "record.graphql")
_FIGURES = {"peopleDue": "应检人数", "peopleTested": "实检人数"}


async def show_log(visit: Visit) -> Response:
    """Show the form."""
    return await _page(visit)


async def record_log(visit: Visit) -> Response:
    """Record the work and return to the unit."""
    faults = _faults(visit.form) or await _record(visit)
    if faults:
        return await _page(visit, 422, faults)
    return visit.see(visit.url("unit", code=visit.request.path_params["code"]), "logged")


async def _record(visit: Visit) -> list[Fault]:
    form = visit.form
    _, faults = await visit.change(
        RECORD,
        idempotencyKey=form.text("key"),
        unit=form.text("unit"),
        kind=form.text("kind"),
        performedOn=form.text("performedOn"),
        note=form.optional("note"),
        **{name: int(form.text(name)) if form.text(name) else None for name in _FIGURES},
    )
    return faults


def _faults(form: Form) -> list[Fault]:
    faults = [] if is_day(form.text("performedOn")) else [Fault("performedOn", "请填写工作日期。")]
    wrong = (name for name in _FIGURES if form.text(name) and not form.text(name).isdecimal())
    return faults + [Fault(name, f"{_FIGURES[name]}应填整数。") for name in wrong]


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    data = await visit.load(LOG, code=visit.request.path_params["code"])
    unit: dict[str, Any] | None = data["unit"]
    if unit is None:
        raise NotForYouError
    return visit.render(
        "pages/log/log.html",
        status,
        unit=unit,
        kinds=[(kind["id"], kind["name"]) for kind in data["guideline"]["logKinds"]],
        permissions=sort_actions(unit["actions"]),
        faults=faults,
    )
