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
    return visit.render("components/check.html", check=_check(visit, unit))


async def _commit(visit: Visit) -> Response:
    form = visit.form
    _, faults = await visit.change(
        REPORT,
        idempotencyKey=form.text("key"),
        unit=form.text("unit"),
        kind=form.text("kind"),
        occurredOn=form.text("occurredOn"),
        reportedOn=form.text("reportedOn"),
        inCentralQuarantine=form.text("inCentralQuarantine") == "yes",
        riskLevel=form.optional("riskLevel"),
        externalId=form.optional("externalId"),
    )
    if faults:
        return _page(visit, await _load(visit), 422, faults)
    return visit.see(visit.url("unit", code=visit.request.path_params["code"]), "reported")


async def _load(visit: Visit) -> dict[str, Any]:
    data = await visit.load(EVENT, code=visit.request.path_params["code"])
    unit: dict[str, Any] | None = data["unit"]
    if unit is None:
        raise NotForYouError
    return unit | {"levels": _levels(data)}


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


def _told_level(form: Form, unit: dict[str, Any]) -> list[tuple[str, str]]:
    level = form.text("riskLevel")
    return [("风险等级", dict(unit["levels"]).get(level, level))] if level else []


def _check(visit: Visit, unit: dict[str, Any]) -> Check:
    form = visit.form
    held = [one for one in [*unit["ancestors"], unit] if one["designation"]]
    names = "、".join(f"{one['name']}（{one['designation']['title']}）" for one in reversed(held))
    return Check(
        title=f"上报：{EVENT_KIND[form.text('kind')]}",
        answers=[
            ("单元", " › ".join([*(ancestor["name"] for ancestor in unit["ancestors"]), unit["name"]])),
            *((label, day(form.text(name))) for name, label in _DATES.items()),
            ("已在集中隔离点", "是" if form.text("inCentralQuarantine") == "yes" else "否"),
            *_told_level(form, unit),
            ("外部编号", form.text("externalId") or "未填写"),
            ("目前有名称的相关单元", names or "无"),
        ],
        caution="上报后立即按方案重新判定以上单元：不再符合标准的名称会被取消或暂停，并向公众公布原因。请再次核对单元和日期。",
        confirm="确认上报",
        action=visit.url("event", code=unit["code"]),
        fields=answers_in(form),
        tone="bad",
        section="units",
    )
