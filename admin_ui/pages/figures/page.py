"""The figures of a unit: the latest of each, and recording another."""

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
FIGURES = Operation.load(_HERE / "figures.graphql")
RECORD = Operation.load(_HERE / "record.graphql")
_NUMBERS = {"numerator": "分子", "denominator": "分母", "excluded": "不计入的人数"}
_DAYS = {"periodFrom": "统计起始日期", "periodUntil": "统计截止日期"}
_LONGEST = 9


async def show_figures(visit: Visit) -> Response:
    """Show the figures with the form."""
    return await _page(visit)


async def record_figure(visit: Visit) -> Response:
    """Record a figure and show it."""
    faults = _faults(visit.form) or await _record(visit)
    if faults:
        return await _page(visit, 422, faults)
    return visit.see(visit.url("figures", code=visit.request.path_params["code"]), "figure_recorded")


async def _record(visit: Visit) -> list[Fault]:
    form = visit.form
    _, faults = await visit.change(
        RECORD,
        idempotencyKey=form.text("key"),
        unit=form.text("unit"),
        figure=form.text("figure"),
        numerator=int(form.text("numerator")),
        denominator=int(form.text("denominator")),
        excluded=int(form.text("excluded") or 0),
        periodFrom=form.text("periodFrom"),
        periodUntil=form.text("periodUntil"),
        source=form.text("source"),
    )
    return faults


def _faults(form: Form) -> list[Fault]:
    faults = []
    for name, label in _NUMBERS.items():
        given = form.text(name)
        if not given and name != "excluded":
            faults.append(Fault(name, f"请填写{label}。"))
        elif given and not (given.isascii() and given.isdecimal() and len(given) <= _LONGEST):
            faults.append(Fault(name, f"{label}应填整数。"))
    return faults + [
        Fault(name, f"请填写{label}。") for name, label in _DAYS.items() if not is_day(form.text(name))
    ]


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    data = await visit.load(FIGURES, code=visit.request.path_params["code"])
    unit: dict[str, Any] | None = data["unit"]
    if unit is None or unit["figures"] is None:
        raise NotForYouError
    known = data["guideline"]["figures"]
    return visit.render(
        "pages/figures/figures.html",
        status,
        unit=unit,
        choices=[(one["id"], one["name"]) for one in known],
        excludes=sorted({one["excludes"] for one in known if one["excludes"]}),
        permissions=sort_actions(one for one in unit["actions"] if one["name"] == "RECORD_FIGURE"),
        faults=faults,
    )
