"""The versions of the guideline, newest first, with how each stands and when it is in force."""

from pathlib import Path

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.components.permissions import district_action
from admin_ui.visit import Visit

GUIDELINES = Operation.load(Path(__file__).parent / "guidelines.graphql")


async def show_guidelines(visit: Visit) -> Response:
    """Show the list; who drafts is led to the drafts as well."""
    data = await visit.load(GUIDELINES)
    drafts = district_action(data, "DRAFT_GUIDELINE")["allowed"]
    return visit.render("pages/guidelines/guidelines.html", drafts=drafts)
