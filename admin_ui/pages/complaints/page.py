"""Complaints about a unit and those below: recording one by its file, and what was found of it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import sort_actions
from admin_ui.dates import is_day
from admin_ui.forms import Fault, Form
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
COMPLAINTS = Operation.load(_HERE / "complaints.graphql")
RECORD = Operation.load(_HERE / "record.graphql")
SETTLE = Operation.load(_HERE / "settle.graphql")
_DAYS = {"receivedOn": "收到日期", "dueOn": "办结期限"}
_YES = {"yes": True, "no": False}


async def show_complaints(visit: Visit) -> Response:
    """Show the latest hundred with the forms."""
    return await _page(visit)


async def record_complaint(visit: Visit) -> Response:
    """Record a complaint and show it."""
    form = visit.form
    faults = _record_faults(form)
    if not faults:
        _, faults = await visit.change(
            RECORD,
            idempotencyKey=form.text("key"),
            unit=form.text("unit"),
            reference=form.text("reference"),
            receivedOn=form.text("receivedOn"),
            dueOn=form.text("dueOn"),
            aboutEpidemic=_YES[form.text("aboutEpidemic")],
        )
    return await _page(visit, 422, faults) if faults else visit.see(_address(visit), "complaint_recorded")


async def settle_complaint(visit: Visit) -> Response:
    """Put on record what was found, and that it was settled if it was."""
    form, which = visit.form, visit.form.text("complaint")
    faults = _settle_faults(form, which)
    if not faults:
        _, refused = await visit.change(
            SETTLE,
            idempotencyKey=form.text("key"),
            complaint=which,
            expectedRevision=form.revision(),
            substantiated=_YES[form.text(f"substantiated.{which}")],
            settledOn=form.optional(f"settledOn.{which}"),
        )
        faults = [replace(fault, field=_control(fault, which)) for fault in refused]
    return await _page(visit, 422, faults) if faults else visit.see(_address(visit), "complaint_settled")


def _control(fault: Fault, which: str) -> str:
    return f"{fault.field if fault.field == 'settledOn' else 'substantiated'}.{which}"


def _record_faults(form: Form) -> list[Fault]:
    faults = [Fault(name, f"请填写{label}。") for name, label in _DAYS.items() if not is_day(form.text(name))]
    return faults + (
        [] if form.text("aboutEpidemic") in _YES else [Fault("aboutEpidemic", "请选择是否涉及疫情。")]
    )


def _settle_faults(form: Form, which: str) -> list[Fault]:
    said, day = form.text(f"substantiated.{which}"), form.text(f"settledOn.{which}")
    faults = [] if said in _YES else [Fault(f"substantiated.{which}", "请选择是否属实。")]
    return faults + ([Fault(f"settledOn.{which}", "办结日期应填写日期。")] if day and not is_day(day) else [])


def _address(visit: Visit) -> str:
    return visit.url("complaints", code=visit.request.path_params["code"])


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    data = await visit.load(COMPLAINTS, code=visit.request.path_params["code"])
    unit: dict[str, Any] | None = data["unit"]
    if unit is None or unit["complaints"] is None:
        raise NotForYouError
    return visit.render(
        "pages/complaints/complaints.html",
        status,
        unit=unit,
        rows=[_row(one, data["tenant"]["today"]) for one in unit["complaints"]],
        permissions=sort_actions(one for one in unit["actions"] if one["name"] == "RECORD_COMPLAINT"),
        faults=faults,
        touched=visit.form.text("complaint"),
    )


def _row(complaint: dict[str, Any], today: str) -> dict[str, Any]:
    """Say where a complaint stands: settled, late, or under way."""
    state = "SETTLED" if complaint["settledOn"] else "OVERDUE" if complaint["dueOn"] < today else "OPEN"
    (settle,) = complaint["actions"]
    return complaint | {"state": state, "settle": settle}
