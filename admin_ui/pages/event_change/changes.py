"""The ways an event changes: what is asked, what is sent, what was asked in words."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from admin_ui.client import Operation
from admin_ui.dates import day, is_day
from admin_ui.forms import Fault, Form
from admin_ui.wording import CONTROL, EVENT_KIND

_HERE = Path(__file__).parent
Event = dict[str, Any]
Answers = list[tuple[str, str]]
INFECTED = ("CASE", "ASYMPTOMATIC")


@dataclass(frozen=True, slots=True)
class EventChange:
    """A way to change an event: its action and route, its mutation, its place in a preview, its form."""

    action: str
    route: str
    verb: str
    notice: str
    operation: Operation
    previewed: str
    wanting: Callable[[Form], list[Fault]]
    sent: Callable[[Form], dict[str, Any]]
    answers: Callable[[Form, Event], Answers]


def _wanting_end(form: Form) -> list[Fault]:
    return [] if is_day(form.text("endedOn")) else [Fault("endedOn", "请填写结束日期。")]


def _wanting_nothing(form: Form) -> list[Fault]:  # noqa: ARG001
    return []


def _wanting_correction(form: Form) -> list[Fault]:
    faults = [] if form.text("kind") in EVENT_KIND else [Fault("kind", "请选择事件类型。")]
    for name, label in (("occurredOn", "发生日期"), ("reportedOn", "报告日期")):
        faults += [] if is_day(form.text(name)) else [Fault(name, f"请填写{label}。")]
    ended = form.text("endedOn")
    faults += [] if not ended or is_day(ended) else [Fault("endedOn", "结束日期应为日期。")]
    left = form.text("leftAreaOn")
    return faults + ([] if not left or is_day(left) else [Fault("leftAreaOn", "离开日期应为日期。")])


def _wanting_infection(form: Form) -> list[Fault]:
    faults = [] if form.text("kind") in INFECTED else [Fault("kind", "请选择确诊病例或无症状感染者。")]
    for name, label in (("occurredOn", "感染日期"), ("reportedOn", "报告日期")):
        faults += [] if is_day(form.text(name)) else [Fault(name, f"请填写{label}。")]
    return faults


def _infection(form: Form) -> dict[str, Any]:
    return {
        "kind": form.text("kind"),
        "occurredOn": form.text("occurredOn"),
        "reportedOn": form.text("reportedOn"),
        "inCentralQuarantine": form.text("inCentralQuarantine") == "yes",
    }


def _infected(form: Form, event: Event) -> Answers:
    return [
        ("原事件", f"{EVENT_KIND[event['kind']]}，到感染之日结束"),
        ("转为", EVENT_KIND[form.text("kind")]),
        ("感染日期", day(form.text("occurredOn"))),
        ("报告日期", day(form.text("reportedOn"))),
        ("发现时已在集中隔离点", "是" if form.text("inCentralQuarantine") == "yes" else "否"),
    ]


def _correction(form: Form) -> dict[str, Any]:
    return {
        "kind": form.text("kind"),
        "occurredOn": form.text("occurredOn"),
        "reportedOn": form.text("reportedOn"),
        "endedOn": form.optional("endedOn"),
        "inCentralQuarantine": form.text("inCentralQuarantine") == "yes",
        "control": form.optional("control"),
        "riskLevel": form.optional("riskLevel"),
        "eventClass": form.optional("eventClass"),
        "area": form.optional("area"),
        "leftAreaOn": form.optional("leftAreaOn"),
        "reason": form.text("reason"),
    }


def _corrected(form: Form, event: Event) -> Answers:
    """Say what changes, from what to what; the rest stays."""
    place, areas = event["unit"], dict(event["areas"])
    pairs = [
        ("单元编码", place["code"], form.text("unitCode")),
        ("事件类型", EVENT_KIND[event["kind"]], EVENT_KIND[form.text("kind")]),
        *(
            (label, day(event[name]) if event[name] else "", day(form.text(name)) if form.text(name) else "")
            for name, label in (
                ("occurredOn", "发生日期"),
                ("reportedOn", "报告日期"),
                ("endedOn", "结束日期"),
                ("leftAreaOn", "离开来源地区"),
            )
        ),
        ("方案中的类别", event["eventClass"] or "", form.text("eventClass")),
        (
            "来源地区",
            areas.get(event["area"]["id"], "") if event["area"] else "",
            areas.get(form.text("area"), ""),
        ),
        ("风险等级", event["riskLevel"] or "", form.text("riskLevel")),
        (
            "其他管控方式",
            CONTROL[event["control"]] if event["control"] not in {None, "CENTRAL"} else "",
            CONTROL.get(form.text("control"), ""),
        ),
        (
            "已在集中隔离点",
            "是" if event["inCentralQuarantine"] else "否",
            "是" if form.text("inCentralQuarantine") == "yes" else "否",
        ),
    ]
    changed = [(label, f"{old or '无'} → {new or '无'}") for label, old, new in pairs if old != new]
    return [*(changed or [("更正内容", "与原登记相同")]), ("理由", form.text("reason"))]


CLOSE = EventChange(
    "CLOSE_EVENT",
    "close_event",
    "结束",
    "event_closed",
    Operation.load(_HERE / "close.graphql"),
    "closing",
    _wanting_end,
    lambda form: {"endedOn": form.text("endedOn")},
    lambda form, _: [("结束日期", day(form.text("endedOn")))],
)
CORRECT = EventChange(
    "CORRECT_EVENT",
    "correct_event",
    "更正",
    "event_corrected",
    Operation.load(_HERE / "correct.graphql"),
    "correction",
    _wanting_correction,
    _correction,
    _corrected,
)
EXCLUDE = EventChange(
    "EXCLUDE_EVENT",
    "exclude_event",
    "排除",
    "event_excluded",
    Operation.load(_HERE / "exclude.graphql"),
    "exclusion",
    _wanting_nothing,
    lambda form: {"reason": form.text("reason")},
    lambda form, _: [("理由", form.text("reason"))],
)
UPGRADE = EventChange(
    "UPGRADE_EVENT",
    "upgrade_event",
    "转为感染者",
    "event_upgraded",
    Operation.load(_HERE / "upgrade.graphql"),
    "upgrade",
    _wanting_infection,
    _infection,
    _infected,
)
