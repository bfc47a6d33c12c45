"""What follows of a change of a place, in words."""

from typing import Any

from admin_ui.wording import CHANGE


def following(preview: dict[str, Any]) -> list[tuple[str, str]]:
    """List the names that change, what ends, and who gains or loses work by a closing."""
    names = [(f"名称 {each['number']}（单元 {each['code']}）", _befalls(each)) for each in preview["names"]]
    counted = [
        ("转入的住户", preview["households"], "户"),
        ("转入的下级单元", preview["movedCount"], "个"),
        ("随之转移的任职", preview["memberships"], "个"),
        ("继续办理的申请", preview["applications"], "件"),
        ("终止的申请", preview["applicationsEnded"], "件"),
        ("结束的任职", preview["rolesLeftBehind"], "个，须另行任命"),
    ]
    people = "、".join(each["displayName"] for each in preview["officials"])
    return [
        *(names or [("名称的变化", "没有名称因此变化")]),
        *((label, f"{number} {unit}") for label, number, unit in counted if number),
        *([("将获告知", people)] if people else []),
    ]


def namesakes_in(payload: dict[str, Any]) -> list[tuple[str, str]]:
    """List the units beside one that are called the same, with what to look at."""
    return [("请留意", f"{each['message']}{each['fix']}") for each in payload.get("namesakes", ())]


def _befalls(name: dict[str, Any]) -> str:
    clause = f"（{name['clause']}）" if name["clause"] else ""
    return f"{CHANGE[name['change'].upper()].word}：{name['causeText']}{clause}"
