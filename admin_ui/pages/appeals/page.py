"""The list of appeals: by how they stand."""

from pathlib import Path

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.paging import page_of
from admin_ui.visit import Visit
from admin_ui.wording import APPEAL

APPEALS = Operation.load(Path(__file__).with_name("appeals.graphql"))
PAGE_SIZE = 20


async def show_appeals(visit: Visit) -> Response:
    """Show the appeals that match; the filter is the address."""
    status = visit.request.query_params.get("status", "")
    status = status if status in APPEAL else ""
    page = page_of(visit.request.query_params, "list", PAGE_SIZE)
    data = await visit.load(APPEALS, status=status or None, **page)
    return visit.render(
        "pages/appeals/appeals.html",
        chosen=status,
        rows=[edge["node"] for edge in data["appeals"]["edges"]],
        address=visit.url("appeals") + (f"?status={status}" if status else ""),
    )
