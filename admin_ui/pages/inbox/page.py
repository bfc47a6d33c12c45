"""The inbox: what the official was told, newest first, and where else it should go."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.forms import Fault
from admin_ui.paging import page_of
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
INBOX = Operation.load(_HERE / "inbox.graphql")
READ = Operation.load(_HERE / "read.graphql")
CONTACT = Operation.load(_HERE / "contact.graphql")
PAGE_SIZE = 20
_PAGES = {
    ("Application", "application"): "application",
    ("Application", "rectification"): "rectification",
    ("SupervisionFinding", "rectification"): "finding",
    ("Petition", "vacancy"): "petition",
}
"""The page a message leads to, by the type of what it is about and what befell that; others lead to the unit."""
_OWN = {
    "delegation.ended": "delegations",
    "role.changed": "account",
    "role.given": "account",
    "work.passed": "worklist",
}
"""News of oneself, and the page that shows what one holds or has to do now, wherever it was."""
_PARTS = {"vacancy.claimed": "?show=claimed", "vacancy.refused": "?show=open"}
"""The part of that page."""
_LISTS = {"application": "worklist", "rectification": "worklist", "finding": "findings"}
"""Pages of one matter, and where several of them are listed."""


class Addresses(Protocol):
    """Whatever knows the addresses of pages."""

    def url(self, route: str, **parameters: str) -> str:
        """Write the address of a page."""


async def show_inbox(visit: Visit) -> Response:
    """Show a page of the inbox."""
    return await _page(visit)


async def mark_read(visit: Visit) -> Response:
    """Mark all as read and return."""
    _, faults = await visit.change(READ, idempotencyKey=visit.form.text("key"))
    return await _page(visit, 422, faults) if faults else visit.see(visit.url("inbox"), "read")


async def update_contact(visit: Visit) -> Response:
    """Keep the address and whether mail is wanted, and return."""
    form = visit.form
    _, faults = await visit.change(
        CONTACT,
        idempotencyKey=form.text("key"),
        email=form.optional("email"),
        mailWanted=form.text("mailWanted") == "yes",
    )
    return await _page(visit, 422, faults) if faults else visit.see(visit.url("inbox"), "contact")


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    data = await visit.load(INBOX, **page_of(visit.request.query_params, "list", PAGE_SIZE))
    rows = [
        edge["node"] | {"address": leads_to(visit, edge["node"])} for edge in data["notifications"]["edges"]
    ]
    contact = data["contact"]["contact"]
    return visit.render("pages/inbox/inbox.html", status, rows=rows, contact=contact, faults=faults)


def leads_to(visit: Addresses, row: dict[str, Any]) -> str | None:
    """Lead to what a message is about, or else to the unit; nowhere once it is out of sight.

    A message about several units leads to where all of them are listed, one about oneself to what one holds now.
    """
    if row["kind"] in _OWN:
        return visit.url(_OWN[row["kind"]])
    if row["unit"] is None:
        return None
    page = _PAGES.get((row["subjectType"], row["kind"].partition(".")[0]), "unit")
    if page in _LISTS:
        return visit.url(_LISTS[page]) if row["units"] > 1 else visit.url(page, id=row["subject"])
    part = _PARTS.get(row["kind"], "")
    return f"{visit.url(page, code=row['unit']['code'])}{part}"
