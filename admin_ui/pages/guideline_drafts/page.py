"""The open drafts, the latest change first."""

from pathlib import Path

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.visit import Visit

DRAFTS = Operation.load(Path(__file__).parent / "drafts.graphql")


async def show_drafts(visit: Visit) -> Response:
    """Show the list to who drafts and publishes; to others it is unknown."""
    await visit.load(DRAFTS)
    return visit.render("pages/guideline_drafts/drafts.html")
