"""The batches of the district, newest first, and the form that opens the next."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.dates import is_day
from admin_ui.forms import Fault, Form
from admin_ui.paging import page_of
from admin_ui.visit import Visit
from admin_ui.wording import BATCH_KIND

_HERE = Path(__file__).parent
BATCHES = Operation.load(_HERE / "batches.graphql")
OPEN = Operation.load(_HERE / "open.graphql")
PAGE_SIZE = 20
_DAYS = {"opensOn": "开始日期", "closesOn": "截止日期"}


async def show_batches(visit: Visit) -> Response:
    """Show the list."""
    return await _page(visit)


async def open_batch(visit: Visit) -> Response:
    """Open a batch and lead to it."""
    form = visit.form
    faults = _unreadable(form)
    if not faults:
        payload, faults = await visit.change(
            OPEN,
            idempotencyKey=form.text("key"),
            unit=form.text("unit"),
            process=form.text("process"),
            kind=form.text("kind"),
            opensOn=form.text("opensOn"),
            closesOn=form.text("closesOn"),
            reason=form.optional("reason"),
        )
    if faults:
        return await _page(visit, 422, faults)
    return visit.see(visit.url("batch", id=payload["batch"]["id"]), "batch_opened")


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    data = await visit.load(BATCHES, **page_of(visit.request.query_params, "list", PAGE_SIZE))
    by_batch = [process for process in data["guideline"]["processes"] if process["batches"]]
    return visit.render(
        "pages/batches/batches.html",
        status,
        rows=[_row(edge["node"]) for edge in data["batches"]["edges"]],
        places=[
            (grant["unit"]["id"], grant["unit"]["name"])
            for grant in data["places"]["grants"]
            if any(one["name"] == "OPEN_BATCH" and one["allowed"] for one in grant["unit"]["actions"])
        ],
        processes=[(process["id"], process["name"]) for process in by_batch],
        longest=max((process["batches"]["windowDays"] for process in by_batch), default=0),
        kinds=list(BATCH_KIND.items()),
        faults=faults,
    )


def _row(batch: dict[str, Any]) -> dict[str, Any]:
    outcomes = Counter(entry["outcome"] for entry in batch["entries"])
    return {"batch": batch, "outcomes": outcomes, "units": len(batch["entries"])}


def _unreadable(form: Form) -> list[Fault]:
    faults = [] if form.text("kind") in BATCH_KIND else [Fault("kind", "请选择批次类别。")]
    return faults + [
        Fault(name, f"请填写{label}。") for name, label in _DAYS.items() if not is_day(form.text(name))
    ]
