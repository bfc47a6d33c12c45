"""What is due: assessments in turn, the longest waiting first, and names that run out within days."""

from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import district_action
from admin_ui.paging import page_of
from admin_ui.visit import Visit

SUPERVISION = Operation.load(Path(__file__).with_name("supervision.graphql"))
PAGE_SIZE = 20
WITHIN = {"30": "30 天内", "60": "60 天内", "180": "半年内"}


async def show_supervision(visit: Visit) -> Response:
    """Show what is due; how far ahead is the address."""
    within = visit.request.query_params.get("within", "")
    within = within if within in WITHIN else "60"
    page = page_of(visit.request.query_params, "list", PAGE_SIZE)
    data = await visit.load(SUPERVISION, within=int(within), **page)
    if not district_action(data, "READ_FINDINGS")["allowed"]:
        raise NotForYouError
    return visit.render(
        "pages/supervision/supervision.html",
        due=_due(data["areas"]["grants"]),
        expiring=[edge["node"] for edge in data["designations"]["edges"]],
        within=within,
        choices=WITHIN,
    )


def _due(grants: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Take the names of all areas, each once, due in turn or by a new version, the first day first."""
    lists = ("assessmentsDue", "reassessmentsDue")
    names = [name for grant in grants for due in lists for name in grant["unit"][due] or ()]
    return sorted({name["id"]: name for name in names}.values(), key=_due_on)


def _due_on(name: dict[str, Any]) -> str:
    return min(filter(None, (name["assessmentDueOn"], name["reassessmentDueOn"])), default="")
