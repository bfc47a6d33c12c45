"""The list of findings: by how they stand, and only those that are late."""

from pathlib import Path
from urllib.parse import urlencode

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.paging import page_of
from admin_ui.visit import Visit
from admin_ui.wording import FINDING

FINDINGS = Operation.load(Path(__file__).with_name("findings.graphql"))
PAGE_SIZE = 20


async def show_findings(visit: Visit) -> Response:
    """Show the findings that match; the filters are the address."""
    query = visit.request.query_params
    status = query.get("status", "")
    status = status if status in FINDING else ""
    overdue = query.get("overdue") == "yes"
    page = page_of(query, "list", PAGE_SIZE)
    data = await visit.load(FINDINGS, status=status or None, overdue=overdue, **page)
    given = {"status": status, "overdue": "yes" if overdue else ""}
    filters = {name: value for name, value in given.items() if value}
    return visit.render(
        "pages/findings/findings.html",
        given=given,
        rows=[edge["node"] for edge in data["supervisionFindings"]["edges"]],
        address=visit.url("findings") + (f"?{urlencode(filters)}" if filters else ""),
    )
