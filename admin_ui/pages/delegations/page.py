"""Who stands in for whom: lending a role for some days, and taking it back."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.forms import Fault
from admin_ui.paging import page_of
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
DELEGATIONS = Operation.load(_HERE / "delegations.graphql")
LEND = Operation.load(_HERE / "lend.graphql")
REVOKE = Operation.load(_HERE / "revoke.graphql")
PAGE_SIZE = 20


async def show_delegations(visit: Visit) -> Response:
    """Show the page."""
    return await _page(visit)


async def lend_role(visit: Visit) -> Response:
    """Lend a role through the end of a local day."""
    form = visit.form
    until = _end_of(form.text("validUntil"), form.text("zone"))
    faults = [] if until else [Fault("validUntil", "请填写截止日期。")]
    if not faults:
        _, faults = await visit.change(
            LEND,
            idempotencyKey=form.text("key"),
            grant=form.text("grant"),
            delegate=form.text("delegate"),
            validUntil=until,
            reason=form.text("reason"),
        )
    return await _page(visit, 422, faults) if faults else visit.see(visit.url("delegations"), "lent")


async def revoke_delegation(visit: Visit) -> Response:
    """Take a lent role back."""
    form = visit.form
    _, faults = await visit.change(
        REVOKE, idempotencyKey=form.text("key"), delegation=form.text("delegation")
    )
    return await _page(visit, 422, faults) if faults else visit.see(visit.url("delegations"), "taken_back")


def _end_of(day: str, zone: str) -> str | None:
    """Give the instant a local day ends; None for no day."""
    try:
        after = datetime.combine(datetime.fromisoformat(day).date(), time.min, ZoneInfo(zone))
    except (ValueError, KeyError):
        return None
    return (after + timedelta(days=1)).isoformat()


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    page = page_of(visit.request.query_params, "list", PAGE_SIZE)
    data = await visit.load(DELEGATIONS, **page)
    grants = data["lending"]["grants"] if data["lending"] else []
    return visit.render(
        "pages/delegations/delegations.html",
        status,
        faults=faults,
        rows=[edge["node"] for edge in data["delegations"]["edges"]],
        grants=[(grant["id"], f"{grant['roleName']}：{grant['unit']['name']}") for grant in grants],
    )
