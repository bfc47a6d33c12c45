"""What follows of a change of a place, in words."""

from typing import Any

from admin_ui.wording import CHANGE


def following(preview: dict[str, Any]) -> list[tuple[str, str]]:
    """List the names that change, what ends, and who gains or loses work by a closing."""
    names = [(f"名称 {each['number']}", _befalls(each)) for each in preview["names"]]
    people = "、".join(each["displayName"] for each in preview["officials"])
    return [
        *(names or [("名称的变化", "没有名称因此变化")]),
        *([("终止的申请", f"{preview['applicationsEnded']} 件")] if preview["applicationsEnded"] else []),
        *([("须另行任命", f"{preview['rolesLeftBehind']} 个任职")] if preview["rolesLeftBehind"] else []),
        *([("将获告知", people)] if people else []),
    ]


def namesakes_in(payload: dict[str, Any]) -> list[tuple[str, str]]:
    """List the units beside one that are called the same, with what to look at."""
    return [("请留意", f"{each['message']}{each['fix']}") for each in payload.get("namesakes", ())]


def _befalls(name: dict[str, Any]) -> str:
    clause = f"（{name['clause']}）" if name["clause"] else ""
    return f"{CHANGE[name['change'].upper()].word}：{name['causeText']}{clause}"
