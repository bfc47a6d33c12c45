"""The worklist in tabs: waiting for me, done by me, all of my area, waiting for nobody."""

from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.components.permissions import belongs_to_others
from admin_ui.paging import page_of
from admin_ui.visit import Visit

WORKLIST = Operation.load(Path(__file__).with_name("worklist.graphql"))
PAGE_SIZE = 20
TABS = {"pending": "待我办", "done": "我已办", "area": "本辖区", "unassigned": "无人办理"}
NARROWED = {"overdue": "已逾期", "escalated": "已升级"}
_BACKWARD = {"RETURN", "REJECT", "WITHDRAW"}


async def show_worklist(visit: Visit) -> Response:
    """Show one tab."""
    tab = visit.request.query_params.get("tab", "pending")
    tab = tab if tab in TABS else "pending"
    page = page_of(visit.request.query_params, "list", PAGE_SIZE)
    only = visit.request.query_params.get("only", "")
    narrowed = {name: name == only for name in NARROWED}
    data = await visit.load(WORKLIST, tab=tab.upper(), **narrowed, **page)
    counts = data["worklistCounts"]
    tabs = {
        name: label for name, label in TABS.items() if name != "unassigned" or counts[name] or name == tab
    }
    rows = [_row(edge["node"]) for edge in data["worklist"]["edges"]]
    return visit.render(
        "pages/worklist/worklist.html",
        tab=tab,
        tabs=tabs,
        rows=rows,
        only=only,
        narrowed=NARROWED,
        claims=[edge["node"] for edge in data["vacancyClaims"]["edges"]] if tab == "pending" else [],
    )


def _row(application: dict[str, Any]) -> dict[str, Any]:
    forward = [action for action in application["actions"] if action["name"] not in _BACKWARD]
    ready = [action for action in forward if action["allowed"]]
    blocked = [action for action in forward if not action["allowed"] and not belongs_to_others(action)]
    asked = sorted(ready, key=_assessing_last) or blocked
    return {
        "application": application,
        "asked": asked[0]["label"] if asked else None,
        "blocker": blocked[0]["reasons"][0]["message"] if blocked else None,
    }


def _assessing_last(action: dict[str, Any]) -> bool:
    """Ask to submit before asking to assess once more."""
    return bool(action["name"] == "ASSESS")
