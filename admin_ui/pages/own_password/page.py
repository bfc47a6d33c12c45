"""Choosing a password of one's own: the first thing, and the only one, after a one-time password."""

from collections.abc import Sequence
from pathlib import Path

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.forms import Fault
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
ACCOUNT = Operation.load(_HERE / "due.graphql")
CHANGE = Operation.load(_HERE / "change.graphql")


async def show_own_password(visit: Visit) -> Response:
    """Show the form."""
    return await _page(visit)


async def choose_own_password(visit: Visit) -> Response:
    """Choose a password and go on."""
    faults = await chosen_password(visit)
    if faults:
        return await _page(visit, 422, faults)
    return visit.see(visit.url("worklist"), "own_password_changed")


async def chosen_password(visit: Visit) -> list[Fault]:
    """Send what was typed, unless the new password was typed in two ways."""
    values = visit.form.values
    new = values.get("newPassword", "")
    if new != values.get("again", ""):
        return [Fault("again", "两次填写的新密码不一致。")]
    _, faults = await visit.change(
        CHANGE,
        idempotencyKey=visit.form.text("key"),
        expectedRevision=visit.form.revision(),
        currentPassword=values.get("currentPassword", ""),
        newPassword=new,
    )
    return faults


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    data = await visit.load(ACCOUNT)
    return visit.render("pages/own_password/own_password.html", status, mine=data["viewer"], faults=faults)
