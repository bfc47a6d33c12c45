"""The list of health events of the viewer's area: by kind, by how they stand, by day."""

from pathlib import Path
from urllib.parse import urlencode

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.dates import is_day
from admin_ui.forms import Fault
from admin_ui.paging import page_of
from admin_ui.visit import Visit
from admin_ui.wording import EVENT_KIND, EVENT_STANDING

EVENTS = Operation.load(Path(__file__).with_name("events.graphql"))
PAGE_SIZE = 20
DAYS = {"since": "起始日期", "until": "截止日期"}


async def show_events(visit: Visit) -> Response:
    """Show the events that match; the filters are the address. A day that is none is said to be wrong."""
    query = visit.request.query_params
    given = {
        name: query.get(name, "").strip()[:64] for name in ("kind", "standing", "since", "until", "unit")
    }
    wrong = [Fault(name, f"{label}应为日期。") for name, label in DAYS.items() if _no_day(given[name])]
    filters = {name: value for name, value in given.items() if value}
    data = await visit.load(
        EVENTS,
        kind=given["kind"] if given["kind"] in EVENT_KIND else None,
        standing=given["standing"] if given["standing"] in EVENT_STANDING else None,
        **{name: None if _no_day(given[name]) else given[name] or None for name in DAYS},
        **({"unit": given["unit"], "under": given["unit"]} if given["unit"] else {}),
        placed=bool(given["unit"]),
        **page_of(query, "list", PAGE_SIZE),
    )
    return visit.render(
        "pages/events/events.html",
        422 if wrong else 200,
        given=given,
        faults=wrong,
        place=data.get("place"),
        rows=[edge["node"] for edge in data["healthEvents"]["edges"]],
        address=visit.url("events") + (f"?{urlencode(filters)}" if filters else ""),
    )


def _no_day(value: str) -> bool:
    return bool(value) and not is_day(value)
