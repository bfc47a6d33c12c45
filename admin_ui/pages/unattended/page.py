"""Steps that wait for nobody, for those who can appoint somebody."""

from pathlib import Path

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.paging import page_of
from admin_ui.visit import Visit

UNATTENDED = Operation.load(Path(__file__).with_name("unattended.graphql"))
PAGE_SIZE = 50


async def show_unattended(visit: Visit) -> Response:
    """Show a page of them."""
    data = await visit.load(UNATTENDED, **page_of(visit.request.query_params, "list", PAGE_SIZE))
    rows = [edge["node"] for edge in data["unattendedSteps"]["edges"]]
    return visit.render("pages/unattended/unattended.html", rows=rows)
