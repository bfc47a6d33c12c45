"""The page of a batch: whom its team consists of, where each unit stands, and closing it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import sort_actions
from admin_ui.forms import Fault
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
BATCH = Operation.load(_HERE / "batch.graphql")
CLOSE = Operation.load(_HERE / "close.graphql")
APPOINT = Operation.load(_HERE / "appoint.graphql")
Member = dict[str, Any]


async def show_batch(visit: Visit) -> Response:
    """Show the page."""
    return await _page(visit)


async def close_batch(visit: Visit) -> Response:
    """Close the batch."""
    return await _changed(visit, CLOSE, "batch_closed")


async def appoint_team(visit: Visit) -> Response:
    """Appoint whoever was picked for each office; the office chosen as leading leads."""
    offices, members = _members(visit)
    return await _changed(visit, APPOINT, "team_appointed", offices, members=members)


def _members(visit: Visit) -> tuple[list[str], list[Member]]:
    """Read the picks in the order of the form: `member.0` for the office in `office.0`."""
    offices, picked = visit.form.under("office"), visit.form.under("member")
    order = sorted((place for place in picked if place in offices), key=int)
    leads = visit.form.text("leads")
    return order, [
        {"official": picked[place], "office": offices[place], "leads": place == leads} for place in order
    ]


async def _changed(
    visit: Visit, operation: Operation, notice: str, places: Sequence[str] = (), **values: Any
) -> Response:
    identity = visit.request.path_params["id"]
    _, faults = await visit.change(
        operation,
        idempotencyKey=visit.form.text("key"),
        batch=identity,
        expectedRevision=visit.form.revision(),
        **values,
    )
    if faults:
        return await _page(visit, 422, [_placed(fault, places) for fault in faults])
    return visit.see(visit.url("batch", id=identity), notice)


def _placed(fault: Fault, places: Sequence[str]) -> Fault:
    """Point a fault of `members.2.official` at the pick it came from."""
    parts = fault.field.split(".")
    if parts[0] != "members":
        return fault
    known = len(parts) > 1 and parts[1].isdecimal() and int(parts[1]) < len(places)
    return replace(fault, field=f"member.{places[int(parts[1])]}" if known else "")


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    data = await visit.load(BATCH, id=visit.request.path_params["id"])
    batch: dict[str, Any] | None = data["node"]
    if not batch:
        raise NotForYouError
    seated = {member["office"] for member in batch["team"]}
    vacant = [office for office in batch["offices"] if office not in seated]
    return visit.render(
        "pages/batch/batch.html",
        status,
        batch=batch,
        vacant=vacant,
        seats=[(str(place), office) for place, office in enumerate(vacant)],
        eligible=[(person["id"], person["displayName"]) for person in batch["eligible"]],
        permissions=sort_actions(batch["actions"]),
        rows=[_row(entry) for entry in batch["entries"]],
        faults=faults,
    )


def _row(entry: dict[str, Any]) -> dict[str, Any]:
    """Say where a unit stands: its points, and what it still has to put right."""
    application = entry["application"]
    inspections = application["inspections"] if application else []
    items = application["rectifications"] if application else []
    left = [item for item in items if item["state"] in {"OPEN", "OVERDUE"}]
    return {
        "entry": entry,
        "inspection": inspections[-1] if inspections else None,
        "left": len(left),
        "overdue": any(item["state"] == "OVERDUE" for item in left),
        "due": min((item["dueOn"] for item in left), default=None),
    }
