"""Sign-in: one message for a wrong name and a wrong password; afterwards back to where one was going."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.forms import Fault
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
DISTRICT = Operation.load(_HERE / "district.graphql", "public")
SIGN_IN = Operation.load(_HERE / "sign_in.graphql", signed_in=False)
SIGN_OUT = Operation.load(_HERE / "sign_out.graphql")


async def show_sign_in(visit: Visit) -> Response:
    """Show the form."""
    return await _form(visit, visit.request.query_params.get("next", ""))


async def sign_in(visit: Visit) -> Response:
    """Exchange name and password for a session and go on."""
    username, password = visit.form.text("username"), visit.form.values.get("password", "")
    payload, faults = await visit.change(SIGN_IN, username=username, password=password)
    if faults:
        plain = [Fault("", fault.message, fault.fix, fault.code) for fault in faults]
        return await _form(visit, visit.form.text("next"), 422, plain)
    target = visit.own_path(visit.form.text("next")) or visit.url("worklist")
    return visit.begin_session(target, payload["token"], datetime.fromisoformat(payload["expiresAt"]))


async def sign_out(visit: Visit) -> Response:
    """End the session at the API and in the browser."""
    await visit.change(SIGN_OUT)
    return visit.end_session(visit.url("sign_in"))


async def _form(visit: Visit, target: str, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    await visit.load(DISTRICT)
    return visit.render("pages/sign_in/sign_in.html", status, next=target, faults=faults)
