"""Reporting a health event: what and when, then a check of what it will do, then the report."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.checking import Check, answers_in
from admin_ui.components.permissions import sort_actions
from admin_ui.dates import day
from admin_ui.forms import Fault, Form
from admin_ui.visit import Visit
from admin_ui.wording import CHANGE, EVENT_KIND

_HERE = Path(__file__).parent
EVENT = Operation.load(_HERE / "event.graphql")
PREVIEW = Operation.load(_HERE / "preview.graphql")
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
        "riskLevel": form.optional("riskLevel"),
        "externalId": form.optional("externalId"),
    }


async def _load(visit: Visit) -> dict[str, Any]:
    data = await visit.load(EVENT, code=visit.request.path_params["code"])
    unit: dict[str, Any] | None = data["unit"]
    if unit is None:
        raise NotForYouError
    return unit | {"levels": _levels(data), "classes": _classes(data)}


def _classes(data: dict[str, Any]) -> list[tuple[str, str]]:
    """List the guideline's own classes, each with the kind it counts as; none where it declares none."""
    return [
        (one["id"], f"{one['name']}（{EVENT_KIND[one['countsAs'].upper()]}）")
        for one in data["guideline"]["eventClasses"]
    ]


def _levels(data: dict[str, Any]) -> list[tuple[str, str]]:
    """List the levels a zone may have today; none where the guideline knows none."""
    today = data["tenant"]["today"]
    return [
        (level["id"], level["name"])
        for level in data["guideline"]["riskLevels"]
        if level["abolishedOn"] is None or level["abolishedOn"] > today
    ]


def _page(visit: Visit, unit: dict[str, Any], status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    return visit.render(
        "pages/event/event.html",
        status,
        unit=unit,
        kinds=EVENT_KIND,
        permissions=sort_actions(unit["actions"]),
        faults=faults,
    )


def _faults(form: Form) -> list[Fault]:
    faults = [] if form.text("kind") in EVENT_KIND else [Fault("kind", "请选择事件类型。")]
    return faults + [
        Fault(name, f"请填写{label}。") for name, label in _DATES.items() if not _is_day(form.text(name))
    ]


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _told_choices(form: Form, unit: dict[str, Any]) -> list[tuple[str, str]]:
    """Say what the guideline's own words add: the class of the event, the level of a zone."""
    asked = (("eventClass", "方案中的类别", unit["classes"]), ("riskLevel", "风险等级", unit["levels"]))
    return [
        (label, dict(options).get(form.text(name), form.text(name)))
        for name, label, options in asked
        if form.text(name)
    ]


def _check(visit: Visit, unit: dict[str, Any], preview: dict[str, Any]) -> Check:
    form, total = visit.form, preview["changes"]["totalCount"]
    changes = [edge["node"] for edge in preview["changes"]["edges"]]
    told = "、".join(f"{one['roleName']}{one['holders']}人" for one in preview["told"])
    rest = [("其余", f"另有 {total - len(changes)} 个单元")] if total > len(changes) else []
    return Check(
        title=f"上报：{EVENT_KIND[form.text('kind')]}",
        answers=[
            ("单元", " › ".join([*(ancestor["name"] for ancestor in unit["ancestors"]), unit["name"]])),
            *((label, day(form.text(name))) for name, label in _DATES.items()),
            ("已在集中隔离点", "是" if form.text("inCentralQuarantine") == "yes" else "否"),
            *_told_choices(form, unit),
            ("外部编号", form.text("externalId") or "未填写"),
            *((_named(change), _words(change)) for change in changes),
            *rest,
            *([] if changes else [("名称的变化", "没有名称因此变化")]),
            *([("辖区内可见人员", told)] if told else []),
        ],
        caution="以上为预览，尚未写入。确认后按此办理，并向公众公布原因；其间情况有变的，系统会拒绝并请您重新核对。",
        confirm=f"确认上报，{preview['falling']} 个名称随即变化" if changes else "确认上报",
        action=visit.url("event", code=unit["code"]),
        fields=answers_in(form) | {"preview": preview["token"]},
        tone="bad",
        section="units",
    )


def _named(change: dict[str, Any]) -> str:
    return f"{change['unit']['name']}（{change['number']}）"


def _words(change: dict[str, Any]) -> str:
    word = CHANGE[change["change"].upper()].word
    said = f"{word}：{change['causeText']}（{change['clause']}），自 {day(change['effectiveOn'])}"
    return said + (f"；{day(change['eligibleFrom'])} 起不再受此影响" if change["eligibleFrom"] else "")
