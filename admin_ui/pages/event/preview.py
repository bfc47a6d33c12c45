"""What an event would do to names, in words: the same for a report, a correction, an exclusion and an end."""

from pathlib import Path
from typing import Any

from admin_ui.client import Operation
from admin_ui.dates import day
from admin_ui.wording import CHANGE

PREVIEW = Operation.load(Path(__file__).with_name("preview.graphql"))
CAUTION = "以上为预览，尚未写入。确认后按此办理，并向公众公布原因；其间情况有变的，系统会拒绝并请您重新核对。"


def answers_of(preview: dict[str, Any]) -> list[tuple[str, str]]:
    """List each name with what would befall it, how many more there are, and who would be told."""
    total = preview["changes"]["totalCount"]
    changes = [edge["node"] for edge in preview["changes"]["edges"]]
    told = "、".join(f"{one['roleName']}{one['holders']}人" for one in preview["told"])
    return [
        *((_named(change), _words(change)) for change in changes),
        *([("其余", f"另有 {total - len(changes)} 个单元")] if total > len(changes) else []),
        *([] if changes else [("名称的变化", "没有名称因此变化")]),
        *([("辖区内可见人员", told)] if told else []),
    ]


def confirming(preview: dict[str, Any], verb: str) -> str:
    """Word the button that confirms, with how many names change."""
    total = preview["changes"]["totalCount"]
    return f"确认{verb}，{total} 个名称随即变化" if total else f"确认{verb}"


def _named(change: dict[str, Any]) -> str:
    return f"{change['unit']['name']}（{change['number']}）"


def _words(change: dict[str, Any]) -> str:
    if change["change"] == "kept_down":
        return "该单元已另行命名，原名称不再恢复"
    word = CHANGE[change["change"].upper()].word
    said = f"{word}：{change['causeText']}"
    said += f"（{change['clause']}）" if change["clause"] else ""
    said += f"，自 {day(change['effectiveOn'])}"
    return said + (f"；{day(change['eligibleFrom'])} 起不再受此影响" if change["eligibleFrom"] else "")
