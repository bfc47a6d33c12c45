"""Reporting a health event: what and when, then a check of what it will do, then the report."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.checking import Check, answers_in
from admin_ui.components.permissions import sort_actions
from admin_ui.dates import day, is_day
from admin_ui.forms import Fault, Form
from admin_ui.pages.event.choices import CONTROLS, areas_of, classes_of, levels_of
from admin_ui.pages.event.preview import CAUTION, PREVIEW, answers_of, confirming
from admin_ui.visit import Visit
from admin_ui.wording import EVENT_KIND

_HERE = Path(__file__).parent
EVENT = Operation.load(_HERE / "event.graphql")
REPORT = Operation.load(_HERE / "report.graphql")
_DATES = {"occurredOn": "发生日期", "reportedOn": "报告日期"}


async def show_event(visit: Visit) -> Response:
    """Show the form."""
    return _page(visit, await _load(visit))


async def report_event(visit: Visit) -> Response:
    """Check, then report."""
    if visit.form.text("stage") == "commit":
        return await _commit(visit)
    unit = await _load(visit)
    if visit.form.text("stage") == "edit":
        return _page(visit, unit)
    faults = _faults(visit.form)
    if faults:
        return _page(visit, unit, 422, faults)
    preview, faults = await visit.change(PREVIEW, report=_report(visit.form))
    if faults:
        return _page(visit, unit, 422, faults)
    return visit.render("components/check.html", check=_check(visit, unit, preview))


async def _commit(visit: Visit) -> Response:
    seen = visit.form.optional("preview")
    _, faults = await visit.change(REPORT, **_report(visit.form), preview=seen)
    if faults:
        return _page(visit, await _load(visit), 422, faults)
    return visit.see(visit.url("unit", code=visit.request.path_params["code"]), "reported")


def _report(form: Form) -> dict[str, Any]:
    return {
        "idempotencyKey": form.text("key"),
        "unit": form.text("unit"),
        "kind": form.text("kind"),
        "eventClass": form.optional("eventClass"),
        "occurredOn": form.text("occurredOn"),
        "reportedOn": form.text("reportedOn"),
        "inCentralQuarantine": form.text("inCentralQuarantine") == "yes",
        "control": form.optional("control"),
        "riskLevel": form.optional("riskLevel"),
        "area": form.optional("area"),
        "leftAreaOn": form.optional("leftAreaOn"),
        "externalId": form.optional("externalId"),
    }


async def _load(visit: Visit) -> dict[str, Any]:
    data = await visit.load(EVENT, code=visit.request.path_params["code"])
    unit: dict[str, Any] | None = data["unit"]
    if unit is None:
        raise NotForYouError
    return unit | {"levels": levels_of(data), "classes": classes_of(data), "areas": areas_of(data)}


def _page(visit: Visit, unit: dict[str, Any], status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    return visit.render(
        "pages/event/event.html",
        status,
        unit=unit,
        kinds=EVENT_KIND,
        controls=CONTROLS,
        permissions=sort_actions(unit["actions"]),
        faults=faults,
    )


def _faults(form: Form) -> list[Fault]:
    faults = [] if form.text("kind") in EVENT_KIND else [Fault("kind", "请选择事件类型。")]
    left = form.text("leftAreaOn")
    faults += [] if not left or is_day(left) else [Fault("leftAreaOn", "离开日期应为日期。")]
    return faults + [
        Fault(name, f"请填写{label}。") for name, label in _DATES.items() if not is_day(form.text(name))
    ]


def _told_choices(form: Form, unit: dict[str, Any]) -> list[tuple[str, str]]:
    """Say what was chosen: the class of the event, the level of a zone, the area a returnee left."""
    asked = (
        ("eventClass", "方案中的类别", unit["classes"]),
        ("control", "其他管控方式", CONTROLS),
        ("riskLevel", "风险等级", unit["levels"]),
        ("area", "来源地区", unit["areas"]),
    )
    left = [("离开该地区", day(form.text("leftAreaOn")))] if form.text("leftAreaOn") else []
    return left + [
        (label, dict(options).get(form.text(name), form.text(name)))
        for name, label, options in asked
        if form.text(name)
    ]


def _check(visit: Visit, unit: dict[str, Any], preview: dict[str, Any]) -> Check:
    form = visit.form
    return Check(
        title=f"上报：{EVENT_KIND[form.text('kind')]}",
        answers=[
            ("单元", " › ".join([*(ancestor["name"] for ancestor in unit["ancestors"]), unit["name"]])),
            *((label, day(form.text(name))) for name, label in _DATES.items()),
            ("已在集中隔离点", "是" if form.text("inCentralQuarantine") == "yes" else "否"),
            *_told_choices(form, unit),
            ("外部编号", form.text("externalId") or "未填写"),
            *answers_of(preview),
        ],
        caution=CAUTION,
        confirm=confirming(preview, "上报"),
        action=visit.url("event", code=unit["code"]),
        fields=answers_in(form) | {"preview": preview["token"]},
        tone="bad",
        section="units",
    )
