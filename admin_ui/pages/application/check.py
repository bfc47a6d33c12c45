"""What an official reads before an act on an application is written."""

from collections.abc import Mapping
from typing import Any

from admin_ui.components.checking import Check, answers_in
from admin_ui.naming import full_name
from admin_ui.pages.application.steps import status_word
from admin_ui.visit import Visit
from admin_ui.wording import Tone

_CAUTION: dict[str, tuple[Tone, str]] = {
    "NAME": ("info", "确认后即刻命名、编号并向公众公布。名称只会因不再符合标准而取消，不能自行撤销。"),
    "RECORD": ("info", "确认后本申请备案办结。"),
    "ENDORSE": ("info", "确认后申请转入下一环节，意见随申请留存，不能再修改。"),
    "FORWARD": ("info", "确认后申请上报至下一环节，意见随申请留存，不能再修改。"),
    "RETURN": ("warn", "确认后申请退回申报人补正，补正后须重新提交、重新审核。"),
    "REJECT": ("bad", "确认后本申请以“不予命名”办结，不能恢复；申报人整改后可另行申请。"),
    "SUBMIT": ("info", "确认后申请送交首个审核环节；提交人不能参与本申请的审核。"),
    "WITHDRAW": ("warn", "确认后本申请办结为“已撤回”，联名申请随之结束，不能恢复。"),
}


def check_of(
    visit: Visit, application: dict[str, Any], route: str, answers: Mapping[str, str | None]
) -> Check:
    """Describe the act: what, on which unit, at which step, with which words, to which effect."""
    name = answers.get("decision") or route.upper()
    label = next((action["label"] for action in application["actions"] if action["name"] == name), "办理")
    tone, caution = _CAUTION.get(name, ("info", "确认后写入办理记录。"))
    return Check(
        title=f"{label}：{full_name(application['unit'])}",
        answers=[*_facts(application), *_spoken(answers), *_filled_in(visit, application, route)],
        caution=caution,
        confirm=f"确认{label}",
        action=visit.url(route, id=application["id"]),
        fields=answers_in(visit.form),
        tone=tone,
    )


def _facts(application: dict[str, Any]) -> list[tuple[str, str]]:
    unit, results = application["unit"], application["criteria"]
    met = sum(result["outcome"] == "MET" for result in results)
    facts = [
        ("单元", " › ".join([*(ancestor["name"] for ancestor in unit["ancestors"]), unit["name"]])),
        ("申报名称", unit["kind"]["title"] or unit["kind"]["name"]),
        ("当前状态", status_word(application)),
        ("标准核查", f"{len(results)} 项中 {met} 项符合"),
    ]
    if petition := application["petition"]:
        facts.append(("联名申请", f"应签 {petition['denominator']} 户，已签 {petition['signed']} 户"))
    return facts


def _spoken(answers: Mapping[str, str | None]) -> list[tuple[str, str]]:
    spoken = [("意见", answers["opinion"] or "未填写")] if "opinion" in answers else []
    return spoken + ([("撤回理由", answers["reason"] or "未填写")] if "reason" in answers else [])


def _filled_in(visit: Visit, application: dict[str, Any], route: str) -> list[tuple[str, str]]:
    """Read back what was filled in, by the label it was asked under."""
    asked = (
        application["process"]["form"] if route == "submit" else (application["step"] or {}).get("form", [])
    )
    given = visit.form.under("answers")
    words = {"true": "是", "false": "否"}
    return [
        (question["label"], words.get(given[question["id"]], given[question["id"]]))
        for question in asked
        if question["id"] in given
    ]
