"""Refusing a claimed vacancy: its household is asked anew, and who keeps the roll reads why."""

from dataclasses import replace
from pathlib import Path

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.pages.petition.page import address_of, load_petition, petition_page
from admin_ui.visit import Visit

REFUSE = Operation.load(Path(__file__).with_name("vacancy_refusal.graphql"))


async def refuse_vacancy(visit: Visit) -> Response:
    """Refuse one claimed vacancy for the reason given."""
    form = visit.form
    control = f"reason.{form.text('household')}"
    _, faults = await visit.change(
        REFUSE,
        idempotencyKey=form.text("key"),
        petition=form.text("petition"),
        household=form.text("household"),
        expectedRevision=form.revision(),
        reason=form.text(control),
    )
    if faults:
        placed = [
            replace(fault, field=control) if fault.field in {"reason", "household"} else fault
            for fault in faults
        ]
        return petition_page(visit, await load_petition(visit), 422, placed)
    return visit.see(address_of(visit, "petition", first=True), "vacancy_refused")
