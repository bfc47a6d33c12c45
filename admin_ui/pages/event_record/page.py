"""One health event: what is known of it, what was known before, what it did to names, what may be done."""

from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import sort_actions
from admin_ui.pages.event_record.revisions import told_by
from admin_ui.paging import page_of
from admin_ui.visit import Visit
from admin_ui.wording import CONTROL

RECORD = Operation.load(Path(__file__).with_name("record.graphql"))
PAGE_SIZE = 50
CHANGES = {
    "UPGRADE_EVENT": "upgrade_event",
    "CLOSE_EVENT": "close_event",
    "CORRECT_EVENT": "correct_event",
    "EXCLUDE_EVENT": "exclude_event",
}


async def show_record(visit: Visit) -> Response:
    """Show the event."""
    page = page_of(visit.request.query_params, "list", PAGE_SIZE)
    data = await visit.load(RECORD, id=visit.request.path_params["id"], **page)
    event: dict[str, Any] | None = data["node"]
    if not event or event["unit"] is None:
        raise NotForYouError
    return visit.render(
        "pages/event_record/record.html",
        event=event,
        told=told_by(event["revisions"], _names(data["guideline"])),
        consequences=[edge["node"] for edge in event["consequences"]["edges"]],
        permissions=sort_actions(event["actions"]),
        routes=CHANGES,
        controls=CONTROL,
    )


def _names(guideline: dict[str, Any]) -> dict[str, str]:
    """Name the classes and levels of the guideline by their ids; one of an earlier guideline keeps its id."""
    return {one["id"]: one["name"] for one in (*guideline["eventClasses"], *guideline["riskLevels"])}
