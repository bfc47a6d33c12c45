"""The list of units: by name or code, by kind."""

from pathlib import Path
from urllib.parse import urlencode

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.paging import page_of
from admin_ui.visit import Visit

UNITS = Operation.load(Path(__file__).with_name("units.graphql"))
PAGE_SIZE = 25


async def show_units(visit: Visit) -> Response:
    """Show the units that match; the filters are the address."""
    query = visit.request.query_params
    search, kind = query.get("search", "").strip()[:64], query.get("kind", "").strip()[:32]
    page = page_of(query, "list", PAGE_SIZE)
    await visit.load(UNITS, search=search or None, kind=kind or None, **page)
    filters = {name: value for name, value in (("search", search), ("kind", kind)) if value}
    address = visit.url("units") + (f"?{urlencode(filters)}" if filters else "")
    return visit.render("pages/units/units.html", search=search, kind=kind, address=address)
