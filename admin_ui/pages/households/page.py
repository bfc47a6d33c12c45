"""The roster of a unit and all below it: door by door with its building, everybody masked."""

from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import sort_actions
from admin_ui.paging import page_of
from admin_ui.visit import Visit

HOUSEHOLDS = Operation.load(Path(__file__).with_name("households.graphql"))
PAGE_SIZE = 25


async def show_households(visit: Visit) -> Response:
    """Show a page of the roster; those who do not work with it have no such page."""
    page = page_of(visit.request.query_params, "list", PAGE_SIZE)
    data = await visit.load(HOUSEHOLDS, code=visit.request.path_params["code"], **page)
    unit: dict[str, Any] | None = data["unit"]
    if unit is None or unit["households"] is None:
        raise NotForYouError
    return visit.render(
        "pages/households/households.html",
        unit=unit,
        rows=[edge["node"] for edge in unit["households"]["edges"]],
        permissions=sort_actions(one for one in unit["actions"] if one["name"] == "REGISTER_HOUSEHOLDS"),
    )
