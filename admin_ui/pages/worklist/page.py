"""The worklist in three tabs: waiting for me, done by me, all of my area."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.components.permissions import belongs_to_others
from admin_ui.paging import page_of
from admin_ui.visit import Visit

WORKLIST = Operation.load(Path(__file__).with_name("worklist.graphql"))
PAGE_SIZE = 20
TABS = {"pending": "待我办", "done": "我已办", "area": "本辖区"}
_BACKWARD = {"RETURN", "REJECT", "WITHDRAW"}


async def show_worklist(visit: Visit) -> Response:
    """Show one tab."""
    tab = visit.request.query_params.get("tab", "pending")
    tab = tab if tab in TABS else "pending"
    page = page_of(visit.request.query_params, "list", PAGE_SIZE)
    data = await visit.load(WORKLIST, tab=tab.upper(), **page)
    rows = [_row(edge["node"]) for edge in data["worklist"]["edges"]]
    return visit.render("pages/worklist/worklist.html", tab=tab, tabs=TABS, rows=rows)


def _row(application: dict[str, Any]) -> dict[str, Any]:
    forward = [action for action in application["actions"] if action["name"] not in _BACKWARD]
    ready = sorted(
        (action for action in forward if action["allowed"]), key=lambda action: action["name"] == "ASSESS"
    )
    blocked = [action for action in forward if not action["allowed"] and not belongs_to_others(action)]
    return {"application": application, "asked": _first_label(ready or blocked), "blocker": _blocker(blocked)}


def _first_label(actions: Sequence[dict[str, Any]]) -> str | None:
    return str(actions[0]["label"]) if actions else None


def _blocker(blocked: Sequence[dict[str, Any]]) -> str | None:
    reasons = [reason for action in blocked for reason in action["reasons"]]
    return str(reasons[0]["message"]) if reasons else None
