"""The officials of the district with how they stand, and the form that appoints one."""

from collections.abc import Sequence
from pathlib import Path

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.forms import Fault
from admin_ui.pages.official.choices import end_of_day, role_option, unit_of
from admin_ui.paging import page_of
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
OFFICIALS = Operation.load(_HERE / "officials.graphql")
APPOINT = Operation.load(_HERE / "appoint.graphql")
PAGE_SIZE = 50
STANDING = {"": "全部", "active": "正常", "disabled": "已停用"}


async def show_officials(visit: Visit) -> Response:
    """Show a page of the list."""
    return await _page(visit)


async def appoint_official(visit: Visit) -> Response:
    """Give a new or a known official a role, and lead to them."""
    form = visit.form
    unit, faults = await unit_of(visit, "unitCode")
    until, wrong = end_of_day(form.text("lastDay"), form.text("zone"))
    faults += wrong
    if not faults:
        payload, faults = await visit.change(
            APPOINT,
            idempotencyKey=form.text("key"),
            username=form.text("username"),
            displayName=form.text("displayName"),
            password=form.values.get("password") or None,
            role=form.text("role"),
            unit=unit,
            validUntil=until,
        )
    if faults:
        return await _page(visit, 422, faults)
    return visit.see(visit.url("official", id=payload["official"]["id"]), "appointed")


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    query = visit.request.query_params
    standing = query.get("standing", "") if query.get("standing", "") in STANDING else ""
    role = query.get("role", "") if query.get("role", "").isidentifier() else ""
    disabled = None if not standing else standing == "disabled"
    page = page_of(query, "list", PAGE_SIZE)
    data = await visit.load(OFFICIALS, disabled=disabled, role=role or None, **page)
    chosen = "&".join(f"{name}={value}" for name, value in (("standing", standing), ("role", role)) if value)
    return visit.render(
        "pages/officials/officials.html",
        status,
        rows=[edge["node"] for edge in data["officials"]["edges"]],
        roles=[role_option(one) for one in data["appointableRoles"]],
        standing=standing,
        standings=list(STANDING.items()),
        role=role,
        address=visit.url("officials") + (f"?{chosen}" if chosen else ""),
        faults=faults,
    )
