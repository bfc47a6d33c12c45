"""One's own account: the name to show, and the password."""

from collections.abc import Sequence
from pathlib import Path

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.forms import Fault
from admin_ui.pages.own_password.page import chosen_password
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
ACCOUNT = Operation.load(_HERE / "account.graphql")
RENAME = Operation.load(_HERE / "rename.graphql")


async def show_account(visit: Visit) -> Response:
    """Show the page."""
    return await _page(visit)


async def rename_oneself(visit: Visit) -> Response:
    """Change one's own name."""
    form = visit.form
    _, faults = await visit.change(
        RENAME,
        idempotencyKey=form.text("key"),
        official=form.text("official"),
        expectedRevision=form.revision(),
        displayName=form.text("displayName"),
    )
    return await _page(visit, 422, faults) if faults else visit.see(visit.url("account"), "renamed")


async def change_own_password(visit: Visit) -> Response:
    """Choose another password."""
    faults = await chosen_password(visit)
    if faults:
        return await _page(visit, 422, faults)
    return visit.see(visit.url("account"), "own_password_changed")


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    data = await visit.load(ACCOUNT)
    return visit.render("pages/account/account.html", status, mine=data["account"], faults=faults)
