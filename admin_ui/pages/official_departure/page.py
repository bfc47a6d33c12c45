"""What hangs on an official; who has seen it may disable them, with or without a successor."""

from collections.abc import Sequence
from pathlib import Path

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.forms import Fault
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
DEPARTURE = Operation.load(_HERE / "departure.graphql")
DISABLE = Operation.load(_HERE / "disable.graphql")


async def show_departure(visit: Visit) -> Response:
    """Show what hangs on them."""
    return await _page(visit)


async def disable_official(visit: Visit) -> Response:
    """Disable them, having seen what the form was rendered with."""
    form = visit.form
    faults = [] if form.text("seen") == "yes" else [Fault("seen", "请确认已核对上列事项。")]
    if not faults:
        _, faults = await visit.change(
            DISABLE,
            idempotencyKey=form.text("key"),
            official=visit.request.path_params["id"],
            expectedRevision=form.revision(),
            preview=form.text("preview"),
            successor=form.optional("successor"),
            reason=form.text("reason"),
        )
    if faults:
        return await _page(visit, 422, faults)
    return visit.see(visit.url("official", id=visit.request.path_params["id"]), "official_disabled")


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    data = await visit.load(DEPARTURE, id=visit.request.path_params["id"])
    departure = data["officialDeparture"]
    may = {action["name"]: action for action in departure["official"]["actions"]}
    return visit.render(
        "pages/official_departure/departure.html",
        status,
        departure=departure,
        person=departure["official"],
        disabling=may["DISABLE"],
        faults=faults,
    )
